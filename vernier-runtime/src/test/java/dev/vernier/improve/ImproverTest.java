package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Sample;
import dev.vernier.graph.Model;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.plan.PlanJson;
import dev.vernier.plan.WeightPlan;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** What is kept, what is dropped, and that neither depends on threads. */
class ImproverTest {

    private static final long SEED = 5;
    private static final int DEPTH = 12;

    private final Random random = new Random(SEED);
    private final Rows rows = Nets.rows(16 * 24, DEPTH, random);
    private final Candidate start =
            Nets.planned(Nets.product(Nets.gaussian(DEPTH * Nets.CHANNELS, random), DEPTH), rows);

    @Test
    void dropsAStepThatHarms() throws IOException {
        Improved improved = improver(Nets.samples(rows)).improve(start, List.of(times(8)), 8);

        assertThat(improved.candidate()).isEqualTo(start);
        assertThat(improved.improvements())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.kept()).isFalse();
                            assertThat(found.after().orElseThrow()).isLessThan(found.before());
                            assertThat(found.heldOut()).isEqualTo(6);
                        });
    }

    @Test
    void keepsAStepThatHelps() throws IOException {
        Candidate coarse = scaled(8).applyTo(start);

        Improved improved = improver(Nets.samples(rows)).improve(coarse, List.of(times(1 / 8f)), 8);

        assertThat(improved.candidate().plan()).isEqualTo(start.plan());
        assertThat(improved.improvements()).extracting(Improvement::kept).containsExactly(true);
    }

    @Test
    void saysSoWhereSamplesAreTooFew() throws IOException {
        Improved improved = improver(Nets.samples(rows).subList(0, 7)).improve(start, Effort.BEST);

        assertThat(improved.improvements()).isEmpty();
        assertThat(improved.notes()).singleElement().asString().contains("at least 8");
    }

    @Test
    void givesTheSameWithAnyNumberOfThreads()
            throws IOException, ExecutionException, InterruptedException {
        List<Sample> samples = Nets.samples(rows);
        Improved here = improver(samples).improve(start, Effort.BEST);
        for (int threads : new int[] {1, 3, 8}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            Improved there = pool.submit(() -> improver(samples).improve(start, Effort.BEST)).get();
            pool.shutdown();

            assertThat(there.improvements()).isEqualTo(here.improvements());
            assertThat(PlanJson.write(there.candidate().plan()))
                    .isEqualTo(PlanJson.write(here.candidate().plan()));
            assertThat(there.candidate().graph().initializers())
                    .isEqualTo(here.candidate().graph().initializers());
        }
    }

    private Improver improver(List<Sample> samples) {
        return new Improver(
                Model.of(8, start.graph()), Path.of("."), Targets.ONNXRUNTIME_CPU, samples);
    }

    /** Makes the grid of all weights coarser or finer. */
    private static Step times(float factor) {
        return new Step() {
            @Override
            public String name() {
                return "times";
            }

            @Override
            public Proposal propose(Candidate candidate, Evidence evidence) {
                return Proposal.ofFree(List.of(scaled(factor)), 1, "layers");
            }
        };
    }

    private static Change scaled(float factor) {
        return candidate -> {
            Map<String, WeightPlan> weights = new LinkedHashMap<>(candidate.plan().weights());
            weights.replaceAll(
                    (node, plan) ->
                            plan.withScales(plan.scales().stream().map(s -> factor * s).toList()));
            return candidate.withPlan(candidate.plan().withWeights(weights));
        };
    }
}
