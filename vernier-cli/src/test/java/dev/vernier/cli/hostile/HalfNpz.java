package dev.vernier.cli.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes sample data of half precision: zeros and ones in turn. */
final class HalfNpz {

    private static final byte[] ONE = {0x00, 0x3C};

    private HalfNpz() {}

    static void write(Path file, String name, long... shape) throws IOException {
        String dimensions = Arrays.toString(shape).replace("[", "(").replace("]", ",)");
        String header = "{'descr': '<f2', 'fortran_order': False, 'shape': " + dimensions + ", }\n";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name + ".npy"));
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
            zip.write(header.length() & 0xFF);
            zip.write(header.length() >>> 8);
            zip.write(header.getBytes(StandardCharsets.US_ASCII));
            long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            for (long i = 0; i < elements; i++) {
                zip.write(i % 2 == 0 ? new byte[2] : ONE);
            }
        }
    }
}
