package dev.vernier.graph;

import java.util.Arrays;

/**
 * Fields of a file's record that the graph does not interpret, as the file's own bytes.
 *
 * <p>Documentation strings, unknown fields, device annotations: whatever {@code model} could not
 * place into the graph's own values goes here and comes back out when the record is written.
 *
 * <p>Compared by content. Immutable.
 */
public final class Extras {

    public static final Extras NONE = new Extras(new byte[0]);

    private final byte[] bytes;

    private Extras(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Extras of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Extras(bytes.clone());
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extras that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Extras[" + bytes.length + " bytes]";
    }
}
