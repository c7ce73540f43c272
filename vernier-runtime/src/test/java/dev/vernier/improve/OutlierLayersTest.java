package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.improve.Step.Proposal;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import dev.vernier.target.Targets;
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
        assertThat(new OutlierLayers().isNeededAt(27)).isTrue();
        assertThat(new OutlierLayers().isNeededAt(29)).isFalse();
    }

    @Test
    void suspectsALayerThatLosesChannels() {
        UnequalChannels net = new UnequalChannels("HardSwish", 3000, random);
        Candidate start = net.planned();

        Proposal proposal = new OutlierLayers().propose(start, net.evidence(start));

        Candidate without = proposal.suspects().get(0).change().applyTo(start);
        assertThat(without.plan().integerNodes())
                .filteredOn(decision -> decision.op().equals("Conv"))
                .extracting(NodeDecision::node)
                .hasSize(8)
                .contains("even3");
        assertThat(proposal.suspects().get(0).share()).isBetween(0.0, 1.0);
    }

    @Test
    void whatGainsLessThanItsPriceIsDropped() throws IOException {
        UnequalChannels net = new UnequalChannels("Relu", 1, random);
        Candidate start = net.planned();

        Improved dear = net.improver().improve(start, List.of(costing(inFloat("even5"), 1)), 8);
        Improved cheap = net.improver().improve(start, List.of(costing(inFloat("even5"), 1e-9)), 8);

        assertThat(dear.candidate()).isEqualTo(start);
        assertThat(cheap.candidate()).isNotEqualTo(start);
    }

    @Test
    void whatCostsTimeIsNotTriedInAGoodModel() throws IOException {
        UnequalChannels net = new UnequalChannels("Relu", 1, random);
        Change most =
                candidate -> {
                    Candidate fewer = candidate;
                    for (String node : List.of("even0", "even1", "even2", "even3", "even4")) {
                        fewer = inFloat(node).applyTo(fewer);
                    }
                    return fewer;
                };
        Candidate good = most.applyTo(net.planned());

        Improvement slower = tried(net, good, 1e-9);
        Improvement free = tried(net, good, 0);

        assertThat(slower.before()).as("seed %d", SEED).isGreaterThan(25);
        assertThat(slower.after()).isEmpty();
        assertThat(free.kept()).as("seed %d, %s", SEED, free).isTrue();
    }

    private static Improvement tried(UnequalChannels net, Candidate start, double cost)
            throws IOException {
        return net.improver()
                .improve(start, List.of(costing(inFloat("even5"), cost)), 8)
                .improvements()
                .get(0);
    }

    private static Change inFloat(String node) {
        return candidate -> PlanWithout.node(node, Targets.ONNXRUNTIME_CPU, candidate);
    }

    private static Step costing(Change change, double cost) {
        return new Step() {
            @Override
            public String name() {
                return "costing";
            }

            @Override
            public Proposal propose(Candidate candidate, Evidence evidence) {
                return Proposal.ofRanked(List.of(new Ranked(change, cost)), 1, "layers");
            }
        };
    }
}
