package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Curves of straight lines come in one spelling. */
class HardCurveRulesTest {

    private final RuleTester swish = new RuleTester(new WriteHardSwishAsProduct());
    private final RuleTester clip = new RuleTester(new WriteClipAsHardSigmoid());

    @Test
    void writesAHardSwishAsProduct() {
        swish.rewrites(
                "curve",
                GraphScript.parse(
                        14,
                        """
                        in  x: float[1,4,5,5]
                        out y: float[1,4,5,5]
                        y = HardSwish(x)
                        """));
    }

    @Test
    void writesAGateOfThreeOperatorsAsOne() {
        clip.rewrites("gate", graph("y = Div(c, six)"));
    }

    @Test
    void writesAProductWithAGateThatIsDividedAtLast() {
        clip.rewrites("swish", graph("m = Mul(x, c)", "y = Div(m, six)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = Mul(c, sixth)",
                "y = Mul(sixth, c)",
                "m = Mul(c, x); y = Mul(sixth, m)",
                "m = Mul(c, w); y = Div(m, six)"
            })
    void anyOrderOfFactorsWillDo(String nodes) {
        clip.apply(graph(nodes.split("; ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = Div(c, five)",
                "y = Div(six, c)",
                "y = Mul(c, x)",
                "m = Mul(x, c); y = Div(m, five)",
                "m = Mul(c, five); y = Div(m, six)",
                "m = Add(x, c); y = Div(m, six)",
                "m = Div(c, six); y = Add(m, c)",
                "m = Div(c, six); y = Add(m, a)"
            })
    void doesNotFireOnAnotherFunctionOrWhereAValueIsReadElsewhere(String nodes) {
        clip.doesNotFireOn(graph(nodes.split("; ")));
    }

    @Test
    void doesNotFireOnOtherBounds() {
        clip.doesNotFireOn(graph("zero: float[] = 1", "y = Div(c, six)"));
        clip.doesNotFireOn(graph("zero: float[] = -1", "y = Div(c, six)"));
        clip.doesNotFireOn(graph("six: float[] = 0", "y = Div(c, six)"));
        clip.doesNotFireOn(graph("six: float[] = NaN", "y = Div(c, six)"));
        clip.doesNotFireOn(graph("six: float[] = Infinity", "y = Div(c, six)"));
        clip.doesNotFireOn(graph("six: float[] = 1e-38", "y = Div(c, six)"));
    }

    /** What reads c = Clip(x + 3, 0, 6); the first line may be another constant. */
    private static Graph graph(String... nodes) {
        String script =
                """
                in  x: float[1,4,5,5]
                in  w: float[1,4,5,5]
                out y: float[1,4,5,5]
                const three: float[] = 3
                const zero: float[] = 0
                const five: float[] = 5
                const six: float[] = 6
                const sixth: float[] = 0.16666667
                a = Add(x, three)
                c = Clip(a, zero, six)
                %s
                """;
        boolean other = nodes[0].contains(": ");
        String constant = other ? nodes[0].substring(0, nodes[0].indexOf(' ')) : "none";
        String text =
                script.formatted(String.join("\n", other ? new String[] {nodes[1]} : nodes))
                        .replaceAll("const " + constant + ".*", "const " + nodes[0]);
        return GraphScript.parse(13, text);
    }
}
