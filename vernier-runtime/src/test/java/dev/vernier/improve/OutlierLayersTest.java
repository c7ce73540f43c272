package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.improve.Step.Proposal;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Layers that lose channels go back to float if that pays, and only then. */
class OutlierLayersTest {

    private static final long SEED = 29;

    private final Random random = new Random(SEED);

    @Test
    void mendsAModelAsDeployed() throws IOException {
        UnequalChannels net = new UnequalChannels("HardSwish", 3000, random);

        Improved improved = net.improver().improve(net.planned(), List.of(new OutlierLayers()), 8);

        Improvement found = improved.improvements().get(0);
        assertThat(found.kept()).as("seed %d, %s", SEED, found).isTrue();
        assertThat(found.after().orElseThrow()).isGreaterThan(found.before() + 10);
        assertThat(improved.candidate().plan().nodes())
                .extracting(NodeDecision::reason)
                .contains(Reason.SENSITIVE);
    }

    @Test
    void leavesAModelAloneInWhichNoLayerStandsOut() throws IOException {
        UnequalChannels net = new UnequalChannels("Relu", 1, random);
        Candidate start = net.planned();

        Improved improved = net.improver().improve(start, List.of(new OutlierLayers()), 8);

        assertThat(improved.improvements()).extracting(Improvement::kept).containsExactly(false);
        assertThat(improved.candidate()).isEqualTo(start);
    }

    @Test
    void isNotNeededByAGoodModel() {
        assertThat(new OutlierLayers().isNeededAt(24)).isTrue();
        assertThat(new OutlierLayers().isNeededAt(26)).isFalse();
    }

    @Test
    void suspectsALayerThatLosesChannels() {
        UnequalChannels net = new UnequalChannels("HardSwish", 3000, random);
        Candidate start = net.planned();

        Proposal proposal = new OutlierLayers().propose(start, net.evidence(start));

        Candidate without = Change.all(proposal.changes().subList(0, 1), start);
        assertThat(without.plan().integerNodes())
                .filteredOn(decision -> decision.op().equals("Conv"))
                .extracting(NodeDecision::node)
                .hasSize(8)
                .contains("even3");
        assertThat(proposal.costs().get(0)).isBetween(0.0, 1.0);
    }

    @Test
    void whatGainsLessThanItsPriceIsDropped() throws IOException {
        UnequalChannels net = new UnequalChannels("Relu", 1, random);
        Candidate start = net.planned();
        Change all =
                candidate ->
                        PlanWithout.node(
                                "even5", dev.vernier.target.Targets.ONNXRUNTIME_CPU, candidate);

        Improved dear = net.improver().improve(start, List.of(costing(all, 1)), 8);
        Improved cheap = net.improver().improve(start, List.of(costing(all, 0)), 8);

        assertThat(dear.candidate()).isEqualTo(start);
        assertThat(cheap.candidate()).isNotEqualTo(start);
    }

    private static Step costing(Change change, double cost) {
        return new Step() {
            @Override
            public String name() {
                return "costing";
            }

            @Override
            public Proposal propose(Candidate candidate, Evidence evidence) {
                return new Proposal(List.of(change), List.of(cost), 1, "layers");
            }
        };
    }
}
