package dev.vernier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final OutputComparison BOXES = new OutputComparison("boxes", 25, 0.99, 1, 0);
    private static final OutputComparison POSITIONS =
            new OutputComparison("positions", 3, 0.7, 9, 2, 0, true);

    @Test
    void positionsAreNotJudgedBesideRealNumbers() {
        assertThat(of(BOXES, POSITIONS).worstSqnr()).isEqualTo(25);
        assertThat(of(BOXES, POSITIONS).worstCosine()).isEqualTo(0.99);
    }

    @Test
    void positionsAreJudgedWhereThereIsNothingElse() {
        assertThat(of(POSITIONS).worstSqnr()).isEqualTo(3);
    }

    private static Evaluation of(OutputComparison... outputs) {
        return new Evaluation(1, 1, List.of(outputs), 1, 1, 1, IntegerShare.NONE, Optional.empty());
    }
}
