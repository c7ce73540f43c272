package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.model.Weights;
import dev.vernier.prepare.shape.SymbolicShapes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldConstantsTest {

    private final RuleTester rule = new RuleTester(new FoldConstants());

    @Test
    void transposesAWeight() {
        Graph graph =
                parse(
                        """
                        in x: float[n,2]
                        out y: float[n,3]
                        const w: float[3,2] = 1 2 3 4 5 6
                        t = Transpose(w) {perm=[1,0]}
                        y = MatMul(x, t)
                        """);
        rule.rewrites("transpose", graph);
        assertThat(Weights.floats(rule.apply(graph).constant("t").orElseThrow()))
                .containsExactly(1, 3, 5, 2, 4, 6);
    }

    @Test
    void stopsWhenAllResultsTogetherAreLarge() {
        Graph graph =
                parse(
                        """
                        out y: float[2,3]
                        const w: float[3,2] = 1 2 3 4 5 6
                        t = Transpose(w) {perm=[1,0]}
                        u = Transpose(w) {perm=[1,0]}
                        y = Sub(t, u)
                        """);

        Graph folded = new RuleTester(new FoldConstants(24 + 23)).apply(graph);

        assertThat(folded.constant("t")).isPresent();
        assertThat(folded.constant("u")).isEmpty();
    }

    @Test
    void transposesAnyRankAndType() {
        Graph graph =
                parse(
                        """
                        out y: int64[2,2,3]
                        const w: int64[2,3,2] = 0 1 2 3 4 5 6 7 8 9 10 11
                        t = Transpose(w) {perm=[2,0,1]}
                        y = Custom(t)
                        """);
        assertThat(Weights.longs(rule.apply(graph).constant("t").orElseThrow()))
                .containsExactly(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11);
    }

    @Test
    void computesWithBroadcasting() {
        Graph graph =
                parse(
                        """
                        out y: float[2,3]
                        const a: float[2,1] = 10 20
                        const b: float[3] = 1 2 4
                        s = Sub(a, b)
                        q = Div(s, b)
                        n = Neg(q)
                        y = Custom(n)
                        """);
        assertThat(Weights.floats(rule.apply(graph).constant("n").orElseThrow()))
                .containsExactly(-9, -4, -1.5f, -19, -9, -4);
    }

    @Test
    void joinsAlongAnyAxis() {
        Graph graph =
                parse(
                        """
                        out y: float[2,3]
                        const a: float[2,1] = 1 2
                        const b: float[2,2] = 3 4 5 6
                        c = Concat(a, b) {axis=-1}
                        y = Custom(c)
                        """);
        assertThat(Weights.floats(rule.apply(graph).constant("c").orElseThrow()))
                .containsExactly(1, 3, 4, 2, 5, 6);
    }

    @Test
    void slicesAlongAnyAxis() {
        Graph graph =
                parse(
                        """
                        out y: float[2,2]
                        const a: float[3,4] = 1 2 3 4 5 6 7 8 9 10 11 12
                        const from: int64[2] = -4 1
                        const to: int64[2] = 99 3
                        const axes: int64[2] = -1 0
                        const steps: int64[2] = 2 1
                        c = Slice(a, from, to, axes, steps)
                        y = Custom(c)
                        """);
        assertThat(Weights.floats(rule.apply(graph).constant("c").orElseThrow()))
                .containsExactly(5, 7, 9, 11);
    }

    @Test
    void doesNotFireOnSlicesBackwards() {
        rule.doesNotFireOn(
                parse(
                        """
                        out y: float[4]
                        const a: float[4] = 1 2 3 4
                        const from: int64[1] = -1
                        const to: int64[1] = -99
                        const axes: int64[1] = 0
                        const steps: int64[1] = -1
                        c = Slice(a, from, to, axes, steps)
                        y = Custom(c)
                        """));
    }

    @Test
    void widensHalfPrecision() {
        Graph graph = parse("out y: float[1]\nf = Cast(h) {to=1}\ny = Custom(f)");
        Tensor one = Tensor.ofBytes("h", ElementType.FLOAT16, new long[] {1}, new byte[] {0, 0x3c});
        Graph half = SymbolicShapes.infer(graph.toBuilder().initializer(one).build()).graph();
        assertThat(Weights.floats(rule.apply(half).constant("f").orElseThrow())).containsExactly(1);
    }

    @Test
    void leavesElementsInTheFileWhereOnlyAxesChange() {
        TensorData.FileRegion region = new TensorData.FileRegion(Path.of("model.onnx"), 64, 24);
        Graph graph =
                parse("out y: float[6]\nconst to: int64[1] = -1\nr = Reshape(w, to)\ny = Relu(r)");
        Tensor weight = new Tensor("w", ElementType.FLOAT, List.of(2L, 3L), region);
        Graph shaped = SymbolicShapes.infer(graph.toBuilder().initializer(weight).build()).graph();
        Tensor folded = rule.apply(shaped).constant("r").orElseThrow();
        assertThat(folded.dimensions()).containsExactly(6L);
        assertThat(folded.data()).isSameAs(region);
    }

    @Test
    void doesNotFireOnInputsOutputsOrWhatTheCallerMayOverride() {
        rule.doesNotFireOn(parse("in x: float[2]\nout y: float[2]\nt = Neg(x)\ny = Relu(t)"));
        rule.doesNotFireOn(parse("out y: float[2]\nconst x: float[2]\ny = Neg(x)"));
        rule.doesNotFireOn(
                parse(
                        "in x: float[2]\nout y: float[2]\nconst x: float[2]\nt = Neg(x)\ny = Relu(t)"));
    }

    @Test
    void doesNotBlowASmallConstantUp() {
        rule.doesNotFireOn(
                parse(
                        """
                        out y: float[200,200]
                        const a: float[200,1]
                        const b: float[1,200]
                        s = Add(a, b)
                        y = Custom(s)
                        """));
    }

    @Test
    void doesNotFireOnWholeNumbersOrUnknownOperators() {
        rule.doesNotFireOn(
                parse("out y: int64[2]\nconst a: int64[2]\ns = Add(a, a)\ny = Custom(s)"));
        rule.doesNotFireOn(parse("out y: float[2]\nconst a: float[2]\ns = Exp(a)\ny = Custom(s)"));
    }

    private static Graph parse(String script) {
        return SymbolicShapes.infer(GraphScript.parse(13, script)).graph();
    }
}
