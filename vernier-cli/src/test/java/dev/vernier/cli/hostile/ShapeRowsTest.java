package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.vernier.cli.CommandRun;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 33 of docs/reliability.md: shapes that are missing. */
class ShapeRowsTest {

    @TempDir private Path folder;

    private HostileRun run(GraphProto.Builder graph) throws IOException {
        return HostileRun.of(folder, Net.model(graph));
    }

    @Test
    void row33MissingShapes() throws IOException {
        GraphProto.Builder graph = Net.graph();
        graph.getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
        HostileRun hostile = run(graph);

        hostile.isWritten();

        assertThat(hostile.written("DequantizeLinear")).isPositive();
    }

    @Test
    void row33MissingShapeOfAChoice() throws IOException {
        HostileRun hostile = HostileRun.of(folder, shapeless(Seeds.branching().toBuilder()));

        hostile.isWritten();

        assertThat(hostile.written().graph().outputs().get(0).shape())
                .contains(new Shape(List.of(Dimension.named("N"), Dimension.of(10))));
    }

    /** A matrix or a number: no shape is true, and the checker refuses the float model too. */
    @Test
    void row33OutputOfUnprovenRankIsToldOf() throws IOException {
        ModelProto.Builder model = Seeds.branching().toBuilder();
        NodeProto.Builder choice =
                model.getGraphBuilder().getNodeBuilderList().stream()
                        .filter(node -> node.getOpType().equals("If"))
                        .findFirst()
                        .orElseThrow();
        GraphProto.Builder otherwise = choice.getAttributeBuilder(1).getGBuilder();
        otherwise
                .clearInitializer()
                .setNode(
                        0,
                        Net.node("ReduceSum", "e", "f").toBuilder()
                                .addAttribute(Net.integer("keepdims", 0)))
                .setOutput(0, Net.value("e", Net.FLOAT));
        HostileRun hostile = HostileRun.of(folder, shapeless(model));

        CommandRun run = hostile.run("-v");

        assertThat(run.exitCode()).isZero();
        Soundness.assertKept(hostile.input(), hostile.output());
        assertThat(run.err()).contains("no rank can be proven of outputs [y]");
        assertThat(Soundness.faultOf(hostile.output()))
                .isEqualTo(Soundness.faultOf(hostile.input()))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith(Soundness.NO_SHAPE));
    }

    private static ModelProto shapeless(ModelProto.Builder model) {
        model.getGraphBuilder()
                .getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .clearShape();
        return model.build();
    }

    @Test
    void row33InputOfUnknownRankIsNotInvented() throws IOException {
        GraphProto.Builder graph = Net.graph();
        graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();

        HostileRun hostile = run(graph);

        hostile.isRefused(List.of("x", "must have a known rank to be invented", "--data"));
        String model = hostile.input().toString();
        for (String command : List.of("compare", "bench")) {
            CommandRun run = CommandRun.of(command, model, model, "--random", "1");
            Refusal.assertWhole(run, model);
            assertThat(run.err()).contains("must have a known rank to be invented");
        }
    }
}
