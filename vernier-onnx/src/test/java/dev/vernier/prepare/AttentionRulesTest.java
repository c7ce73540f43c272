package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import org.junit.jupiter.api.Test;

/** The rules that let ONNX Runtime fuse more of a transformer. */
class AttentionRulesTest {

    private final RuleTester biases = new RuleTester(new FoldAttentionBiases());
    private final RuleTester order = new RuleTester(new PutBiasBehindProduct());
    private final RuleTester sums = new RuleTester(new AddBroadcastFirst());

    @Test
    void biasesOfKeysAndValuesLeaveAttention() {
        biases.rewrites("attention", attention("axis=-1", "", "[4]"));
    }

    @Test
    void biasesStayWhereSoftmaxRunsOverAnotherAxis() {
        biases.doesNotFireOn(attention("axis=2", "", "[4]"));
    }

    @Test
    void biasesStayWhereTheirValuesAreSeen() {
        biases.doesNotFireOn(attention("axis=-1", "out kt: float\nout vt: float", "[4]"));
    }

    @Test
    void biasOfTwoAxesStays() {
        biases.doesNotFireOn(attention("axis=-1", "", "[1,4]"));
    }

    @Test
    void biasesStayWhereNoShapeProvesTheHeads() {
        biases.doesNotFireOn(script("axis=-1", "", "[4]"));
    }

    @Test
    void biasBeforeItsProductGoesBehindIt() {
        order.rewrites("product", sum("b, p"));
    }

    @Test
    void biasBehindItsProductStays() {
        order.doesNotFireOn(sum("p, b"));
        order.doesNotFireOn(sum("b, x"));
    }

    @Test
    void sumOfUnequalShapesGoesFirst() {
        sums.rewrites("embeddings", embeddings("p", "ReduceMean"));
    }

    @Test
    void sumOfEqualShapesStays() {
        sums.doesNotFireOn(embeddings("u", "ReduceMean"));
        sums.doesNotFireOn(embeddings("p", "Relu"));
    }

    private static Graph sum(String operands) {
        return GraphScript.parse(
                13,
                """
                in  x: float[n,2]
                out y: float[n,2]
                const w: float[2,2] = 1 2 3 4
                const b: float[2] = 5 6
                p = MatMul(x, w)
                y = Add(%s)
                """
                        .formatted(operands));
    }

    private static Graph embeddings(String last, String reader) {
        return inferred(
                GraphScript.parse(
                        13,
                        """
                        in  w: float[b,n,2]
                        in  t: float[b,n,2]
                        in  u: float[b,n,2]
                        in  p: float[1,n,2]
                        out y: float
                        s = Add(w, t)
                        z = Add(s, %s)
                        y = %s(z)
                        """
                                .formatted(last, reader)));
    }

    private static Graph attention(String axis, String outputs, String bias) {
        return inferred(script(axis, outputs, bias));
    }

    private static Graph inferred(Graph graph) {
        return new InferSymbolicShapes().apply(Model.of(8, graph)).model().graph();
    }

    private static Graph script(String axis, String outputs, String bias) {
        return GraphScript.parse(
                13,
                """
                in  x: float[b,n,4]
                in  mask: float[b,1,1,n]
                out y: float
                %s
                const wq: float[4,4] = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1
                const wk: float[4,4] = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1
                const wv: float[4,4] = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1
                const wo: float[4,2] = 1 2 3 4 5 6 7 8
                const bk: float%s = 1 2 3 4
                const bv: float%s = 1 2 3 4
                const bo: float[2] = 10 20
                const heads: int64[4] = 0 0 2 2
                const flat: int64[3] = 0 0 4
                const root: float[1] = 1.5
                q = MatMul(x, wq)
                qr = Reshape(q, heads)
                qt = Transpose(qr) {perm=[0,2,1,3]}
                k = MatMul(x, wk)
                kb = Add(k, bk)
                kr = Reshape(kb, heads)
                kt = Transpose(kr) {perm=[0,2,3,1]}
                v = MatMul(x, wv)
                vb = Add(v, bv)
                vr = Reshape(vb, heads)
                vt = Transpose(vr) {perm=[0,2,1,3]}
                s = MatMul(qt, kt)
                d = Div(s, root)
                m = Add(d, mask)
                p = Softmax(m) {%s}
                c = MatMul(p, vt)
                ct = Transpose(c) {perm=[0,2,1,3]}
                cr = Reshape(ct, flat)
                o = MatMul(cr, wo)
                y = Add(o, bo)
                """
                        .formatted(outputs, bias, bias, axis));
    }
}
