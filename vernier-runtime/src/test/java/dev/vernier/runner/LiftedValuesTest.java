package dev.vernier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of bodies, asked of ONNX Runtime. */
class LiftedValuesTest {

    private static final Opsets OPSETS = Opsets.of(13);

    @TempDir private Path folder;

    @Test
    void givesTheValuesOfTheBranchThatRanAndNothingOfTheOther() {
        Model model = branches();
        try (Runner runner = runner(model, "negative", "double")) {
            Map<String, RunTensor> positive = runner.run(x(3));
            Map<String, RunTensor> negative = runner.run(x(-3));

            assertThat(floats(positive, "double")).containsExactly(6f);
            assertThat(floats(positive, "negative")).isEmpty();
            assertThat(floats(negative, "double")).isEmpty();
            assertThat(floats(negative, "negative")).containsExactly(3f);
            assertThat(floats(negative, "y")).containsExactly((float) Math.exp(3));
        }
    }

    @Test
    void givesWhatEveryIterationOfALoopSawWhateverItsShape() {
        try (Runner runner = runner(loop(), "twice")) {
            Map<String, RunTensor> run = runner.run(Map.of("x", vector(1), "n", count(3)));

            assertThat(floats(run, "y")).hasSize(8);
            assertThat(floats(run, "twice"))
                    .containsExactly(2f, 2f, 2f, 2f, 2f, 2f, 2f); // of lengths 1, 2 and 4
        }
    }

    @Test
    void givesNothingOfALoopThatDoesNotIterate() {
        try (Runner runner = runner(loop(), "twice")) {
            Map<String, RunTensor> run = runner.run(Map.of("x", vector(1), "n", count(0)));

            assertThat(floats(run, "twice")).isEmpty();
        }
    }

    @Test
    void keepsTheExtremesOfWhatALoopHasNoRoomFor() {
        float[] values = new float[(int) LoopRecord.LIMIT - 2];
        values[5] = -7f;
        values[9] = 4f;
        try (Runner runner = runner(loop(), "twice")) {
            Map<String, RunTensor> run = runner.run(Map.of("x", vector(values), "n", count(3)));

            float[] twice = floats(run, "twice");
            assertThat(twice).hasSize((int) LoopRecord.LIMIT + 4);
            assertThat(twice[5]).isEqualTo(-14f);
            assertThat(List.of(twice[twice.length - 2], twice[twice.length - 1]))
                    .containsExactly(-14f, 8f);
        }
    }

    @Test
    void givesTheValuesOfABodyInABody() {
        try (Runner runner = runner(branchInLoop(), "double")) {
            Map<String, RunTensor> run = runner.run(Map.of("x", vector(1), "n", count(3)));

            assertThat(floats(run, "double")).containsExactly(2f, 4f, 8f);
        }
    }

    @Test
    void putsTheIterationsOfAScanInFront() {
        try (Runner runner = runner(scan(), "sum")) {
            Map<String, RunTensor> run = runner.run(Map.of("x", vector(1, 2, 3)));

            assertThat(Optional.ofNullable(run.get("sum")).orElseThrow().shape())
                    .containsExactly(3, 1);
            assertThat(floats(run, "sum")).containsExactly(1f, 3f, 6f);
        }
    }

    private Runner runner(Model model, String... watched) {
        return Runners.onnxRuntime(model, folder, List.of(watched), RunnerOptions.DEFAULT);
    }

    private static float[] floats(Map<String, RunTensor> run, String value) {
        return Optional.ofNullable(run.get(value)).orElseThrow().floats();
    }

    private static Map<String, SampleTensor> x(float... values) {
        return Map.of("x", vector(values));
    }

    private static SampleTensor vector(float... values) {
        return SampleTensor.ofFloats(new long[] {values.length}, values);
    }

    private static SampleTensor count(long count) {
        return SampleTensor.ofLongs(new long[0], count);
    }

