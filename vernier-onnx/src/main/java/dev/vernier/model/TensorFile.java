package dev.vernier.model;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One tensor in a file of its own: a serialized {@code TensorProto}, as test data of ONNX models
 * has it ({@code input_0.pb}). Stateless.
 */
public final class TensorFile {

    private TensorFile() {}

    /**
     * Reads a tensor of numbers or booleans, its elements on the heap.
     *
     * @throws dev.vernier.graph.ModelFormatException if it is no tensor, or its data is not that of
     *     its dimensions
     * @throws dev.vernier.graph.UnsupportedModelException if it is of strings or in segments
     */
    public static Tensor read(Path file) throws IOException {
        Place place = Place.file(file);
        TensorProto proto;
        try {
            proto = TensorProto.parseFrom(Files.readAllBytes(file));
        } catch (InvalidProtocolBufferException e) {
            throw place.refuse("file must be a TensorProto; " + e.getMessage());
        }
        TensorCodec codec =
                new TensorCodec(
                        (record, type, where) -> {
                            throw where.refuse("tensor must not name external data");
                        });
        Tensor tensor = codec.decode(proto, place, "tensor");
        if (tensor.type() == ElementType.STRING) {
            throw place.notSupported("tensors of strings are not supported");
        }
        ByteBuffer bytes = Weights.bytes(tensor);
        if (needed(tensor, place) != bytes.remaining()) {
            throw place.refuse(
                    "tensor data must have the size of its dimensions; tensor=%s, bytes=%d"
                            .formatted(tensor, bytes.remaining()));
        }
        byte[] elements = new byte[bytes.remaining()];
        bytes.get(elements);
        return Tensor.ofBytes(
                tensor.name(),
                tensor.type(),
                tensor.dimensions().stream().mapToLong(Long::longValue).toArray(),
                elements);
    }

    private static long needed(Tensor tensor, Place place) {
        try {
            return tensor.type().bytes(tensor.elements());
        } catch (ArithmeticException e) {
            throw place.refuse("tensor must have a size that can be counted; tensor=" + tensor);
        }
    }
}
