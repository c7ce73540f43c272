package dev.vernier.graph;

import static dev.vernier.graph.Values.body;
import static dev.vernier.graph.Values.floats;
import static dev.vernier.graph.Values.node;
import static dev.vernier.graph.Values.withBody;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTextTest {

    @Test
    void showsEverythingInOrder() {
        Node conv =
                Node.of(
                        "conv",
                        "Conv",
                        List.of("x", "w", ""),
                        List.of("c"),
                        Attribute.ofInts("kernel_shape", 1, 1),
                        Attribute.of("auto_pad", "VALID"),
                        Attribute.of("alpha", 0.5f),
                        Attribute.of("group", 1),
                        new Attribute.Floats("scales", List.of(1f, 2f)),
                        new Attribute.Strings("names", List.of("a", "b")),
                        new Attribute.TensorValue("value", Tensor.ofInts("", new long[] {2}, 7, 8)),
                        new Attribute.Other("other", Extras.NONE));
        Node custom =
                new Node(
                        "",
                        new OpType("com.example", "Twice"),
                        List.of("c"),
                        List.of("y", "z"),
                        List.of(),
                        Extras.NONE);
        Graph graph =
                Graph.builder("tiny", Opsets.of(17))
                        .input(
                                ValueInfo.tensor(
                                        "x",
                                        ElementType.FLOAT,
                                        new Shape(
                                                List.of(
                                                        Dimension.named("batch"),
                                                        Dimension.of(3),
                                                        Dimension.UNKNOWN))))
                        .output(floats("y"))
                        .initializer(Tensor.ofFloats("w", new long[] {2}, 1, -0f))
                        .initializer(Tensor.ofFloats("large", new long[] {100}, new float[100]))
                        .initializer(Tensor.ofLongs("shape", new long[] {2}, 1, -1))
                        .initializer(
                                Tensor.ofBytes(
                                        "q", ElementType.UINT8, new long[] {1}, new byte[] {-1}))
                        .node(conv)
                        .node(withBody("if", body("i", node("Neg", "i", "c"))))
                        .node(custom)
                        .build();
        assertThat(graph.toString())
                .isEqualTo(
                        """
                        graph tiny opset 17
                          in  x: float[batch,3,?]
                          out y: float[]
                          const w: float[2] = [1.0, -0.0]
                          const large: float[100]
                          const shape: int64[2] = [1, -1]
                          const q: uint8[1] = [255]
                          [conv] c = Conv(x, w, ) {kernel_shape=[1,1], auto_pad="VALID", alpha=0.5, group=1, scales=[1.0,2.0], names=[a, b], value=int32[2] = [7, 8], other=...}
                          [if] if = If()
                            graph body opset 17
                              out i: float[2]
                              [i] i = Neg(c)
                          [] y, z = com.example.Twice(c)
                        """);
    }

    @Test
    void isTheSameForTheSameGraph() {
        Graph graph = Values.graph(node("Neg", "y", "x"));
        assertThat(graph.toBuilder().build().toString()).isEqualTo(graph.toString());
    }
}
