package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.vernier.cli.CommandRun;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows 20 to 34 of docs/reliability.md: graphs of every shape that exporters and attackers make.
 */
class GraphRowsTest {

    @TempDir private Path folder;

    private HostileRun run(GraphProto.Builder graph) throws IOException {
        return HostileRun.of(folder, Net.model(graph));
    }

    private static GraphProto.Builder replacing(int node, NodeProto by) {
        return Net.graph().setNode(node, by);
    }

    @Test
    void row20UnsortedNodes() throws IOException {
        HostileRun sorted = run(Net.graph());
        sorted.isWritten();
        String expected = sorted.written().graph().nodes().toString();
        GraphProto.Builder graph = Net.graph();
        List<NodeProto> nodes = new ArrayList<>(graph.getNodeList());
        Collections.reverse(nodes);

        HostileRun unsorted = run(graph.clearNode().addAllNode(nodes));
        CommandRun run = unsorted.isWritten();

        assertThat(run.err()).contains("sorted");
        assertThat(unsorted.written().graph().nodes().toString()).isEqualTo(expected);
    }

    @Test
    void row21Cycle() throws IOException {
        run(replacing(1, Net.node("Add", "r", "c", "g")))
                .isRefused(List.of("graph must be acyclic; cycle=r_node -> g_node -> r_node"));
    }

