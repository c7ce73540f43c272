package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.graph.Tensor;
import dev.vernier.improve.Step.Proposal;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Range;
import dev.vernier.plan.WeightPlan;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each step on a net whose right answer is known, and on one where it must leave things alone. */
class StepsTest {

    private static final long SEED = 11;
    private static final int DEPTH = 12;

    private final Random random = new Random(SEED);

    @Test
    void biasCorrectionTakesOutAConstantError() throws IOException {
        Rows rows = withConstantColumn(Nets.rows(256, DEPTH, random), 3f);
        Rows others = withConstantColumn(Nets.rows(64, DEPTH, random), 3f);
        float[] weights = Nets.gaussian(DEPTH * Nets.CHANNELS, random);
        Candidate coarse = coarse(Nets.planned(Nets.product(weights, DEPTH), rows));

        List<Change> changes = changes(new BiasCorrection(), coarse, Nets.evidence(rows, others));

        assertThat(changes).hasSize(1);
        float[] bias = Weights.floats(constant(Change.all(changes, coarse), "b"));
        Layer layer = Layer.of(coarse).get(0);
        float[] scales = layer.scales(coarse.plan());
        double[] exact = layer.matrix().times(rows.means(layer.importance(layer.matrix(), rows)));
        double[] rounded =
                layer.matrix()
                        .onGrid(scales, 127)
                        .times(
                                rows.onGrid(coarse.plan().activation("x").parameters())
                                        .means(layer.importance(layer.matrix(), rows)));
        for (int c = 0; c < bias.length; c++) {
            assertThat(rounded[c] + bias[c]).as("seed %d", SEED).isCloseTo(exact[c], within(1e-5));
        }
    }

    @Test
    void biasCorrectionLeavesAnExactLayerAlone() throws IOException {
        float[] integers = new float[DEPTH * Nets.CHANNELS];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = random.nextInt(255) - 127;
        }
        for (int c = 0; c < Nets.CHANNELS; c++) {
            integers[c] = 127; // so that the scale of each channel is 1
        }
        Rows zeros = new Rows(new float[64 * DEPTH], 64, DEPTH);
        Candidate candidate = Nets.planned(Nets.product(integers, DEPTH), zeros);

        List<Change> changes =
                changes(new BiasCorrection(), candidate, Nets.evidence(zeros, zeros));

        assertThat(changes).isEmpty();
        assertThat(Change.all(changes, candidate)).isEqualTo(candidate);
    }

    @Test
    void weightRangesCutOffAWeightThatMeetsNothing() throws IOException {
        float[] weights = Nets.gaussian(DEPTH * Nets.CHANNELS, random);
        for (int c = 0; c < Nets.CHANNELS; c++) {
            weights[c] = 1.7f * largest(weights); // row 0 of w, met by column 0 of x
        }
        Rows rows = withConstantColumn(Nets.rows(256, DEPTH, random), 0f);
        Candidate candidate = Nets.planned(Nets.product(weights, DEPTH), rows);

        List<Change> changes = changes(new WeightRanges(), candidate, Nets.evidence(rows, rows));

        assertThat(changes).hasSize(1);
        float[] before = Layer.of(candidate).get(0).scales(candidate.plan());
        float[] after = Layer.of(candidate).get(0).scales(Change.all(changes, candidate).plan());
        for (int c = 0; c < before.length; c++) {
            assertThat(after[c]).as("seed %d", SEED).isLessThan(0.9f * before[c]);
        }
    }

    @Test
    void weightRangesLeaveAGrownScaleAlone() throws IOException {
        Rows rows = Nets.rows(64, DEPTH, random);
        float[] weights = Nets.gaussian(DEPTH * Nets.CHANNELS, random);
        Candidate grown = coarse(Nets.planned(Nets.product(weights, DEPTH), rows));

        List<Change> changes = changes(new WeightRanges(), grown, Nets.evidence(rows, rows));

        assertThat(changes).isEmpty();
    }

    @Test
    void activationRangesCutOffAChannelThatNeverChanges() throws IOException {
        Rows rows = withConstantColumn(Nets.rows(256, DEPTH, random), 200f);
        Rows others = withConstantColumn(Nets.rows(64, DEPTH, random), 200f);
        float[] weights = Nets.gaussian(DEPTH * Nets.CHANNELS, random);
        Candidate candidate = Nets.planned(Nets.product(weights, DEPTH), rows);

        List<Change> changes =
                changes(new ActivationRanges(), candidate, Nets.evidence(rows, others));

        Range range = Change.all(changes, candidate).plan().activation("x").range();
        assertThat(range.max()).as("seed %d", SEED).isBetween(2f, 10f);
        assertThat(range.min())
                .isCloseTo(candidate.plan().activation("x").range().min(), within(1f));
    }

    @Test
    void activationRangesSpareAChannelThatDoesChange() throws IOException {
        Rows rows = Nets.rows(256, DEPTH, random);
        for (int row = 0; row < rows.count(); row++) {
            rows.values()[row * DEPTH] *= 60;
        }
        float[] weights = Nets.gaussian(DEPTH * Nets.CHANNELS, random);
        Candidate candidate = Nets.planned(Nets.product(weights, DEPTH), rows);

        List<Change> changes =
                changes(new ActivationRanges(), candidate, Nets.evidence(rows, rows));

        assertThat(Change.all(changes, candidate).plan().activation("x").range().max())
                .as("seed %d", SEED)
                .isGreaterThan(60);
    }

    private static List<Change> changes(Step step, Candidate candidate, Evidence evidence)
            throws IOException {
        Proposal proposal = step.propose(candidate, evidence);
        assertThat(proposal.considered()).isEqualTo(1);
        return proposal.changes();
    }

    /** The same plan with weights on a grid eight times as coarse. */
    private static Candidate coarse(Candidate candidate) {
        Map<String, WeightPlan> weights = new LinkedHashMap<>(candidate.plan().weights());
        weights.replaceAll(
                (node, plan) ->
                        plan.withScales(plan.scales().stream().map(scale -> 8 * scale).toList()));
        return candidate.withPlan(candidate.plan().withWeights(weights));
    }

    private static Rows withConstantColumn(Rows rows, float value) {
        for (int row = 0; row < rows.count(); row++) {
            rows.values()[row * rows.columns()] = value;
        }
        return rows;
    }

    private static Tensor constant(Candidate candidate, String name) {
        return candidate.graph().constant(name).orElseThrow();
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
