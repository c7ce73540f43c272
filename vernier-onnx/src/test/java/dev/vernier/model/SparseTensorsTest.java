package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sparse constants from both sides of every limit: indices, their form, dimensions, names. */
class SparseTensorsTest {

    @TempDir private Path folder;

    /** Two values of a tensor of 2 by 3. */
    private static SparseTensorProto.Builder sparse(List<Long> form, long... indices) {
        TensorProto.Builder places =
                TensorProto.newBuilder().addAllDims(form).setDataType(Protos.INT64);
        for (long index : indices) {
            places.addInt64Data(index);
        }
        return SparseTensorProto.newBuilder()
                .setValues(Protos.raw("s", Protos.FLOAT, 8, 2))
                .setIndices(places)
                .addDims(2)
                .addDims(3);
    }

    private static ModelProto model(SparseTensorProto.Builder sparse) {
        return Protos.model(
                Protos.graph("main", Protos.node("Add", "y", "x", "x"))
                        .addSparseInitializer(sparse)
                        .build());
    }

    static Stream<SparseTensorProto.Builder> sound() {
        return Stream.of(
                sparse(List.of(2L), 0, 5), // linear
                sparse(List.of(2L, 2L), 0, 0, 1, 2)); // an index an axis
    }

    static Stream<Arguments> refused() {
        String form = "sparse indices must be int64, one or one an axis for each value";
        SparseTensorProto.Builder ints = sparse(List.of(2L));
        ints.getIndicesBuilder().setDataType(6).addInt32Data(0).addInt32Data(1);
        SparseTensorProto.Builder nameless = sparse(List.of(2L), 0, 1);
        nameless.getValuesBuilder().setName("");
        return Stream.of(
                arguments(sparse(List.of(2L), 0, 6), "sparse index must be in 0 to 5; position=1"),
                arguments(sparse(List.of(2L), -1, 5), "sparse index must be in 0 to 5; position=0"),
                arguments(
                        sparse(List.of(2L, 2L), 0, 0, 2, 2),
                        "sparse index must be in 0 to 1; position=2"),
                arguments(
                        sparse(List.of(2L, 2L), 0, 0, 1, 3),
                        "sparse index must be in 0 to 2; position=3"),
                arguments(sparse(List.of(3L), 0, 1, 2), form),
                arguments(sparse(List.of(2L, 1L), 0, 1), form),
                arguments(sparse(List.of(1L, 2L), 0, 1), form),
                arguments(sparse(List.of(1L, 1L, 2L), 0, 1), form),
                arguments(ints, form),
                arguments(sparse(List.of(2L), 0, 1).setDims(0, 0), "dimensions must be positive"),
                arguments(sparse(List.of(2L), 0, 1).setDims(1, -1), "dimensions must be positive"),
                arguments(nameless, "name must not be empty"));
    }

    @ParameterizedTest
    @MethodSource
    void sound(SparseTensorProto.Builder sparse) throws IOException {
        assertThat(RoundTripTest.assertSame(folder, model(sparse)).graph().sparseInitializers())
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource
    void refused(SparseTensorProto.Builder sparse, String rule) throws IOException {
        Path file = Protos.write(folder, model(sparse));

        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(rule);
    }
}
