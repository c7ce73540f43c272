package dev.vernier.exchange;

import dev.vernier.calibrator.CalibrationCacheException;
import dev.vernier.calibrator.TensorRtCache;
import dev.vernier.data.DataException;
import dev.vernier.numeric.LinearScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The files that hold a {@link CalibrationTable}, each told by how it begins. */
public enum TableFormat {
    /** The text that TensorRT up to version 10 writes and reads: a scale a tensor. */
    TENSORRT_CACHE(".cache", true) {
        @Override
        boolean begins(byte[] start) {
            return text(start).startsWith("TRT-");
        }

        @Override
        CalibrationTable read(Path file, byte[] bytes) {
            try {
                return new CalibrationTable(TensorRtCache.parse(text(bytes)).ranges());
            } catch (CalibrationCacheException e) {
                throw new DataException(file + ": " + e.getMessage(), e);
            }
        }

        @Override
        public byte[] bytes(CalibrationTable table) {
            return TensorRtCache.ofRanges(HEADER, table.ranges())
                    .format()
                    .getBytes(StandardCharsets.UTF_8);
        }
    },

    /** The JSON of ONNX Runtime's Python tools: lowest and highest value of each tensor. */
    ONNXRUNTIME_JSON(".json", false) {
        @Override
        boolean begins(byte[] start) {
            return text(start).stripLeading().startsWith("{");
        }

        @Override
        CalibrationTable read(Path file, byte[] bytes) {
            return JsonTable.read(file, bytes);
        }

        @Override
        public byte[] bytes(CalibrationTable table) {
            return JsonTable.write(table).getBytes(StandardCharsets.UTF_8);
        }
    },

    /** What ONNX Runtime's TensorRT and MIGraphX providers read: the largest magnitude of each. */
    ONNXRUNTIME_FLATBUFFERS(".flatbuffers", true) {
        @Override
        boolean begins(byte[] start) {
            return FlatBufferTable.begins(start);
        }

        @Override
        CalibrationTable read(Path file, byte[] bytes) {
            return FlatBufferTable.read(file, bytes);
        }

        @Override
        public byte[] bytes(CalibrationTable table) {
            return FlatBufferTable.write(table);
        }
    },

    /**
     * The text that ONNX Runtime's Python tools write beside the other two: the upper end of each.
     * It has the extension of TensorRT's cache, which is what such a file is written as.
     */
    ONNXRUNTIME_TEXT(".cache", true) {
        @Override
        boolean begins(byte[] start) {
            return TextTable.begins(text(start));
        }

        @Override
        CalibrationTable read(Path file, byte[] bytes) {
            return TextTable.read(file, text(bytes));
        }

        @Override
        public byte[] bytes(CalibrationTable table) {
            return TextTable.write(table);
        }
    };

    /** TensorRT compares the algorithm with that of its calibrator, not the version. */
    private static final String HEADER = "TRT-8601-EntropyCalibration2";

    /** Enough for a line with the name of a tensor. */
    private static final int SNIFFED = 1 << 13;

    private static final int MAX_BYTES = 1 << 28;

    private final String extension;
    private final boolean symmetric;

    TableFormat(String extension, boolean symmetric) {
        this.extension = extension;
        this.symmetric = symmetric;
    }

    /** The scheme that ranges for this format are chosen for. */
    public LinearScheme scheme() {
        return symmetric ? LinearScheme.INT8_SYMMETRIC : LinearScheme.UINT8_AFFINE;
    }

    abstract boolean begins(byte[] start);

    abstract CalibrationTable read(Path file, byte[] bytes);

    /** The bytes of a file that holds the table. */
    public abstract byte[] bytes(CalibrationTable table);

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The format of a file that exists, by its content; empty if it is none of these. */
    public static Optional<TableFormat> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(SNIFFED);
            return Arrays.stream(values()).filter(format -> format.begins(start)).findFirst();
        }
    }

    /** The format to write a file in, by its extension; empty if it is none of these. */
    public static Optional<TableFormat> named(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith(format.extension))
                .findFirst();
    }

    /**
     * Reads a file that is of this format.
     *
     * @throws DataException if it is damaged or holds what is no range; the message names the file
     */
    public CalibrationTable read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new DataException(
                    "%s: calibration table must be at most %d bytes; bytes=%d"
                            .formatted(file, MAX_BYTES, Files.size(file)));
        }
        return read(file, Files.readAllBytes(file));
    }
}
