package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PatternsTest {

    @Test
    void layerNormalizationAsPyTorchWritesIt() {
        assertThat(
                        patterns(
                                """
                        in x: float[b,s,4]
                        in r: float[b,s,4]
                        out y: float[b,s,4]
                        const two: float[] = 2
                        const epsilon: float[] = 0.00001
                        const gamma: float[4]
                        const beta: float[4]
                        z = Add(x, r)
                        m = ReduceMean(z) {axes=[-1]}
                        d = Sub(z, m)
                        p = Pow(d, two)
                        v = ReduceMean(p) {axes=[-1]}
                        e = Add(v, epsilon)
                        s = Sqrt(e)
                        n = Div(d, s)
                        g = Mul(n, gamma)
                        h = Add(g, beta)
                        y = Add(h, r)
                        """))
                .isEqualTo("layer_normalization m d p v e s n g h");
    }

    @Test
    void layerNormalizationThroughCastsAndAReciprocal() {
        assertThat(
                        patterns(
                                """
                        in x: float16[b,s,4]
                        out y: float16[b,s,4]
                        const epsilon: float[] = 0.00001
                        const gamma: float16[4]
                        c = Cast(x) {to=1}
                        m = ReduceMean(c) {axes=[-1]}
                        d = Sub(c, m)
                        p = Mul(d, d)
                        v = ReduceMean(p) {axes=[-1]}
                        e = Add(v, epsilon)
                        s = Sqrt(e)
                        i = Reciprocal(s)
                        n = Mul(d, i)
                        h = Cast(n) {to=10}
                        y = Mul(h, gamma)
                        """))
                .isEqualTo("layer_normalization m d p v e s i n h y");
    }

    @Test
    void layerNormalizationAsKerasWritesIt() {
        assertThat(
                        patterns(
                                """
                        in x: float[b,s,4]
                        out y: float[b,s,4]
                        const epsilon: float[] = 0.00001
                        const gamma: float[4]
                        const beta: float[4]
                        m = ReduceMean(x) {axes=[-1]}
                        d = Sub(x, m)
                        p = Mul(d, d)
                        v = ReduceMean(p) {axes=[-1]}
                        e = Add(v, epsilon)
                        s = Sqrt(e)
                        i = Reciprocal(s)
                        k = Mul(i, gamma)
                        a = Mul(x, k)
                        b = Mul(m, k)
                        c = Sub(beta, b)
                        y = Add(a, c)
                        """))
                .isEqualTo("layer_normalization m d p v e s i k a b c y");
    }

    @Test
    void rootMeanSquareNormalization() {
        assertThat(
                        patterns(
                                """
                        in x: float[b,s,4]
                        out y: float[b,s,4]
                        const two: float[] = 2
                        const epsilon: float[] = 0.00001
                        const gamma: float[4]
                        p = Pow(x, two)
                        v = ReduceMean(p) {axes=[-1]}
                        e = Add(v, epsilon)
                        s = Sqrt(e)
                        n = Div(x, s)
                        y = Mul(gamma, n)
                        """))
                .isEqualTo("rms_normalization p v e s n y");
    }

    @Test
    void standardDeviationAloneIsNoNormalization() {
        assertThat(
                        patterns(
                                """
                        in x: float[b,s,4]
                        in z: float[b,s,4]
                        out y: float[b,s,4]
                        const epsilon: float[] = 0.00001
                        p = Mul(x, x)
                        v = ReduceMean(p) {axes=[-1]}
                        e = Add(v, epsilon)
                        s = Sqrt(e)
                        y = Div(z, s)
                        """))
                .isEmpty();
    }

    @Test
    void geluByTheErrorFunction() {
        assertThat(patterns(gelu("a = Mul(x, f)", "y = Mul(a, half)"))).isEqualTo("gelu d e f a y");
        assertThat(patterns(gelu("a = Mul(f, half)", "y = Mul(x, a)"))).isEqualTo("gelu d e f a y");
        assertThat(patterns(gelu("a = Mul(x, half)", "y = Mul(a, f)"))).isEqualTo("gelu d e f a y");
    }

    private static String gelu(String... products) {
        return """
                in x: float[b,4]
                out y: float[b,4]
                const root: float[] = 1.4142135
                const one: float[] = 1
                const half: float[] = 0.5
                d = Div(x, root)
                e = Erf(d)
                f = Add(e, one)
                """
                + String.join("\n", products);
    }

    @Test
    void geluByTanhWithTheCubeWrittenEitherWay() {
        String head =
                """
                in w: float[b,4]
                out y: float[b,4]
                const bias: float[4]
                const three: float[] = 3
                const one: float[] = 1
                const half: float[] = 0.5
                const c: float[] = 0.044715
                const k: float[] = 0.7978845
                x = Add(w, bias)
                """;
        String tail =
                """
                t = Tanh(n)
                g = Add(t, one)
                h = Mul(x, half)
                y = Mul(h, g)
                """;
        assertThat(
                        patterns(
                                head
                                        + "p = Pow(x, three)\nq = Mul(p, c)\nr = Add(x, q)\nn = Mul(r, k)\n"
                                        + tail))
                .isEqualTo("gelu p q r n t g h y");
        assertThat(
                        patterns(
                                head
                                        + "p = Mul(x, c)\nq = Mul(p, x)\nr = Add(q, one)\nu = Mul(x, k)\nn = Mul(u, r)\n"
                                        + tail))
                .isEqualTo("gelu p q r u n t g h y");
    }

    @Test
    void siluAndItsScaledForm() {
        String head = "in x: float[b,4]\nout y: float[b,4]\nconst k: float[] = 1.702\n";
        assertThat(patterns(head + "s = Sigmoid(x)\ny = Mul(x, s)")).isEqualTo("silu s y");
        assertThat(patterns(head + "a = Mul(x, k)\ns = Sigmoid(a)\ny = Mul(s, x)"))
                .isEqualTo("silu a s y");
    }

    @Test
    void hardSwishWrittenOut() {
        String head =
                """
                in x: float[b,4]
                out y: float[b,4]
                const three: float[] = 3
                const zero: float[] = 0
                const six: float[] = 6
                a = Add(x, three)
                c = Clip(a, zero, six)
                """;
        assertThat(patterns(head + "m = Mul(x, c)\ny = Div(m, six)"))
                .isEqualTo("hard_swish a c m y");
        assertThat(patterns(head + "d = Div(c, six)\ny = Mul(x, d)"))
                .isEqualTo("hard_swish a c d y");
        assertThat(patterns("in x: float[b,4]\ns = HardSigmoid(x)\ny = Mul(x, s)"))
                .isEqualTo("hard_swish s y");
    }

    @Test
    void aGateFromAnotherValueIsNoActivation() {
        assertThat(patterns("in x: float[b,4]\nin z: float[b,4]\ns = Sigmoid(z)\ny = Mul(x, s)"))
                .isEmpty();
        assertThat(
                        patterns(
                                "in x: float[b,4]\np = GlobalAveragePool(x)\ns = HardSigmoid(p)\ny = Mul(x, s)"))
                .isEmpty();
    }

    @Test
    void attentionWithScaleAndMask() {
        assertThat(
                        patterns(
                                """
                        in q: float[b,h,s,4]
                        in k: float[b,h,4,s]
                        in v: float[b,h,s,4]
                        in attention: float[b,1,1,s]
                        out y: float[b,h,s,4]
                        const one: float[] = 1
                        const low: float[] = -10000
                        const scale: float[] = 2
                        i = Sub(one, attention)
                        mask = Mul(i, low)
                        a = MatMul(q, k)
                        b = Div(a, scale)
                        c = Add(b, mask)
                        p = Softmax(c) {axis=-1}
                        y = MatMul(p, v)
                        """))
                .isEqualTo("attention a b c p y");
    }

    @Test
    void aClassifierIsNoAttention() {
        String head = "in x: float[b,4]\nin z: float[b,4]\nconst w: float[4,4]\n";
        assertThat(patterns(head + "a = MatMul(x, w)\np = Softmax(a)\ny = MatMul(p, z)")).isEmpty();
        assertThat(patterns(head + "a = MatMul(x, z)\ny = Softmax(a)")).isEmpty();
    }

    @Test
    void operatorsThatArePatterns() {
        assertThat(patterns("in x: float[b,4]\nconst g: float[4]\ny = LayerNormalization(x, g)"))
                .isEqualTo("layer_normalization y");
    }

    @Test
    void tellsWhereAValueFlows() {
        Graph graph =
                GraphScript.parse(
                        13, "in x: float[b,4]\na = Relu(x)\ns = Sigmoid(a)\ny = Mul(a, s)");
        Patterns patterns = Patterns.of(graph);
        assertThat(patterns.within("s")).isPresent();
        assertThat(patterns.within("a")).isEmpty();
        assertThat(patterns.within("y")).isEmpty();
        assertThat(patterns.around(graph.nodes().get(0))).isEmpty();
        assertThat(patterns.around(graph.nodes().get(1)))
                .isEqualTo(patterns.around(graph.nodes().get(2)));
    }

    private static String patterns(String script) {
        List<Pattern> all = Patterns.of(GraphScript.parse(13, script)).all();
        return all.stream()
                .map(
                        pattern ->
                                pattern.kind().name().toLowerCase(Locale.ROOT)
                                        + pattern.nodes().stream()
                                                .map(Node::name)
                                                .collect(Collectors.joining(" ", " ", "")))
                .collect(Collectors.joining("; "));
    }
}
