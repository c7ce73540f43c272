package dev.vernier.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes npy and npz files for tests, byte by byte as the format says. */
public final class NpyBytes {

    private NpyBytes() {}

    /** A version 1 array of little-endian floats in C order. */
    public static byte[] floats(long[] shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return array(1, header("<f4", false, shape), data.array());
    }

    /** A version 1 array of little-endian int64 in C order. */
    public static byte[] longs(long[] shape, long... values) {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(values);
        return array(1, header("<i8", false, shape), data.array());
    }

    static String header(String descr, boolean isFortran, long... shape) {
        String tuple = Arrays.stream(shape).mapToObj(l -> l + ",").collect(Collectors.joining(" "));
        return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
                .formatted(descr, isFortran ? "True" : "False", tuple);
    }

    static byte[] array(int version, String header, byte[] data) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
        int lengthBytes = version == 1 ? 2 : 4;
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + lengthBytes + text.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(NpyHeader.MAGIC).put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        return bytes.put(text).put(data).array();
    }

    /** A compressed archive of arrays by name. */
    public static byte[] npz(Map<String, byte[]> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes an archive of arrays: name, array, name, array. */
    public static Path writeNpz(Path file, Object... namesAndArrays) throws IOException {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        for (int i = 0; i < namesAndArrays.length; i += 2) {
            arrays.put((String) namesAndArrays[i], (byte[]) namesAndArrays[i + 1]);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(npz(arrays));
        }
        return file;
    }
}
