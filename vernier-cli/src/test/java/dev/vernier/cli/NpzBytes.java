package dev.vernier.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the sample data of tests. */
final class NpzBytes {

    private NpzBytes() {}

    /** An {@code .npz} with one float array. */
    static Path write(Path file, String name, long[] shape, float... values) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name + ".npy"));
            zip.write(npy(shape, values));
        }
        return file;
    }

    private static byte[] npy(long[] shape, float... values) throws IOException {
        String dimensions = Arrays.toString(shape).replace("[", "(").replace("]", ",)");
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + dimensions + ", }\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(header.length() & 0xFF);
        out.write(header.length() >>> 8);
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        byte[] data = new byte[4 * values.length];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        out.write(data);
        return out.toByteArray();
    }
}