    private static Node node(String op, String inputs, String output, Attribute... attributes) {
        return Node.of(output, op, List.of(inputs.split(",", -1)), List.of(output), attributes);
    }

    /** The branches of an If, which call different values by the same name. */
    private static Model branches() {
        Graph positive =
                Graph.builder("positive", OPSETS)
                        .output(WatchedModel.floats("then"))
                        .node(node("Add", "x,x", "double"))
                        .node(node("Exp", "double", "then"))
                        .build();
        Graph negative =
                Graph.builder("negative", OPSETS)
                        .output(WatchedModel.floats("else"))
                        .node(node("Neg", "x", "negative"))
                        .node(node("Exp", "negative", "else"))
                        .build();
        return Model.of(
                8,
                Graph.builder("branches", OPSETS)
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1)))
                        .output(WatchedModel.floats("y"))
                        .initializer(Tensor.ofFloats("zero", new long[] {1}, 0f))
                        .node(node("Greater", "x,zero", "c"))
                        .node(
                                node(
                                        "If",
                                        "c",
                                        "y",
                                        new Attribute.GraphValue("then_branch", positive),
                                        new Attribute.GraphValue("else_branch", negative)))
                        .build());
    }

    /** Each iteration doubles the length. */
    private static Model loop() {
        Graph body =
                loopBody()
                        .node(node("Add", "state,state", "twice"))
                        .node(node("Concat", "state,state", "next", Attribute.of("axis", 0)))
                        .build();
        return loopOf(body);
    }

    private static Model branchInLoop() {
        Graph same =
                Graph.builder("same", OPSETS)
                        .output(WatchedModel.floats("double"))
                        .node(node("Add", "state,state", "double"))
                        .build();
        Graph zero =
                Graph.builder("zero", OPSETS)
                        .output(WatchedModel.floats("none"))
                        .node(node("Sub", "state,state", "none"))
                        .build();
        Graph body =
                loopBody()
                        .node(
                                node(
                                        "If",
                                        "on",
                                        "next",
                                        new Attribute.GraphValue("then_branch", same),
                                        new Attribute.GraphValue("else_branch", zero)))
                        .build();
        return loopOf(body);
    }

    private static Graph.Builder loopBody() {
        return Graph.builder("body", OPSETS)
                .input(ValueInfo.tensor("i", ElementType.INT64, Shape.of()))
                .input(ValueInfo.tensor("on", ElementType.BOOL, Shape.of()))
                .input(WatchedModel.floats("state"))
                .output(ValueInfo.tensor("still", ElementType.BOOL, Shape.of()))
                .output(WatchedModel.floats("next"))
                .node(node("Identity", "on", "still"));
    }

    private static Model loopOf(Graph body) {
        return Model.of(
                8,
                Graph.builder("loop", OPSETS)
                        .input(WatchedModel.floats("x"))
                        .input(ValueInfo.tensor("n", ElementType.INT64, Shape.of()))
                        .output(WatchedModel.floats("y"))
                        .node(node("Loop", "n,,x", "y", new Attribute.GraphValue("body", body)))
                        .build());
    }

    private static Model scan() {
        Graph body =
                Graph.builder("body", OPSETS)
                        .input(ValueInfo.tensor("before", ElementType.FLOAT, Shape.of(1)))
                        .input(ValueInfo.tensor("element", ElementType.FLOAT, Shape.of()))
                        .output(ValueInfo.tensor("sum", ElementType.FLOAT, Shape.of(1)))
                        .node(node("Add", "before,element", "sum"))
                        .build();
        return Model.of(
                8,
                Graph.builder("scan", OPSETS)
                        .input(WatchedModel.floats("x"))
                        .output(WatchedModel.floats("y"))
                        .initializer(Tensor.ofFloats("zero", new long[] {1}, 0f))
                        .node(
                                node(
                                        "Scan",
                                        "zero,x",
                                        "y",
                                        new Attribute.GraphValue("body", body),
                                        Attribute.of("num_scan_inputs", 1)))
                        .build());
    }
}
