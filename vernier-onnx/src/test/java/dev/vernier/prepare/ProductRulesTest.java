package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Graph;
import org.junit.jupiter.api.Test;

/** WriteMatMulAsGemm and WidenProductBias, which prepare a product and its bias for integers. */
class ProductRulesTest {

    private final RuleTester plainGemm = new RuleTester(new PlainGemm());
    private final RuleTester mean = new RuleTester(new WriteMeanAsPool());

    private final RuleTester asGemm = new RuleTester(new WriteMatMulAsGemm());
    private final RuleTester widen = new RuleTester(new WidenProductBias());

    @Test
    void productOfMatricesBecomesGemm() {
        Graph graph = asGemm.apply(product(13, "batch,3", "4"));

        assertThat(graph.nodes())
                .extracting(node -> node.op().name())
                .containsExactly("Gemm", "Add");
        assertThat(graph.nodes().get(0).inputs()).containsExactly("x", "w");
    }

    @Test
    void gemmTakesTheBiasUp() {
        Graph graph =
                new RuleTester(new FoldChannelArithmetic())
                        .apply(asGemm.apply(product(13, "batch,3", "4")));

        assertThat(graph.nodes()).hasSize(1);
        assertThat(graph.nodes().get(0).inputs()).hasSize(3);
    }

    @Test
    void productOfAnotherRankStays() {
        asGemm.doesNotFireOn(product(13, "batch,5,3", "4"));
        asGemm.doesNotFireOn(product(13, "3", "4"));
    }

    @Test
    void productStaysWhereGemmNeedsABias() {
        asGemm.doesNotFireOn(product(10, "batch,3", "4"));
    }

    @Test
    void biasOfAFixedProductGetsASecondAxis() {
        Graph graph = widen.apply(product(13, "2,5,3", "4"));

        String bias = graph.nodes().get(1).inputs().get(1);
        assertThat(graph.constant(bias).orElseThrow().dimensions()).containsExactly(1L, 4L);
    }

    @Test
    void biasStaysWhereALengthIsOpenOrTheRankWouldGrow() {
        widen.doesNotFireOn(product(13, "batch,5,3", "4"));
        widen.doesNotFireOn(product(13, "3", "4"));
        widen.doesNotFireOn(product(13, "2,3", "4"));
    }

    @Test
    void biasOfTwoAxesStays() {
        widen.doesNotFireOn(product(13, "2,5,3", "1,4"));
    }

    @Test
    void factorsAndSingleBiasesOfAGemmGoIntoItsConstants() {
        plainGemm.rewrites("factors", gemm("[1]", "alpha=2.0, beta=0.5"));
    }

    @Test
    void otherGemmsStay() {
        plainGemm.doesNotFireOn(gemm("[4]", "transB=0"));
        plainGemm.doesNotFireOn(gemm("[2,1]", "transB=0"));
    }

    private static Graph gemm(String bias, String attributes) {
        int elements = bias.equals("[4]") ? 4 : bias.equals("[1]") ? 1 : 2;
        return GraphScript.parse(
                13,
                """
                in  x: float[2,3]
                out y: float[2,4]
                const w: float[3,4] = 1 2 3 4 5 6 7 8 9 10 11 12
                const b: float%s = %s
                y = Gemm(x, w, b) {%s}
                """
                        .formatted(bias, "3 ".repeat(elements).strip(), attributes));
    }

    @Test
    void meansOfImagesBecomePools() {
        mean.rewrites("kept", mean("float[1,3,n,n]", "axes=[-1,2]"));
        mean.rewrites("flat", mean("float[1,3,n,n]", "axes=[2,3], keepdims=0"));
    }

    @Test
    void otherMeansStay() {
        mean.doesNotFireOn(mean("float[1,3,n]", "axes=[1,2]"));
        mean.doesNotFireOn(mean("float[1,3,n,n]", "axes=[1]"));
        mean.doesNotFireOn(mean("float[1,3,n,n]", "keepdims=1"));
        mean.doesNotFireOn(mean("double[1,3,n,n]", "axes=[2,3]"));
    }

    private static Graph mean(String input, String attributes) {
        return GraphScript.parse(
                13,
                """
                in  x: %s
                out y: float
                y = ReduceMean(x) {%s}
                """
                        .formatted(input, attributes));
    }

    private static Graph product(long opset, String input, String bias) {
        return GraphScript.parse(
                opset,
                """
                in  x: float[%s]
                out y: float
                const w: float[3,4] = 1 2 3 4 5 6 7 8 9 10 11 12
                const b: float[%s] = 1 2 3 4
                p = MatMul(x, w)
                y = Add(p, b)
                """
                        .formatted(input, bias));
    }
}