    @Test
    void row22DuplicateValue() throws IOException {
        run(Net.graph().addNode(Net.node("Relu", "c", "x").toBuilder().setName("again")))
                .isRefused(List.of("value=c", "producers=node c_node and node again"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same", ""})
    void row23DuplicateOrEmptyNodeNames(String name) throws IOException {
        GraphProto.Builder graph = Net.graph();
        graph.getNodeBuilderList().forEach(node -> node.setName(name));
        HostileRun hostile = run(graph);

        CommandRun run = hostile.isWritten();

        assertThat(run.err())
                .contains(
                        name.isEmpty()
                                ? "nodes without a name got one; nodes=5: Conv_c, "
                                : "nodes that shared a name got their own; nodes=4: same -> same_1");
        List<String> names =
                hostile.written().graph().nodes().stream().map(node -> node.name()).toList();
        assertThat(names).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void row24DanglingInput() throws IOException {
        run(replacing(4, Net.node("MatMul", "y", "f", "nowhere")))
                .isRefused(List.of("node y_node", "position=1, input=nowhere"));
    }

    @Test
    void row24MissingInitializer() throws IOException {
        GraphProto.Builder graph = Net.graph();
        run(graph.removeInitializer(Net.indexOf(graph, "w")))
                .isRefused(List.of("node c_node", "input=w"));
    }

    @Test
    void row25UnknownOperator() throws IOException {
        run(replacing(1, Net.node("Rumble", "r", "c")))
                .isRefused(List.of("Rumble", "node 'r_node'"));
    }

    @Test
    void row25CustomDomain() throws IOException {
        GraphProto.Builder graph =
                replacing(1, Net.node("Rumble", "r", "c").toBuilder().setDomain("acme").build());
        ModelProto model =
                Net.model(graph).toBuilder().addOpsetImport(Net.opset("acme", 1)).build();
        HostileRun.of(folder, model)
                .isRefused(List.of("node 'r_node'", "acme:Rumble", "--custom-ops"));
    }

    @Test
    void row26BodiesOfControlFlow() throws IOException {
        HostileRun hostile = HostileRun.of(folder, Seeds.branching());

        hostile.isWritten();

        assertThat(hostile.written().graph().nodes()).anyMatch(node -> node.is("If"));
        assertThat(bodies(hostile)).isNotEmpty().allMatch(GraphRowsTest::multipliesIntegers);
    }

    private static List<Graph> bodies(HostileRun run) throws IOException {
        return run.written().graph().nodes().stream().flatMap(Node::subgraphs).toList();
    }

    /** Whether a product of the graph reads integers that were made numbers again. */
    private static boolean multipliesIntegers(Graph graph) {
        return graph.nodes().stream().anyMatch(node -> node.is("DequantizeLinear"));
    }

    @Test
    void row27LocalFunctions() throws IOException {
        HostileRun inlined = HostileRun.of(folder, Seeds.calling());

        inlined.isWritten();

        assertThat(inlined.written().graph().initializers().keySet()).doesNotContain("v");
    }

    @Test
    void row28SparseInitializer() throws IOException {
        HostileRun hostile = HostileRun.of(folder, Seeds.sparse());

        hostile.isWritten();

        assertThat(hostile.written().graph().initializers()).doesNotContainKey("v");
    }

    @Test
    void row28SparseInitializerOfAbsurdSize() throws IOException {
        GraphProto.Builder graph = Net.graph();
        SparseTensorProto sparse =
                SparseTensorProto.newBuilder()
                        .setValues(Net.floats("v", new float[] {1}, 1))
                        .setIndices(Net.longs("", new long[] {0}, 1))
                        .addDims(1L << 31)
                        .addDims(1L << 20)
                        .build();
        run(graph.removeInitializer(Net.indexOf(graph, "v")).addSparseInitializer(sparse))
                .isRefused(List.of("initializer=v", "at most 67108864 bytes", "Store it dense"));
    }

    @Test
    void row29QuantizedAlready() throws IOException {
        HostileRun first = run(Net.graph());
        first.isWritten();
        Path again = folder.resolve("again.onnx");
        Files.move(first.output(), again);

        new HostileRun(again)
                .isRefused(
                        List.of(
                                "quantized already",
                                "DequantizeLinear=",
                                "first: node '",
                                "--requantize=skip-existing"));
    }

    @Test
    void row29SkipsExisting() throws IOException {
        HostileRun first = run(Net.graph());
        first.isWritten("--exclude", "y_node");
        long before = first.written("DequantizeLinear");
        Path half = folder.resolve("half.onnx");
        Files.move(first.output(), half);
        HostileRun second = new HostileRun(half);

        second.isWritten("--requantize=skip-existing");

        assertThat(second.written("DequantizeLinear")).isGreaterThan(before);
        assertThat(second.written().graph().initializers().keySet()).doesNotContain("v");
    }

    private static TensorProto half(TensorProto tensor) {
        float[] values = Net.values(tensor);
        ByteBuffer halves = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            // bfloat16: the upper half of a float
            halves.putShort((short) (Float.floatToIntBits(value) >>> 16));
        }
        return tensor.toBuilder()
                .setDataType(TensorProto.DataType.BFLOAT16_VALUE)
                .setRawData(ByteString.copyFrom(halves.array()))
                .build();
    }

    private static TensorProto wide(TensorProto tensor) {
        float[] values = Net.values(tensor);
        ByteBuffer wide = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            wide.putDouble(value);
        }
        return tensor.toBuilder()
                .setDataType(TensorProto.DataType.DOUBLE_VALUE)
                .setRawData(ByteString.copyFrom(wide.array()))
                .build();
    }

    private static GraphProto.Builder ofType(int type, UnaryOperator<TensorProto> converted) {
        GraphProto.Builder graph =
                Net.graph()
                        .setInput(0, Net.value("x", type, -1, 4, 8, 8))
                        .setOutput(0, Net.value("y", type, -1, 10));
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            graph.setInitializer(i, converted.apply(graph.getInitializer(i)));
        }
        return graph;
    }

    /** ONNX Runtime has no Conv of doubles, so that there is nothing to compare with. */
    @Test
    void row30DoublePrecisionThatTheRuntimeDoesNotRunIsRefused() throws IOException {
        HostileRun hostile = run(ofType(TensorProto.DataType.DOUBLE_VALUE, GraphRowsTest::wide));

        CommandRun run = quantized(hostile, "<f8", Npz.doubles(0, 1));

        Refusal.assertWhole(run, hostile.input().toString());
        assertThat(run.err()).contains("Conv", "node 'c_node'");
        assertThat(hostile.output()).doesNotExist();
    }

    @Test
    void row30HalfPrecisionComputesWide() throws IOException {
        HostileRun hostile =
                run(ofType(TensorProto.DataType.FLOAT16_VALUE, tensor -> halfPrecision(tensor)));

        CommandRun run = quantized(hostile, "<f2", new byte[] {0x00, 0x00, 0x00, 0x3C});

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (Samples samples = Samples.npz(samples())) {
            Soundness.assertKept(hostile.input(), hostile.output(), samples);
        }
        assertThat(hostile.written("DequantizeLinear")).isPositive();
        Graph graph = hostile.written().graph();
        assertThat(typeOf(graph.inputs())).contains(ElementType.FLOAT16);
        assertThat(typeOf(graph.outputs())).contains(ElementType.FLOAT16);
    }

    private static Optional<ElementType> typeOf(List<ValueInfo> values) {
        return values.get(0).tensorType().map(ValueType.TensorType::elementType);
    }

    private Path samples() {
        return folder.resolve("samples.npz");
    }

    /**
     * @param pair the bytes of 0 and of 1, of which all samples are made
     */
    private CommandRun quantized(HostileRun hostile, String type, byte[] pair) throws IOException {
        byte[] values = new byte[8 * 4 * 8 * 8 / 2 * pair.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = pair[i % pair.length];
        }
        Path data = samples();
        Npz.write(data, "x", Npz.npy(1, Npz.header(type, false, "(8, 4, 8, 8)"), values));
        return CommandRun.of(
                "quantize",
                hostile.input().toString(),
                "--data",
                data.toString(),
                "-o",
                hostile.output().toString());
    }

    /** Halves whose bits are those of zero and powers of two: exact without a conversion. */
    private static TensorProto halfPrecision(TensorProto tensor) {
        float[] values = Net.values(tensor);
        ByteBuffer halves = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            int exponent = Math.max(1, Math.getExponent(value) + 15);
            halves.putShort((short) ((value < 0 ? 0x8000 : 0) | exponent << 10));
        }
        return tensor.toBuilder()
                .setDataType(TensorProto.DataType.FLOAT16_VALUE)
                .setRawData(ByteString.copyFrom(halves.array()))
                .build();
    }

