package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a net that computes one value of the shape of its only input, x, into a body. */
enum Enclosed {
    /** Every eighth sample takes a branch that turns the sign of x round. */
    IF {
        @Override
        Graph around(Graph net) {
            ValueInfo x = net.inputs().get(0);
            Graph then = net.toBuilder().inputs(List.of()).build();
            Graph otherwise =
                    Graph.builder("otherwise", net.opsets())
                            .output(floats("negative"))
                            .node(node("Neg", List.of("x"), "negative"))
                            .build();
            return whole(net.opsets())
                    .input(x)
                    .input(ValueInfo.tensor("on", ElementType.BOOL, Shape.of()))
                    .node(
                            node(
                                    "If",
                                    List.of("on"),
                                    "result",
                                    new Attribute.GraphValue("then_branch", then),
                                    new Attribute.GraphValue("else_branch", otherwise)))
                    .build();
        }

        @Override
        Sample sample(int number, Sample sample) {
            SampleTensor on =
                    SampleTensor.ofBytes(
                            ElementType.BOOL,
                            new long[0],
                            ByteBuffer.wrap(new byte[] {(byte) (number % 8 == 0 ? 0 : 1)}));
            return new Sample(sample.name(), Map.of("x", x(sample), "on", on));
        }
    },

    /** Twice, the second time with magnitudes. */
    LOOP {
        @Override
        Graph around(Graph net) {
            ValueInfo x = net.inputs().get(0);
            Graph body =
                    net.toBuilder()
                            .inputs(
                                    List.of(
                                            ValueInfo.tensor("i", ElementType.INT64, Shape.of()),
                                            ValueInfo.tensor("on", ElementType.BOOL, Shape.of()),
                                            x))
                            .outputs(
                                    List.of(
                                            ValueInfo.tensor("still", ElementType.BOOL, Shape.of()),
                                            floats("next"),
                                            net.outputs().get(0)))
                            .node(node("Identity", List.of("on"), "still"))
                            .node(node("Abs", List.of("x"), "next"))
                            .build();
            return whole(net.opsets())
                    .input(new ValueInfo("start", x.type(), x.extras()))
                    .initializer(Tensor.ofLongs("twice", new long[0], 2))
                    .node(
                            Node.of(
                                    "loop",
                                    "Loop",
                                    List.of("twice", "", "start"),
                                    List.of("last", "result"),
                                    new Attribute.GraphValue("body", body)))
                    .build();
        }

        @Override
        Sample sample(int number, Sample sample) {
            return new Sample(sample.name(), Map.of("start", x(sample)));
        }
    },

    /** Over x and its magnitudes; a state counts the steps. */
    SCAN {
        @Override
        Graph around(Graph net) {
            ValueInfo x = net.inputs().get(0);
            Graph body =
                    net.toBuilder()
                            .inputs(List.of(floats("count"), x))
                            .outputs(List.of(floats("more"), net.outputs().get(0)))
                            .node(node("Exp", List.of("count"), "more"))
                            .build();
            return whole(net.opsets())
                    .input(floats("both"))
                    .initializer(Tensor.ofFloats("zero", new long[] {1}, 0f))
                    .node(
                            Node.of(
                                    "scan",
                                    "Scan",
                                    List.of("zero", "both"),
                                    List.of("steps", "result"),
                                    new Attribute.GraphValue("body", body),
                                    Attribute.of("num_scan_inputs", 1)))
                    .build();
        }

        @Override
        Sample sample(int number, Sample sample) {
            SampleTensor x = x(sample);
            float[] values = x.floats();
            float[] both = Arrays.copyOf(values, 2 * values.length);
            for (int i = 0; i < values.length; i++) {
                both[values.length + i] = Math.abs(values[i]);
            }
            long[] shape = new long[x.shape().length + 1];
            shape[0] = 2;
            System.arraycopy(x.shape(), 0, shape, 1, x.shape().length);
            return new Sample(sample.name(), Map.of("both", SampleTensor.ofFloats(shape, both)));
        }
    };

    /** The net, its shapes known, in a body; its samples as the graph around takes them. */
    ObservedNet of(Graph net, List<Sample> samples) {
        List<Sample> fed = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            fed.add(sample(i, samples.get(i)));
        }
        Model prepared = Preparation.prepare(Model.of(8, net), new PreparationOptions(13)).model();
        return new ObservedNet(around(prepared.graph()), fed);
    }

    abstract Graph around(Graph net);

    abstract Sample sample(int number, Sample sample);

    private static Graph.Builder whole(Opsets opsets) {
        return Graph.builder("whole", opsets).output(floats("result"));
    }

    private static SampleTensor x(Sample sample) {
        return Optional.ofNullable(sample.inputs().get("x")).orElseThrow();
    }

    private static Node node(
            String op, List<String> inputs, String output, Attribute... attributes) {
        return Node.of("the " + op, op, inputs, List.of(output), attributes);
    }

    private static ValueInfo floats(String name) {
        return new ValueInfo(
                name, new TensorType(ElementType.FLOAT, Optional.empty(), Extras.NONE));
    }
}
