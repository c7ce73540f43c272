package dev.vernier.cli.hostile;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages models as attackers and broken exporters do.
 *
 * <p>By fields: whatever a field holds is deleted, doubled, swapped with its neighbour or replaced:
 * numbers by the edges of their types and the sizes that overflow, names by other names of the
 * model, operators by others. By bytes: bits, numbers, lengths and pieces of the file. The same
 * random numbers give the same mutant.
 */
final class Mutator {

    private static final long[] NUMBERS = {
        -1, 0, 1, 2, 3, 1L << 31, 1L << 32, 1L << 40, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final List<String> OPERATORS =
            List.of(
                    "Expand",
                    "Reshape",
                    "Gather",
                    "Conv",
                    "MatMul",
                    "Gemm",
                    "Add",
                    "Cast",
                    "Tile",
                    "Pad",
                    "ConstantOfShape",
                    "Resize",
                    "Slice",
                    "Concat",
                    "Relu",
                    "Softmax",
                    "LSTM",
                    "Loop",
                    "If",
                    "Identity",
                    "Constant",
                    "BatchNormalization",
                    "Rumble",
                    "QuantizeLinear",
                    "DequantizeLinear",
                    "Transpose",
                    "Squeeze",
                    "Range",
                    "Split");
    private static final List<String> NAMES =
            List.of("", "x", "y", "w", "b", "v", "c", "r", "g", "f", "nowhere", "N", "a\0b", "\n");
    private static final float[] FLOATS = {
        Float.NaN, Float.POSITIVE_INFINITY, -3e38f, 0, 1e-42f, 1e30f
    };
    private static final int TYPES = 41;

    private final Random random;

    Mutator(long seed) {
        random = new Random(seed);
    }

    /** One to three fields are damaged. */
    ModelProto fields(ModelProto sound) {
        ModelProto.Builder model = sound.toBuilder();
        int times = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < times; i++) {
            descend(model);
        }
        return model.buildPartial();
    }

    /** Chooses a way down through the records that are there, and damages a field at its end. */
    private void descend(Message.Builder start) {
        Message.Builder record = start;
        while (true) {
            List<FieldDescriptor> set = new ArrayList<>(record.getAllFields().keySet());
            if (set.isEmpty()) {
                return;
            }
            List<FieldDescriptor> inner =
                    set.stream().filter(field -> field.getJavaType() == JavaType.MESSAGE).toList();
            boolean deeper = !inner.isEmpty() && random.nextInt(5) > 0;
            if (!deeper) {
                damage(record, set.get(random.nextInt(set.size())));
                return;
            }
            FieldDescriptor field = inner.get(random.nextInt(inner.size()));
            if (field.isRepeated() && random.nextInt(4) == 0) {
                damageList(record, field);
                return;
            }
            record =
                    field.isRepeated()
                            ? record.getRepeatedFieldBuilder(
                                    field, random.nextInt(record.getRepeatedFieldCount(field)))
                            : record.getFieldBuilder(field);
        }
    }

    private void damage(Message.Builder record, FieldDescriptor field) {
        if (field.isRepeated()) {
            damageList(record, field);
        } else if (field.getJavaType() == JavaType.MESSAGE || random.nextInt(4) == 0) {
            record.clearField(field);
        } else {
            record.setField(field, other(field, record.getField(field)));
        }
    }

    private void damageList(Message.Builder record, FieldDescriptor field) {
        int count = record.getRepeatedFieldCount(field);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(record.getRepeatedField(field, i));
        }
        int at = random.nextInt(count);
        switch (random.nextInt(field.getJavaType() == JavaType.MESSAGE ? 3 : 6)) {
            case 0 -> values.remove(at);
            case 1 -> values.add(random.nextInt(count + 1), values.get(at));
            case 2 -> {
                Object value = values.remove(at);
                values.add(random.nextInt(count), value);
            }
            default -> values.set(at, other(field, values.get(at)));
        }
        record.clearField(field);
        values.forEach(value -> record.addRepeatedField(field, value));
    }

    private Object other(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case INT -> random.nextBoolean() ? random.nextInt(TYPES) : (int) number();
            case LONG -> number();
            case FLOAT -> FLOATS[random.nextInt(FLOATS.length)];
            case DOUBLE -> (double) FLOATS[random.nextInt(FLOATS.length)];
            case BOOLEAN -> random.nextBoolean();
            case STRING -> name(field.getName());
            case BYTE_STRING -> ByteString.copyFrom(damaged(((ByteString) value).toByteArray()));
            case ENUM -> member(field.getEnumType());
            case MESSAGE -> value;
        };
    }

    private Object member(EnumDescriptor type) {
        return type.getValues().get(random.nextInt(type.getValues().size()));
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private String name(String field) {
        List<String> names = field.equals("op_type") ? OPERATORS : NAMES;
        return names.get(random.nextInt(names.size()));
    }

    /** Elements of a constant: shorter, longer, or with an edge in place of eight bytes. */
    private byte[] damaged(byte[] bytes) {
        int change = random.nextInt(4);
        if (change == 0 || bytes.length < 8) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length + 9));
        }
        byte[] changed = bytes.clone();
        int at = random.nextInt(bytes.length / 8) * 8;
        long edge = number();
        for (int i = 0; i < 8; i++) {
            changed[at + i] = (byte) (edge >>> (8 * i));
        }
        return changed;
    }

    /** One to three places of the file are damaged. */
    byte[] bytes(byte[] sound) {
        byte[] mutant = sound.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(6)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> mutant[at] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
                case 3 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
                case 4 -> mutant = spliced(mutant, at);
                default -> mutant = inserted(mutant, at, varint(number()));
            }
        }
        return mutant;
    }

    private byte[] spliced(byte[] bytes, int at) {
        int from = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(64), bytes.length - from);
        return inserted(bytes, at, Arrays.copyOfRange(bytes, from, from + length));
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] piece) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + piece.length);
        System.arraycopy(piece, 0, longer, at, piece.length);
        System.arraycopy(bytes, at, longer, at + piece.length, bytes.length - at);
        return longer;
    }

    private static byte[] varint(long number) {
        byte[] bytes = new byte[10];
        int length = 0;
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return Arrays.copyOf(bytes, length);
    }
}
