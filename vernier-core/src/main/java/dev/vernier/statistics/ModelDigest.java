package dev.vernier.statistics;

import java.util.HexFormat;

/**
 * The SHA-256 of the model that statistics belong to.
 *
 * @param sha256 64 hexadecimal digits, lower case
 */
public record ModelDigest(String sha256) {

    static final int BYTES = 32;

    public ModelDigest {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "digest must be 64 lower-case hexadecimal digits; sha256=" + sha256);
        }
    }

    /** The digest of these 32 bytes. */
    public static ModelDigest of(byte[] sha256) {
        return new ModelDigest(HexFormat.of().formatHex(sha256));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(sha256);
    }

    @Override
    public String toString() {
        return sha256;
    }
}
