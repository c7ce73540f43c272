package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native reference implementation, where there is one. */
class ReferenceTest {

    private final Path folder;

    ReferenceTest(@TempDir Path folder) {
        this.folder = folder;
        assumeTrue(Reference.isAvailable(), "no native ONNX library for this system");
    }

    private Model read(ModelProto proto) throws IOException {
        return ModelFile.read(Protos.write(folder, proto)).model();
    }

    /**
     * Opset 8, IR 3: weights are inputs, BatchNormalization has its old attribute, a large weight
     * is inside of a Constant, and there is documentation everywhere.
     */
    private static ModelProto old() {
        NodeProto constant =
                Protos.node("Constant", "c").toBuilder()
                        .addAttribute(
                                Protos.attribute("value", AttributeType.TENSOR)
                                        .setT(
                                                Protos.raw("", Protos.FLOAT, 2400, 200, 3)
                                                        .toBuilder()
                                                        .setDocString("large")))
                        .build();
        NodeProto normalize =
                Protos.node("BatchNormalization", "n", "x", "s", "s", "s", "s").toBuilder()
                        .addAttribute(Protos.attribute("spatial", AttributeType.INT).setI(1))
                        .setDocString("normalize")
                        .build();
        GraphProto graph =
                GraphProto.newBuilder()
                        .setName("main")
                        .addNode(constant)
                        .addNode(normalize)
                        .addNode(Protos.node("Add", "m", "c", "w"))
                        .addNode(Protos.node("ReduceMean", "r", "m"))
                        .addNode(Protos.node("Add", "y", "n", "r").toBuilder().setDocString("end"))
                        .addInput(Protos.value("x", 2, 3))
                        .addInput(Protos.value("w", 200, 3))
                        .addInput(Protos.value("s", 3))
                        .addOutput(Protos.value("y", 2, 3).toBuilder().setDocString("result"))
                        .addInitializer(Protos.raw("w", Protos.FLOAT, 2400, 200, 3))
                        .addInitializer(Protos.raw("s", Protos.FLOAT, 12, 3))
                        .setDocString("documentation")
                        .build();
        return Protos.model(graph).toBuilder()
                .setIrVersion(3)
                .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(8))
                .setProducerName("old")
                .addMetadataProps(Protos.entry("author", "someone"))
                .build();
    }

    @Test
    void conversionKeepsWhatItDoesNotConcern() throws IOException {
        Model model = read(old());
        Model converted = Reference.convert(model, 17);

        assertThat(converted.graph().opsets().onnx()).isEqualTo(17);
        assertThat(converted.irVersion()).isEqualTo(4);
        assertThat(converted.metadata()).isEqualTo(model.metadata());
        assertThat(converted.graph().extras()).isEqualTo(model.graph().extras());
        assertThat(converted.graph().inputs()).isEqualTo(model.graph().inputs());
        assertThat(converted.graph().outputs()).isEqualTo(model.graph().outputs());
        assertThat(converted.graph().initializers())
                .containsAllEntriesOf(model.graph().initializers());
        Node normalize = converted.graph().producer("n").orElseThrow();
        assertThat(normalize.attributes()).doesNotContainKey("spatial");
        assertThat(normalize.name()).isEqualTo("n_node");
        assertThat(converted.graph().producer("y").orElseThrow().extras())
                .isEqualTo(model.graph().producer("y").orElseThrow().extras());
        assertThat(converted.graph().producer("c").orElseThrow().attribute("value"))
                .isEqualTo(model.graph().producer("c").orElseThrow().attribute("value"))
                .hasValueSatisfying(
                        value ->
                                assertThat(((Attribute.TensorValue) value).value().data())
                                        .isInstanceOf(FileRegion.class));
        Reference.check(converted);
    }

    @Test
    void conversionDoesWithoutShapesAndOrder() throws IOException {
        GraphProto graph =
                GraphProto.newBuilder()
                        .setName("main")
                        .addNode(Protos.node("Softmax", "y", "a"))
                        .addNode(Protos.node("Custom", "a", "x").toBuilder().setDomain("local"))
                        .addInput(withoutShape("x"))
                        .addOutput(withoutShape("y"))
                        .build();
        ModelProto proto =
                Protos.model(graph).toBuilder()
                        .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(12))
                        .addOpsetImport(
                                OperatorSetIdProto.newBuilder().setDomain("local").setVersion(3))
                        .build();
        Model converted = Reference.convert(read(proto), 21);
        assertThat(converted.graph().opsets().versions())
                .containsEntry("", 21L)
                .containsEntry("local", 3L);
        assertThat(converted.graph().allNodes())
                .anyMatch(node -> node.op().name().equals("Custom"));
    }

    private static ValueInfoProto withoutShape(String name) {
        ValueInfoProto.Builder value = Protos.value(name).toBuilder();
        value.getTypeBuilder().getTensorTypeBuilder().clearShape();
        return value.build();
    }

    @Test
    void conversionRefusesWhatItWouldLose() throws IOException {
        Model everything = read(Protos.everything());
        assertThatThrownBy(() -> Reference.convert(everything, 18))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("local functions must be inlined");
        assertThatThrownBy(() -> Reference.convert(everything.withFunctions(List.of()), 18))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("sparse initializers must be made dense");
    }

    @Test
    void conversionSaysWhyItFails() throws IOException {
        Model model = read(Protos.adding(Protos.raw("w", Protos.FLOAT, 24, 2, 3)));
        assertThatThrownBy(() -> Reference.convert(model, 99))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("operator set must be at most 22");
        NodeProto broadcast =
                Protos.node("Add", "y", "x", "w").toBuilder()
                        .addAttribute(Protos.attribute("broadcast", AttributeType.INT).setI(1))
                        .build();
        GraphProto graph =
                GraphProto.newBuilder()
                        .setName("main")
                        .addNode(broadcast)
                        .addInput(withoutShape("x"))
                        .addInput(withoutShape("w"))
                        .addOutput(withoutShape("y"))
                        .build();
        ModelProto old =
                Protos.model(graph).toBuilder()
                        .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(6))
                        .build();
        assertThatThrownBy(() -> Reference.convert(read(old), 18))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("model could not be converted; reason=")
                .hasMessageContaining("Shape of input");
    }

    @Test
    void modelWithoutStandardOperatorsGetsTheImport() throws IOException {
        GraphProto graph =
                Protos.graph(
                                "main",
                                Protos.node("Custom", "y", "x").toBuilder()
                                        .setDomain("local")
                                        .build())
                        .build();
        ModelProto proto =
                Protos.model(graph).toBuilder()
                        .setOpsetImport(
                                0, OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1))
                        .build();
        assertThat(Reference.convert(read(proto), 19).graph().opsets().onnx()).isEqualTo(19);
    }

    @Test
    void inferenceAddsTypesAndNothingElse() throws IOException {
        Model model = read(Protos.everything());
        Model inferred = Reference.inferShapes(model);
        assertThat(inferred.graph().shape("c")).contains(Shape.of(500));
        assertThat(inferred.graph().initializers()).isEqualTo(model.graph().initializers());
        Model stripped =
                inferred.withGraph(
                        inferred.graph().toBuilder()
                                .valueInfos(model.graph().valueInfos())
                                .build());
        assertThat(stripped.graph().nodes()).hasSameSizeAs(model.graph().nodes());
        assertThat(stripped.metadata()).isEqualTo(model.metadata());
        assertThat(stripped.extras()).isEqualTo(model.extras());
    }

    @Test
    void newerFileFormatIsLoweredForTheCall() throws IOException {
        ModelProto proto =
                Protos.adding(Protos.raw("w", Protos.FLOAT, 24, 2, 3)).toBuilder()
                        .setIrVersion(12)
                        .build();
        Model model = read(proto);
        Reference.check(model);
        assertThat(Reference.inferShapes(model).irVersion()).isEqualTo(12);
        assertThat(Reference.convert(model, 18).irVersion()).isEqualTo(12);
    }

    @Test
    void checkSaysWhatIsWrong() throws IOException {
        GraphProto graph = Protos.graph("main", Protos.node("Relu", "y", "x", "x")).build();
        Model model = read(Protos.model(graph));
        assertThatThrownBy(() -> Reference.check(model))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("model could not be checked; reason=")
                .hasMessageContaining("Relu");
    }

    @Test
    void largeTensorsPassTheCheck() throws IOException {
        TensorProto floats = Protos.raw("w", Protos.FLOAT, 2400, 200, 3);
        Reference.check(read(Protos.adding(floats)));
    }
}
