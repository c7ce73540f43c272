package dev.vernier.cli.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes npz files of one array, sound ones and others. */
final class Npz {

    private Npz() {}

    static String header(String type, boolean isFortran, String shape) {
        return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
                .formatted(type, isFortran ? "True" : "False", shape);
    }

    /** An npy array of any version with any header. */
    static byte[] npy(int version, String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putInt(text.length).array(), 0, version == 1 ? 2 : 4);
        out.write(text);
        out.write(data);
        return out.toByteArray();
    }

    static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static byte[] doubles(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }

    /** A file with these bytes as its only array. */
    static Path write(Path file, String name, byte[] npy) throws IOException {
        return write(file, npy, name);
    }

    /** A file with the same array under each name. */
    static Path write(Path file, byte[] npy, String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name + ".npy"));
                zip.write(npy);
            }
        }
        return file;
    }

    /** Rows of 8 floats as input x. */
    static Path rows(Path file, float... values) throws IOException {
        String shape = "(%d, %d)".formatted(values.length / DataModels.WIDTH, DataModels.WIDTH);
        byte[] data = floats(ByteOrder.LITTLE_ENDIAN, values);
        return write(file, "x", npy(1, header("<f4", false, shape), data));
    }

    /** The same file, whose directory says that its array had another size. */
    static Path claimingSize(Path file, int size) throws IOException {
        byte[] zip = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int entry = zip.length - 46;
        while (bytes.getInt(entry) != 0x02014B50) { // a central directory header
            entry--;
        }
        bytes.putInt(entry + 24, size);
        return Files.write(file, zip);
    }
}