    @Test
    void row30BrainFloatIsNotInvented() throws IOException {
        run(ofType(TensorProto.DataType.BFLOAT16_VALUE, GraphRowsTest::half))
                .isRefused(List.of("input=x: bfloat16[N,4,8,8]", "pass real samples with --data"));
    }

    /** ONNX Runtime has no Conv of them either. */
    @Test
    void row30BrainFloatThatTheRuntimeDoesNotRunIsRefused() throws IOException {
        HostileRun hostile = run(ofType(TensorProto.DataType.BFLOAT16_VALUE, GraphRowsTest::half));
        Path run = Files.createDirectories(folder.resolve("data/test_data_set_0"));
        TensorProto zeros =
                Net.raw("x", TensorProto.DataType.BFLOAT16_VALUE, new byte[512], 1, 4, 8, 8);
        Files.write(run.resolve("input_0.pb"), zeros.toByteArray());

        CommandRun refused =
                CommandRun.of(
                        "quantize",
                        hostile.input().toString(),
                        "--data=" + run.getParent(),
                        "--output=" + hostile.output());

        Refusal.assertWhole(refused, hostile.input().toString());
        assertThat(refused.err()).contains("node 'c_node'");
        assertThat(hostile.output()).doesNotExist();
    }

    @Test
    void row31StringsInsideAreLeftAlone() throws IOException {
        TensorProto.Builder labels =
                TensorProto.newBuilder()
                        .setName("labels")
                        .setDataType(TensorProto.DataType.STRING_VALUE)
                        .addDims(10);
        for (int i = 0; i < 10; i++) {
            labels.addStringData(ByteString.copyFromUtf8("label " + i));
        }
        GraphProto.Builder graph =
                Net.graph()
                        .addInitializer(labels)
                        .addNode(
                                Net.node("ArgMax", "best", "y").toBuilder()
                                        .addAttribute(Net.integer("axis", 1))
                                        .addAttribute(Net.integer("keepdims", 0)))
                        .addNode(Net.node("Gather", "label", "labels", "best"))
                        .addOutput(Net.value("label", TensorProto.DataType.STRING_VALUE, -1));
        HostileRun hostile = run(graph);

        hostile.isWritten();

        assertThat(hostile.written().graph().initializers()).containsKey("labels");
        assertThat(hostile.written("DequantizeLinear")).isPositive();
    }

    /** As classifiers of scikit-learn end: probabilities by label. */
    @Test
    void row31MapsAsOutputsAreLeftAlone() throws IOException {
        ValueInfoProto.Builder maps = ValueInfoProto.newBuilder().setName("maps");
        TypeProto.Map.Builder map =
                maps.getTypeBuilder()
                        .getSequenceTypeBuilder()
                        .getElemTypeBuilder()
                        .getMapTypeBuilder()
                        .setKeyType(Net.INT64);
        map.getValueTypeBuilder().getTensorTypeBuilder().setElemType(Net.FLOAT);
        GraphProto.Builder graph =
                Net.graph()
                        .addNode(
                                Net.node("ZipMap", "maps", "y").toBuilder()
                                        .setDomain("ai.onnx.ml")
                                        .addAttribute(
                                                Net.ints(
                                                        "classlabels_int64s",
                                                        0,
                                                        1,
                                                        2,
                                                        3,
                                                        4,
                                                        5,
                                                        6,
                                                        7,
                                                        8,
                                                        9)))
                        .addOutput(maps);
        HostileRun hostile =
                HostileRun.of(
                        folder,
                        Net.model(graph).toBuilder()
                                .addOpsetImport(Net.opset("ai.onnx.ml", 3))
                                .build());

        hostile.isWritten();

        assertThat(hostile.writtenNode("maps_node").orElseThrow().op().name()).isEqualTo("ZipMap");
    }

    @Test
    void row31OptionalsInsideAreLeftAlone() throws IOException {
        GraphProto.Builder graph =
                replacing(3, Net.node("Flatten", "f0", "g"))
                        .addNode(Net.node("Optional", "o", "f0"))
                        .addNode(Net.node("OptionalGetElement", "f", "o"));
        HostileRun hostile = run(graph);

        hostile.isWritten();

        assertThat(hostile.written("Optional")).isEqualTo(1);
    }

