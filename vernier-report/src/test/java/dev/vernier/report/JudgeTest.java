package dev.vernier.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.IntegerShare;
import dev.vernier.evaluate.OutputComparison;
import dev.vernier.evaluate.TaskScore;
import dev.vernier.report.Verdict.Level;
import dev.vernier.report.Verdict.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    private static final IntegerShare ALL = new IntegerShare(100, 90, 90, Map.of(), List.of());

    @ParameterizedTest
    @CsvSource({
        "0.92, 0.92,  SHIP",
        "0.92, 0.93,  SHIP",
        "0.92, 0.916, SHIP",
        "0.92, 0.91,  LOOK",
        "0.92, 0.88,  STOP",
    })
    void labelsDecideByTheirDrop(double original, double quantized, Level level) {
        TaskScore score = new TaskScore("top-1 accuracy", original, quantized, 0.9, 100);

        Verdict verdict = Judge.of(evaluation(3, 0.5, 4, ALL, Optional.of(score)), false);

        assertThat(verdict.level()).isEqualTo(level);
        assertThat(verdict.reasons().get(0).level()).isEqualTo(level);
        assertThat(verdict.reasons().get(0).text()).startsWith("Top-1 accuracy ");
    }

    @ParameterizedTest
    @CsvSource({
        "Infinity, 1,     SHIP",
        "20,       0.99,  SHIP",
        "19.9,     0.99,  LOOK",
        "30,       0.989, LOOK",
        "9.9,      0.99,  STOP",
        "30,       0.94,  STOP",
    })
    void withoutLabelsTheWorstOutputDecides(double sqnr, double cosine, Level level) {
        assertThat(Judge.of(evaluation(sqnr, cosine, 4, ALL, Optional.empty()), false).level())
                .isEqualTo(level);
    }

    @Test
    void slowerOrLessInIntegersThanPlannedIsWorthALook() {
        Verdict slower = Judge.of(evaluation(40, 1, 11, ALL, Optional.empty()), false);
        Verdict lost =
                Judge.of(
                        evaluation(
                                40,
                                1,
                                4,
                                new IntegerShare(100, 90, 60, Map.of(), List.of("conv")),
                                Optional.empty()),
                        false);

        assertThat(slower.reasons())
                .extracting(Reason::level)
                .containsExactly(Level.SHIP, Level.LOOK, Level.SHIP);
        assertThat(slower.reasons().get(1).text()).contains("1.1 times slower");
        assertThat(lost.reasons())
                .extracting(Reason::level)
                .containsExactly(Level.SHIP, Level.SHIP, Level.LOOK);
        assertThat(lost.sentence()).isEqualTo(slower.sentence()).startsWith("Accurate, but");
    }

    @Test
    void inventedSamplesNeverShip() {
        Verdict verdict = Judge.of(evaluation(60, 1, 4, ALL, Optional.empty()), true);

        assertThat(verdict.level()).isEqualTo(Level.LOOK);
        assertThat(verdict.sentence()).contains("random samples");
    }

    private static Evaluation evaluation(
            double sqnr,
            double cosine,
            double millis,
            IntegerShare share,
            Optional<TaskScore> task) {
        return new Evaluation(
                4000,
                1000,
                List.of(new OutputComparison("y", sqnr, cosine, 0.1, 0)),
                10,
                millis,
                100,
                share,
                task);
    }
}
