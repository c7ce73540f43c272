package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Sample;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.LocalNames;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.plan.WeightPlan;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What steps do for a net they do for the same net in a body, asked of ONNX Runtime. */
class BodiesAreImprovedTest {

    private static final long SEED = 23;
    private static final int DEPTH = 12;

    private final Random random = new Random(SEED);

    private static Stream<Arguments> unequal() {
        return Stream.of(Enclosed.values())
                .flatMap(
                        body ->
                                Stream.of(
                                        Arguments.of(body, "Relu", new Equalization()),
                                        Arguments.of(body, "SiLU", new CurveEqualization()),
                                        Arguments.of(body, "HardSwish", new OutlierLayers())));
    }

    @ParameterizedTest
    @MethodSource("unequal")
    void mendsUnequalChannels(Enclosed body, String curve, Step step) throws IOException {
        UnequalChannels net = new UnequalChannels(curve, 1000, random);
        ObservedNet enclosed = body.of(net.graph(), net.samples());

        Improved improved = enclosed.improver().improve(enclosed.planned(), List.of(step), 8);

        Improvement found = improved.improvements().get(0);
        assertThat(found.kept()).as("seed %d, %s", SEED, found).isTrue();
        assertThat(found.after().orElseThrow())
                .as("seed %d, %s", SEED, found)
                .isGreaterThan(found.before() + 8);
        assertThat(improved.candidate().graph().initializers())
                .as("of the graph around")
                .isEqualTo(enclosed.graph().initializers());
    }

    @ParameterizedTest
    @EnumSource
    void leavesEqualChannelsAlone(Enclosed body) throws IOException {
        UnequalChannels net = new UnequalChannels("Relu", 1, random);
        ObservedNet enclosed = body.of(net.graph(), net.samples());
        Candidate start = enclosed.planned();

        Improved improved =
                enclosed.improver()
                        .improve(
                                start,
                                List.of(
                                        new Equalization(),
                                        new CurveEqualization(),
                                        new OutlierLayers()),
                                8);

        assertThat(improved.candidate()).as("seed %d", SEED).isEqualTo(start);
    }

    private static Stream<Arguments> products() {
        return Stream.of(Enclosed.values())
                .flatMap(
                        body ->
                                Stream.of(
                                        Arguments.of(body, new ActivationRanges(), ""),
                                        Arguments.of(body, new WeightRanges(), ""),
                                        Arguments.of(body, Rounding.ofAll(), "w"),
                                        Arguments.of(body, new BiasCorrection(), "b")));
    }

    /** The plan is coarse, the data have one large value, and a weight that meets nothing is. */
    @ParameterizedTest
    @MethodSource("products")
    void mendsAProduct(Enclosed body, Step step, String constant) throws IOException {
        ObservedNet enclosed = body.of(Nets.product(weights(), DEPTH), samples());
        Candidate planned = enclosed.planned();
        Candidate start = constant.isEmpty() ? planned : coarse(planned);

        Improved improved = enclosed.improver().improve(start, List.of(step), 8);

        Improvement found = improved.improvements().get(0);
        assertThat(found.kept()).as("seed %d, %s", SEED, found).isTrue();
        Set<String> changed = changed(start.graph(), improved.candidate().graph());
        assertThat(changed).hasSize(constant.isEmpty() ? 0 : 1);
        assertThat(changed).allMatch(name -> name.startsWith(constant));
    }

    @Test
    void leavesAConstantAloneThatAnotherBodyReads() throws IOException {
        assertThat(changedOutside(branch("1"), branch("2"))).as("seed %d", SEED).isEmpty();
    }

    @Test
    void changesAConstantAroundTheOnlyBodyThatReadsIt() throws IOException {
        Graph other =
                branch("2").toBuilder()
                        .initializer(Tensor.ofFloats("own", new long[] {DEPTH, 8}, weights()))
                        .build();
        Graph own =
                other.toBuilder()
                        .nodes(
                                other.nodes().stream()
                                        .map(
                                                node ->
                                                        node.is("MatMul")
                                                                ? node.withInputs(
                                                                        List.of("x", "own"))
                                                                : node)
                                        .toList())
                        .build();

        assertThat(changedOutside(branch("1"), own)).as("seed %d", SEED).containsExactly("w");
    }

