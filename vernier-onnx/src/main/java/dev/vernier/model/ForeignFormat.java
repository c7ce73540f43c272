package dev.vernier.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Recognises files that people take for ONNX models, by their first bytes, and says what they are.
 *
 * <p>None of these beginnings can be that of a well-formed ONNX model.
 */
final class ForeignFormat {

    private static final int HEAD = 512;

    private static final String DOWNLOAD = "the download has probably failed: fetch the file again";
    private static final String EXPORT = "export the model to ONNX from where it was trained";
    private static final String CONVERT = "convert it to ONNX with tf2onnx";
    private static final String UNPACK = "unpack it first";
    private static final String NAME = "name the .onnx file";

    private record Kind(int offset, ByteBuffer magic, String name, String remedy) {
        boolean matches(ByteBuffer head) {
            return head.limit() >= offset + magic.limit()
                    && head.slice(offset, magic.limit()).equals(magic);
        }
    }

    private static final List<Kind> KINDS =
            List.of(
                    text(
                            0,
                            "version https://git-lfs",
                            "a Git LFS pointer",
                            "fetch the file with 'git lfs pull'"),
                    text(0, "<!DOCTYPE", "an HTML page", DOWNLOAD),
                    text(0, "<!doctype", "an HTML page", DOWNLOAD),
                    text(0, "<html", "an HTML page", DOWNLOAD),
                    text(0, "<HTML", "an HTML page", DOWNLOAD),
                    text(0, "<?xml", "XML, perhaps an OpenVINO model", EXPORT),
                    text(0, "{", "JSON", EXPORT),
                    text(0, "ir_version:", "an ONNX model in text form", "convert it to binary"),
                    hex(0, "504b0304", "a zip archive, perhaps a PyTorch model", EXPORT),
                    text(4, "TFL3", "a TensorFlow Lite model", CONVERT),
                    text(
                            4,
                            "ORTM",
                            "an ONNX Runtime model (.ort)",
                            "use the .onnx it was made from"),
                    text(0, "GGUF", "a GGUF model", EXPORT),
                    text(8, "{\"", "a safetensors file: weights without a graph", EXPORT),
                    hex(0, "1f8b", "gzip", UNPACK),
                    hex(0, "28b52ffd", "Zstandard", UNPACK),
                    hex(0, "fd377a585a", "xz", UNPACK),
                    hex(0, "377abcaf271c", "a 7z archive", UNPACK),
                    text(257, "ustar", "a tar archive", UNPACK),
                    hex(0, "894844460d0a1a0a", "HDF5, perhaps a Keras model", CONVERT),
                    hex(0, "934e554d5059", "a NumPy array (.npy)", NAME),
                    hex(0, "8002", "a Python pickle, perhaps a PyTorch model", EXPORT),
                    hex(0, "8003", "a Python pickle, perhaps a PyTorch model", EXPORT),
                    hex(0, "8004", "a Python pickle, perhaps a PyTorch model", EXPORT),
                    hex(0, "8005", "a Python pickle, perhaps a PyTorch model", EXPORT),
                    hex(0, "89504e47", "a PNG image", NAME),
                    hex(0, "ffd8ff", "a JPEG image", NAME),
                    text(0, "%PDF", "a PDF document", NAME),
                    hex(0, "7f454c46", "an ELF binary, perhaps a TensorRT plugin", NAME),
                    hex(0, "cafebabe", "a Java class file", NAME));

    private ForeignFormat() {}

    private static Kind text(int offset, String magic, String name, String remedy) {
        return new Kind(offset, StandardCharsets.US_ASCII.encode(magic), name, remedy);
    }

    private static Kind hex(int offset, String magic, String name, String remedy) {
        return new Kind(offset, ByteBuffer.wrap(HexFormat.of().parseHex(magic)), name, remedy);
    }

    /**
     * @throws dev.vernier.graph.ModelFormatException if the file is empty or of another format
     */
    static void refuse(FileChannel channel, Place place) throws IOException {
        ByteBuffer head = PositionalRead.fill(channel, 0, ByteBuffer.allocate(HEAD));
        if (!head.hasRemaining()) {
            throw place.refuse("file must be an ONNX model; it is empty", DOWNLOAD);
        }
        for (Kind kind : KINDS) {
            if (kind.matches(head)) {
                throw place.refuse("file must be an ONNX model; it is " + kind.name, kind.remedy);
            }
        }
    }
}
