package dev.vernier.model;

import java.util.Optional;

/**
 * The kinds of protobuf message that tensors can be inside of, and by which fields.
 *
 * <p>Source: field numbers of {@code onnx.proto}, IR version 13.
 */
enum RecordKind {
    MODEL,
    TRAINING,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR;

    static final int FLOAT_DATA = 4;
    static final int RAW_DATA = 9;
    static final int DOUBLE_DATA = 10;
    static final int INITIALIZER = 5;

    /** The kind of message in a field; empty if no tensor can be inside. */
    Optional<RecordKind> child(int field) {
        return switch (this) {
            case MODEL ->
                    switch (field) {
                        case 7 -> Optional.of(GRAPH);
                        case 20 -> Optional.of(TRAINING);
                        case 25 -> Optional.of(FUNCTION);
                        default -> Optional.empty();
                    };
            case TRAINING -> field == 1 || field == 2 ? Optional.of(GRAPH) : Optional.empty();
            case FUNCTION ->
                    switch (field) {
                        case 7 -> Optional.of(NODE);
                        case 11 -> Optional.of(ATTRIBUTE);
                        default -> Optional.empty();
                    };
            case GRAPH ->
                    switch (field) {
                        case 1 -> Optional.of(NODE);
                        case INITIALIZER -> Optional.of(TENSOR);
                        case 15 -> Optional.of(SPARSE_TENSOR);
                        default -> Optional.empty();
                    };
            case NODE -> field == 5 ? Optional.of(ATTRIBUTE) : Optional.empty();
            case ATTRIBUTE ->
                    switch (field) {
                        case 5, 10 -> Optional.of(TENSOR);
                        case 6, 11 -> Optional.of(GRAPH);
                        case 22, 23 -> Optional.of(SPARSE_TENSOR);
                        default -> Optional.empty();
                    };
            case SPARSE_TENSOR -> field == 1 || field == 2 ? Optional.of(TENSOR) : Optional.empty();
            case TENSOR -> Optional.empty();
        };
    }

    /** Whether a field of a tensor is its elements as they are in memory, little-endian. */
    static boolean isPlainData(int field) {
        return field == RAW_DATA || field == FLOAT_DATA || field == DOUBLE_DATA;
    }
}