    /** Constants of the graph around two branches that steps change. */
    private Set<String> changedOutside(Graph then, Graph otherwise) throws IOException {
        List<Sample> samples = samples();
        ObservedNet first = Enclosed.IF.of(Nets.product(weights(), DEPTH), samples);
        Graph whole =
                first.graph().toBuilder()
                        .initializer(Tensor.ofFloats("w", new long[] {DEPTH, 8}, weights()))
                        .nodes(
                                List.of(
                                        Node.of(
                                                "if",
                                                "If",
                                                List.of("on"),
                                                List.of("result"),
                                                new Attribute.GraphValue("then_branch", then),
                                                new Attribute.GraphValue(
                                                        "else_branch", otherwise))))
                        .build();
        ObservedNet net = new ObservedNet(whole, first.samples());

        List<Step> steps = List.of(Rounding.ofAll(), new BiasCorrection());
        Improved improved = net.improver().improve(coarse(net.planned()), steps, 8);

        assertThat(improved.improvements()).anyMatch(Improvement::kept);
        Set<String> changed = changed(whole, improved.candidate().graph());
        changed.retainAll(whole.initializers().keySet());
        return changed;
    }

    /** x w + b, with w from around. */
    private static Graph branch(String suffix) {
        Graph net = Nets.product(new float[DEPTH * Nets.CHANNELS], DEPTH);
        Map<String, String> names = new HashMap<>();
        List.of("p", "y", "b").forEach(name -> names.put(name, name + suffix));
        Graph.Builder own =
                net.toBuilder()
                        .inputs(List.of())
                        .initializers(List.of(net.constant("b").orElseThrow()))
                        .nodes(
                                net.nodes().stream()
                                        .map(
                                                node ->
                                                        Node.of(
                                                                node.name() + suffix,
                                                                node.op().name(),
                                                                node.inputs(),
                                                                node.outputs()))
                                        .toList());
        return LocalNames.rename(own.build(), names);
    }

    private List<Sample> samples() {
        Rows rows = Nets.rows(16 * 24, DEPTH, random);
        for (int row = 0; row < rows.count(); row++) {
            rows.values()[row * DEPTH] = 0;
            rows.values()[row * DEPTH + 1] += 2;
        }
        rows.values()[2] = 60;
        return Nets.samples(rows);
    }

    /** Its first row, which meets nothing, is large. */
    private float[] weights() {
        float[] weights = Nets.gaussian(DEPTH * Nets.CHANNELS, new Random(SEED));
        for (int i = 0; i < Nets.CHANNELS; i++) {
            weights[i] = 20;
        }
        return weights;
    }

    /** The same plan with weights on a grid eight times as coarse. */
    private static Candidate coarse(Candidate candidate) {
        Map<String, WeightPlan> weights = new LinkedHashMap<>(candidate.plan().weights());
        weights.replaceAll(
                (node, plan) ->
                        plan.withScales(plan.scales().stream().map(scale -> 8 * scale).toList()));
        return candidate.withPlan(candidate.plan().withWeights(weights));
    }

    /** Names of the constants that are not the same, in any graph. */
    private static Set<String> changed(Graph before, Graph after) {
        Map<String, Tensor> constants = new HashMap<>();
        Scopes.of(before).graphs().forEach(graph -> constants.putAll(graph.initializers()));
        Set<String> changed = new TreeSet<>();
        Scopes.of(after)
                .graphs()
                .forEach(
                        graph ->
                                graph.initializers()
                                        .forEach(
                                                (name, tensor) -> {
                                                    if (!tensor.equals(constants.get(name))) {
                                                        changed.add(name);
                                                    }
                                                }));
        return changed;
    }
}
