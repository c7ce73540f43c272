package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that ended the process inside of the ONNX library before they were kept from it. */
class NativeCrashTest {

    @TempDir private Path folder;

    private Model convolution(String autoPad, long... inputShape) throws IOException {
        GraphProto.Builder graph =
                GraphProto.newBuilder()
                        .setName("main")
                        .addInput(Protos.value("x", inputShape))
                        .addOutput(Protos.value("y", 1, 8, 6, 6))
                        .addInitializer(Protos.raw("w", Protos.FLOAT, 1152, 8, 4, 3, 3))
                        .addNode(
                                Protos.node("Conv", "c", "x", "w").toBuilder()
                                        .addAttribute(
                                                Protos.attribute("auto_pad", AttributeType.STRING)
                                                        .setS(ByteString.copyFromUtf8(autoPad))))
                        .addNode(Protos.node("Relu", "y", "c"));
        return ModelFile.read(Protos.write(folder, Protos.model(graph.build()))).model();
    }

    /** Seven axes against the four of the weight: read beyond the end of the window. */
    @ParameterizedTest
    @ValueSource(strings = {"NOTSET", "SAME_UPPER", "VALID"})
    void convolutionOfMoreAxesThanItsWeight(String autoPad) throws IOException {
        assumeThat(Reference.isAvailable()).isTrue();
        Model model = convolution(autoPad, 1, 4, 8, 8, 8, 8, 8);
        for (int i = 0; i < 100; i++) {
            assertThat(Reference.inferShapes(model).graph().shape("c")).isEmpty();
        }
    }

    @Test
    void convolutionThatFitsIsInferred() throws IOException {
        assumeThat(Reference.isAvailable()).isTrue();
        Model model = convolution("NOTSET", 1, 4, 8, 8);
        assertThat(Reference.inferShapes(model).graph().shape("c"))
                .hasToString("Optional[[1,8,6,6]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"strides", "dilations", "kernel_shape"})
    void windowsMustMove(String attribute) throws IOException {
        GraphProto.Builder graph = Protos.graph("main", Protos.node("MaxPool", "y", "x")).clone();
        graph.getNodeBuilder(0)
                .addAttribute(
                        Protos.attribute(attribute, AttributeType.INTS).addInts(1).addInts(0));
        ModelProto model = Protos.model(graph.build());
        Path file = Protos.write(folder, model);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("node y_node: " + attribute + " must be 1 to 2147483647")
                .hasMessageContaining("values=[1, 0]");
    }
}
