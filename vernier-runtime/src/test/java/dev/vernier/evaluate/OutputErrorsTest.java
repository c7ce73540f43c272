package dev.vernier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Opsets;
import dev.vernier.runner.RunTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputErrorsTest {

    private static final Graph GRAPH = Graph.builder("none", Opsets.of(13)).build();
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void whatIsNotFiniteInTheFloatModelIsLeftOutAndCountedWhereIgnored() {
        OutputErrors errors = new OutputErrors(GRAPH, true);

        errors.add("a", outputs(floats(1, NAN, INFINITY, NAN), floats(1, 7, 7, NAN)));
        errors.add("b", outputs(floats(2, 3), floats(2, 3)));

        OutputComparison y = errors.comparisons().get(0);
        assertThat(y.leftOut()).isEqualTo(3);
        assertThat(y.largestError()).isZero();
        assertThat(y.sqnrDecibel()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void whatIsNotFiniteInTheFloatModelHasToBeTheSameWhereNothingIsIgnored() {
        OutputErrors errors = new OutputErrors(GRAPH, false);

        errors.add("a", outputs(floats(1, NAN, INFINITY), floats(1, NAN, INFINITY)));

        assertThat(errors.comparisons().get(0).leftOut()).isZero();
        assertThatThrownBy(() -> errors.add("b", outputs(floats(1, NAN), floats(1, 7))))
                .isInstanceOf(QuantizedModelException.class)
                .hasMessageContaining("sample=b, element=1, float model=NaN, quantized model=7.0")
                .hasMessageContaining("--nonfinite=ignore");
    }

    @Test
    void whatIsFiniteInTheFloatModelStaysFiniteEvenWhereOthersAreIgnored() {
        OutputErrors errors = new OutputErrors(GRAPH, true);

        assertThatThrownBy(() -> errors.add("a", outputs(floats(1, NAN), floats(INFINITY, 7))))
                .isInstanceOf(QuantizedModelException.class)
                .hasMessageStartingWith("output must stay finite where the float model's is")
                .hasMessageContaining("output=y, sample=a, element=0");
    }

    /** A text that goes on where it should have ended is one lost answer, not many. */
    @Test
    void anOutputOfAnotherLengthIsLostAtMost() {
        OutputErrors errors = new OutputErrors(GRAPH, false);

        errors.add("right", outputs(floats(3, 3, 3, 3), floats(3, 3, 3, 3)));
        errors.add("short", outputs(floats(2, 1), floats(2)));
        errors.add("endless", outputs(floats(2), floats(2, 5, 5, 5, 5)));

        OutputComparison y = errors.comparisons().get(0);
        assertThat(y.otherShapes()).isEqualTo(2);
        assertThat(y.sqnrDecibel()).isCloseTo(10 * Math.log10(45.0 / 5), within(1e-9));
    }

    private static RunTensor floats(float... values) {
        return RunTensor.ofFloats(ElementType.FLOAT, new long[] {values.length}, values);
    }

    private static ModelPair.Outputs outputs(RunTensor expected, RunTensor actual) {
        return new ModelPair.Outputs(Map.of("y", expected), Map.of("y", actual));
    }
}