    @Test
    void row31StringsAsInputAreNotInvented() throws IOException {
        GraphProto.Builder graph =
                Net.graph()
                        .addInput(Net.value("words", TensorProto.DataType.STRING_VALUE, 2))
                        .addOutput(Net.value("same", TensorProto.DataType.STRING_VALUE, 2))
                        .addNode(Net.node("Identity", "same", "words"));
        run(graph).isRefused(List.of("input=words: string[2]", "pass real samples"));
    }

    @Test
    void row31SequencesInsideAreLeftAlone() throws IOException {
        GraphProto.Builder graph =
                replacing(3, Net.node("Flatten", "f0", "g"))
                        .addNode(Net.node("SequenceConstruct", "s", "f0", "f0"))
                        .addNode(Net.node("SequenceAt", "f", "s", "zero"))
                        .addInitializer(Net.longs("zero", new long[] {0}));
        HostileRun hostile = run(graph);

        hostile.isWritten();

        assertThat(hostile.written("SequenceAt")).isEqualTo(1);
    }

    @Test
    void row32InitializerThatIsAnInputIsNotQuantized() throws IOException {
        GraphProto.Builder graph = Net.graph().addInput(Net.value("v", Net.FLOAT, 8, 10));
        HostileRun hostile = run(graph);

        hostile.isWritten();

        assertThat(hostile.writtenNode("y_node").orElseThrow().inputs()).contains("v");
    }

    @Test
    void row32InitializersOfOldModelsAreInputsToo() throws IOException {
        GraphProto.Builder graph =
                Net.graph()
                        .addInput(Net.value("w", Net.FLOAT, 8, 4, 3, 3))
                        .addInput(Net.value("b", Net.FLOAT, 8))
                        .addInput(Net.value("v", Net.FLOAT, 8, 10));
        HostileRun hostile =
                HostileRun.of(folder, Net.model(9, graph).toBuilder().setIrVersion(3).build());

        hostile.isWritten();

        assertThat(hostile.written("DequantizeLinear")).isPositive();
    }

    @Test
    void row32InitializerThatIsAnOutput() throws IOException {
        HostileRun hostile = run(Net.graph().addOutput(Net.value("v", Net.FLOAT, 8, 10)));

        hostile.isWritten();

        assertThat(hostile.written().graph().initializers()).containsKey("v");
    }

    /** Once the constant outside is folded, the product inside has nothing to run on. */
    @Test
    void row26ProductOfConstantsInABody() throws IOException {
        ModelProto.Builder model = Seeds.branching().toBuilder();
        model.getGraphBuilder().setNode(3, Net.node("Flatten", "f", "w"));

        HostileRun.of(folder, model.build())
                .isRefused(List.of("constant-left", "for example node '", "--target"));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "9"})
    void row34OddRanksAreLeftAlone(int rank) throws IOException {
        long[] dims = new long[rank];
        Arrays.fill(dims, 1);
        GraphProto.Builder graph =
                Net.graph()
                        .addInitializer(Net.floats("odd", new float[] {2}, dims))
                        .addNode(Net.node("Mul", "twice", "odd", "odd"))
                        .addOutput(Net.value("twice", Net.FLOAT, dims));
        run(graph).isWritten();
    }

    @Test
    void row34ActivationsOfManyAxes() throws IOException {
        long[] nine = {1, 1, 1, 1, 1, 1, 1, 1, 8};
        GraphProto.Builder graph =
                Net.graph()
                        .setInput(0, Net.value("x", Net.FLOAT, 1, 4, 8, 8))
                        .setNode(3, Net.node("Reshape", "many", "g", "nine"))
                        .addNode(Net.node("Mul", "square", "many", "many"))
                        .addNode(Net.node("Reshape", "f", "square", "two"))
                        .addInitializer(Net.longs("nine", nine, 9))
                        .addInitializer(Net.longs("two", new long[] {1, 8}, 2));
        Path plan = folder.resolve("plan.json");

        run(graph).isWritten("--plan-out=" + plan);

        assertThat(plan).content().contains("\"square_node\"");
    }

    @Test
    void row34EmptyTensors() throws IOException {
        GraphProto.Builder graph =
                Net.graph()
                        .addInitializer(Net.floats("none", new float[0], 0, 10))
                        .addNode(Net.node("MatMul", "nothing", "f", "void"))
                        .addInitializer(Net.floats("void", new float[0], 8, 0))
                        .addOutput(Net.value("nothing", Net.FLOAT, -1, 0));
        Path plan = folder.resolve("plan.json");

        run(graph).isWritten("--plan-out=" + plan);

        assertThat(plan).content().contains("\"nothing_node\"", "empty-weight");
    }
}
