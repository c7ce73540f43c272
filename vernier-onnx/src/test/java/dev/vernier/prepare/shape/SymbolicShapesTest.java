package dev.vernier.prepare.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.prepare.GraphScript;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymbolicShapesTest {

    private static final String INPUTS =
            """
            in x: float[n,c,h,w]
            in t: float[n,s,384]
            in v: float[k]
            in ids: int64[n,s]
            in any: float
            in some: float[?,3]
            in bit: bool[n,s]
            const i2: int64[1] = 2
            const m1: int64[1] = -1
            const zero: int64[] = 0
            const one: int64[] = 1
            const first: int64[1] = 0
            const wide: float[384,1536]
            const table: float[30522,384]
            const heads: int64[4] = 0 0 12 32
            const flat: int64[3] = 0 0 -1
            const filter: float[8,4,3,3]
            const position: int64[1,512]
            const up: float[4] = 1 1 2 2
            const half: float[4] = 1 1 0.5 0.5
            const pads: int64[8] = 0 0 1 1 0 0 2 2
            """;

    /** One row an operator: how it is called, and what its first output is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Relu(x)|float[n,c,h,w]",
                "Cast(x) {to=10}|float16[n,c,h,w]",
                "IsNaN(x)|bool[n,c,h,w]",
                "Add(x, v)|float[n,c,h,broadcast(k,w)]",
                "Add(some, v)|float[some.axis0,3]",
                "Less(t, t)|bool[n,s,384]",
                "Where(bit, ids, one)|int64[n,s]",
                "Transpose(x) {perm=[0,2,3,1]}|float[n,h,w,c]",
                "Transpose(x)|float[w,h,c,n]",
                "MatMul(t, wide)|float[n,s,1536]",
                "MatMul(v, v)|float[]",
                "Gemm(some, some) {transB=1}|float[some.axis0,some.axis0]",
                "Gather(table, ids)|float[n,s,384]",
                "Gather(t, one) {axis=1}|float[n,384]",
                "GatherElements(t, ids)|float[n,s]",
                "Reshape(t, heads)|float[n,s,12,32]",
                "Reshape(x, flat)|float[n,c,h*w]",
                "Flatten(x) {axis=2}|float[c*n,h*w]",
                "Unsqueeze(ids, first)|int64[1,n,s]",
                "Concat(x, x) {axis=1}|float[n,2*c,h,w]",
                "Concat(some, some) {axis=-2}|float[2*some.axis0,3]",
                "Shape(x)|int64[4]",
                "Size(x)|int64[]",
                "ReduceMean(t) {axes=[-1]}|float[n,s,1]",
                "ReduceMean(x) {axes=[2,3], keepdims=0}|float[n,c]",
                "ReduceSum(t, m1) {keepdims=0}|float[n,s]",
                "ReduceMax(x) {keepdims=0}|float[]",
                "ArgMax(t) {axis=1, keepdims=0}|int64[n,384]",
                "TopK(t, i2) {axis=1}|float[n,2,384]",
                "Softmax(t)|float[n,s,384]",
                "LayerNormalization(t, v)|float[n,s,384]",
                "Conv(x, filter)|float[n,8,h - 2,w - 2]",
                "Conv(x, filter) {strides=[2,2], pads=[1,1,1,1]}|float[n,8,floor((h + 1)/2),floor((w + 1)/2)]",
                "Conv(x, filter) {dilations=[2,2], pads=[2,2,2,2]}|float[n,8,h,w]",
                "Conv(x, filter) {auto_pad=\"SAME_UPPER\", strides=[2,2]}|float[n,8,floor((h + 1)/2),floor((w + 1)/2)]",
                "ConvTranspose(x, filter) {strides=[2,2]}|float[n,4,2*h + 1,2*w + 1]",
                "ConvTranspose(x, filter) {output_shape=[5,6]}|float[n,4,5,6]",
                "MaxPool(x) {kernel_shape=[2,2], strides=[2,2]}|float[n,c,floor((h)/2),floor((w)/2)]",
                "MaxPool(x) {kernel_shape=[2,2], strides=[2,2], ceil_mode=1}|float[n,c,y.axis2,y.axis3]",
                "GlobalAveragePool(x)|float[n,c,1,1]",
                "Resize(x, , up)|float[n,c,2*h,2*w]",
                "Resize(x, , half)|float[n,c,y.axis2,y.axis3]",
                "Pad(x, pads)|float[n,c,h + 3,w + 3]",
                "DepthToSpace(x) {blocksize=2}|float[n,floor((c)/4),2*h,2*w]",
                "SpaceToDepth(x) {blocksize=2}|float[n,4*c,floor((h)/2),floor((w)/2)]",
                "NonZero(x)|int64[4,y.axis1]",
                "Slice(x, i2, m1, i2)|float[n,c,y.axis2,w]",
                "Dropout(x)|float[n,c,h,w]",
                "Relu(any)|none",
                "Custom(x)|none",
            })
    void followsOneOperator(String call, String expected) {
        assertThat(shapes(INPUTS + "y = " + call)).isEqualTo("y: " + expected);
    }

    @Test
    void computesShapesAlongWithShapes() {
        assertThat(
                        shapes(
                                INPUTS
                                        + """
                                        sh = Shape(t)
                                        b = Gather(sh, zero)
                                        l = Gather(sh, one)
                                        bl = Mul(b, l)
                                        u = Unsqueeze(bl, first)
                                        target = Concat(u, m1) {axis=0}
                                        y = Reshape(t, target)
                                        """))
                .endsWith("y: float[n*s,384]");
    }

    @Test
    void boundsAPositionTableByTheSequence() {
        assertThat(
                        shapes(
                                INPUTS
                                        + """
                                        sh = Shape(ids)
                                        l = Gather(sh, i2b)
                                        p = Slice(position, first, l, one1)
                                        e = Gather(table, p)
                                        word = Gather(table, ids)
                                        y = Add(word, e)
                                        const i2b: int64[1] = 1
                                        const one1: int64[1] = 1
                                        """))
                .contains("p: int64[1,min(512,s)]")
                .endsWith("y: float[n,s,384]");
    }

    @Test
    void followsExpandThroughItsMaskOfOnes() {
        assertThat(
                        shapes(
                                INPUTS
                                        + """
                                        sh = Shape(ids)
                                        two = Shape(sh)
                                        ones = Expand(one, two)
                                        eq = Equal(sh, m1)
                                        to = Where(eq, ones, sh)
                                        z = Unsqueeze(zero, first)
                                        y = Expand(z, to)
                                        """))
                .endsWith("y: int64[n,s]");
    }

    @Test
    void splitsEvenlyOrAsTold() {
        assertThat(shapes(INPUTS + "a, b, c3 = Split(t) {axis=2}"))
                .isEqualTo("a: float[n,s,128]\nb: float[n,s,128]\nc3: float[n,s,128]");
        assertThat(shapes(INPUTS + "a, b = Split(t) {axis=2, split=[300,84]}"))
                .isEqualTo("a: float[n,s,300]\nb: float[n,s,84]");
        assertThat(shapes(INPUTS + "a, b = Split(t) {axis=1}")).isEqualTo("a: none\nb: none");
    }

    @Test
    void slicesOffWhatWasPutOn() {
        assertThat(
                        shapes(
                                INPUTS
                                        + """
                                        const cls: float[1,1,384]
                                        const from: int64[1] = 1
                                        const far: int64[1] = 9223372036854775807
                                        in t1: float[1,s,384]
                                        c2 = Concat(cls, t1) {axis=1}
                                        y = Slice(c2, from, far, from)
                                        """))
                .isEqualTo("c2: float[1,s + 1,384]\ny: float[1,s,384]");
    }

    @Test
    void saysWhichShapeArithmeticIsConstant() {
        Graph graph =
                GraphScript.parse(
                        13, INPUTS + "sh = Shape(t)\nlast = Gather(sh, i)\nconst i: int64[] = 2\n");
        assertThat(SymbolicShapes.infer(graph).constants().keySet()).containsExactly("last");
        assertThat(SymbolicShapes.infer(graph).constants().get("last"))
                .hasToString("last: int64[]");
    }

    @Test
    void neverBelievesTheDeclaredShapeOfAnOutput() {
        assertThat(
                        shapes(
                                "in x: float[n,?]\nout y: float[n,7]\nz = Custom(x)\ny = Relu(z)\nu = Neg(y)"))
                .isEqualTo("z: none\ny: float[n,7]\nu: none");
    }

    @Test
    void goesBeforeAStaleDeclaration() {
        Graph graph = GraphScript.parse(13, "in x: float[batch,3]\ny = Relu(x)\nz = Custom(y)");
        Graph stale =
                graph.toBuilder()
                        .valueInfos(
                                List.of(
                                        ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 3)),
                                        ValueInfo.tensor("z", ElementType.FLOAT, Shape.of(5))))
                        .build();
        assertThat(SymbolicShapes.infer(stale).graph().valueInfos())
                .hasToString("[y: float[batch,3], z: float[5]]");
    }

    @Test
    void wordsForUnknownAreNotNames() {
        assertThat(shapes("in x: float[None,3]\nin z: float[None,3]\ny = Add(x, z)"))
                .isEqualTo("y: float[broadcast(x.axis0,z.axis0),3]");
    }

    @Test
    void leavesOutAFormulaThatReadsLikeAName() {
        assertThat(shapes("in x: float[a,2*a]\nin z: float[a]\ny = Concat(z, z) {axis=0}"))
                .isEqualTo("y: float[?]");
    }

    @Test
    void contradictionsAreNotFollowed() {
        assertThat(shapes("in x: float[2,3]\nin z: float[4]\ny = Add(x, z)")).isEqualTo("y: none");
        assertThat(shapes("in x: float[2]\ny = Gather(x, x) {axis=7}")).isEqualTo("y: none");
        assertThat(shapes("in x: float[2]\ny = MaxPool(x) {kernel_shape=[2,2]}"))
                .isEqualTo("y: none");
    }

    private static String shapes(String script) {
        Graph graph = SymbolicShapes.infer(GraphScript.parse(13, script)).graph();
        return graph.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .map(
                        value ->
                                value
                                        + ": "
                                        + graph.valueInfo(value)
                                                .map(info -> info.type().toString())
                                                .orElse("none"))
                .collect(Collectors.joining("\n"));
    }
}
