package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Extras;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which attribute of a function's call stands for an attribute in its body.
 *
 * <p>The graph carries such an attribute as the file's own record; this reads the one field it
 * needs of it. Source: ONNX {@code AttributeProto}, field {@code ref_attr_name}; {@code
 * FunctionProto}, field {@code attribute_proto}.
 */
final class ReferencedAttribute {

    private static final int REFERENCE_FIELD = 21;
    private static final int DEFAULTS_FIELD = 11;

    private final byte[] bytes;
    private int at;

    private ReferencedAttribute(Extras extras) {
        this.bytes = extras.toByteArray();
    }

    /** The name of the call's attribute, if this one refers to it. */
    static Optional<String> of(Attribute.Other attribute) {
        return new ReferencedAttribute(attribute.extras()).text(REFERENCE_FIELD);
    }

    /** Whether a function has default values for its attributes. */
    static boolean hasDefaults(Extras function) {
        return new ReferencedAttribute(function).text(DEFAULTS_FIELD).isPresent();
    }

    /** The content of the first length-delimited field of this number. */
    private Optional<String> text(int field) {
        while (at < bytes.length) {
            long tag = variable();
            switch ((int) tag & 7) {
                case 0 -> variable();
                case 1 -> at += Long.BYTES;
                case 5 -> at += Integer.BYTES;
                default -> {
                    int length = (int) variable();
                    if (tag >>> 3 == field) {
                        return Optional.of(new String(bytes, at, length, StandardCharsets.UTF_8));
                    }
                    at += length;
                }
            }
        }
        return Optional.empty();
    }

    private long variable() {
        long value = 0;
        for (int shift = 0; at < bytes.length; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }
}
