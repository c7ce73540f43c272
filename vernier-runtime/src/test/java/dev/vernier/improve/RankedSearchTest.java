package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Model;
import dev.vernier.improve.Step.Proposal;
import dev.vernier.improve.Step.Ranked;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Which of some layers go back to float where one of them, named last, is what destroys the net.
 */
class RankedSearchTest {

    private static final long SEED = 31;
    private static final List<String> LAYERS =
            List.of("even0", "even1", "even2", "even4", "even5", "middle");

    /** So large a share of the time that only much is worth it. */
    private static final double SHARE = 0.1;

    private final UnequalChannels net = new UnequalChannels("HardSwish", 100, new Random(SEED));

    @Test
    void theOneThatGainsAloneIsFoundWhereverItStands() throws IOException {
        Improved improved = improved(Proposal.ofSuspects(inFloat(LAYERS), LAYERS.size(), "layers"));

        assertThat(convolutionsInFloat(improved)).as("seed %d", SEED).containsExactly("middle");
    }

    @Test
    void whereTheRankIsKnownItStaysAsItIs() throws IOException {
        Improved improved = improved(Proposal.ofRanked(inFloat(LAYERS), LAYERS.size(), "layers"));

        assertThat(convolutionsInFloat(improved)).as("seed %d", SEED).isEmpty();
    }

    @Test
    void whatDoesNotHoldOnOtherSamplesIsDropped() {
        Candidate start = net.planned();
        OutputError error = net.observation(start).error();
        Model quantized =
                Model.of(8, Rewrite.rewrite(start.graph(), start.plan(), Targets.ONNXRUNTIME_CPU));

        // Of those, the start has no error at all.
        OutputError others = net.errorOf(quantized);

        assertThat(kept(error, error, start)).as("seed %d", SEED).hasSize(1);
        assertThat(kept(error, others, start)).as("seed %d", SEED).isEmpty();
    }

    private static List<Change> kept(OutputError error, OutputError others, Candidate start) {
        return new ChangeSearch(error, () -> others, 8)
                .search(
                        start,
                        error.accuracy(start),
                        Proposal.ofSuspects(inFloat(LAYERS), LAYERS.size(), "layers"))
                .kept();
    }

    private Improved improved(Proposal proposal) throws IOException {
        return net.improver().improve(net.planned(), List.of(step(proposal)), 8);
    }

    private static List<String> convolutionsInFloat(Improved improved) {
        return improved.candidate().plan().nodes().stream()
                .filter(decision -> decision.op().equals("Conv"))
                .filter(decision -> decision.reason() == Reason.SENSITIVE)
                .map(NodeDecision::node)
                .toList();
    }

    private static List<Ranked> inFloat(List<String> layers) {
        return layers.stream()
                .map(
                        layer ->
                                new Ranked(
                                        candidate ->
                                                PlanWithout.node(
                                                        layer, Targets.ONNXRUNTIME_CPU, candidate),
                                        SHARE))
                .toList();
    }

    private static Step step(Proposal proposal) {
        return new Step() {
            @Override
            public String name() {
                return "in float";
            }

            @Override
            public Proposal propose(Candidate candidate, Evidence evidence) {
                return proposal;
            }
        };
    }
}
