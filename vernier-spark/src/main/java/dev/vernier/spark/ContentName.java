package dev.vernier.spark;

import dev.vernier.data.SampleTensor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A name for a sample that has none: the digest of its content, which is the same wherever the row
 * is and in whatever order it comes.
 */
final class ContentName {

    private static final int DIGITS = 16;

    private ContentName() {}

    static String of(Map<String, SampleTensor> inputs) {
        MessageDigest digest = sha256();
        new TreeMap<>(inputs)
                .forEach(
                        (name, tensor) -> {
                            digest.update((name + tensor).getBytes(StandardCharsets.UTF_8));
                            digest.update(tensor.bytes());
                        });
        return "row-" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
