package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All steps together. */
class PreparationTest {

    private static final PreparationOptions OPSET_13 = new PreparationOptions(13);

    @TempDir private Path folder;

    /** Like an image classifier of 2018: opset 7, IR 3, all initializers among the inputs. */
    @Test
    void preparesAnOldFile() {
        Graph old =
                GraphScript.parse(
                        7,
                        """
                        in x: float[1,3,8,8]
                        in w: float[4,3,3,3]
                        in gamma: float[4]
                        in beta: float[4]
                        in mean: float[4]
                        in variance: float[4]
                        out y: float[1,4,1,1]
                        const w: float[4,3,3,3]
                        const gamma: float[4] = 1 1 1 1
                        const beta: float[4]
                        const mean: float[4]
                        const variance: float[4] = 1 1 1 1
                        c = Conv(x, w) {kernel_shape=[3,3], pads=[1,1,1,1]}
                        n = BatchNormalization(c, gamma, beta, mean, variance)
                        r = Relu(n)
                        d, mask = Dropout(r) {ratio=0.5}
                        p = GlobalAveragePool(d)
                        y = Softmax(p)
                        """);
        Model model = new Model(3, old, List.of(), Map.of("author", "someone"), Extras.NONE);
        Prepared prepared = Preparation.prepare(model, OPSET_13);
        Reference.check(prepared.model());
        assertThat(prepared.model().metadata()).isEqualTo(Map.of("author", "someone"));
        assertThat(prepared.model().irVersion()).isGreaterThanOrEqualTo(4);
        assertThat(prepared.notes()).contains("operator set raised from 7 to 13");
        Golden.assertMatches(
                "Preparation.old_file",
                old + "\n->\n\n" + prepared.model().graph() + "\n" + prepared.applied() + "\n");
    }

    @Test
    void leavesANewEnoughModelAtItsOperatorSet() {
        Graph graph = GraphScript.parse(17, "in x: float[n]\nout y: float[n]\ny = Relu(x)");
        Prepared prepared = Preparation.prepare(Model.of(8, graph), OPSET_13);
        assertThat(prepared.model().graph().opsets().onnx()).isEqualTo(17);
        assertThat(prepared.notes()).isEmpty();
    }

    @Test
    void isDoneWhenItIsDone() {
        Graph graph =
                GraphScript.parse(
                        13,
                        """
                        in x: float[n,2,h,w]
                        out y: float[n,2,h,w]
                        const w0: float[2,2,1,1] = 1 2 3 4
                        const k: float[2,1,1] = 2 3
                        i = Identity(w0)
                        c = Conv(x, i)
                        m = Mul(c, k)
                        l = Concat(m, m) {axis=2}
                        y = MaxPool(l) {kernel_shape=[2,1], strides=[2,1]}
                        """);
        Prepared once = Preparation.prepare(Model.of(8, graph), OPSET_13);
        Prepared twice = Preparation.prepare(once.model(), OPSET_13);
        assertThat(twice.applied()).isEmpty();
        assertThat(twice.model().graph()).hasToString(once.model().graph().toString());
        assertThat(twice.model().graph().valueInfos()).isEqualTo(once.model().graph().valueInfos());
    }

    @Test
    void refusesWhatTheConverterCannotRaise() {
        Graph graph =
                GraphScript.parse(
                        8, "in x: float[1,1,2,2]\nout y: float[1,1,4,4]\ny = NoSuchOperator(x)");
        assertThatThrownBy(() -> Preparation.prepare(Model.of(4, graph), OPSET_13))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("operator set must be at least 13")
                .hasMessageContaining("opset=8")
                .hasMessageContaining("Export the model with opset 13 or newer");
    }

    @Test
    void refusesAScanWithABatchAxis() {
        Graph body = GraphScript.parse(8, "in a: float[2]\nout b: float[2]\nb = Neg(a)");
        Graph graph =
                GraphScript.parse(8, "in x: float[1,3,2]\nout y: float[1,3,2]").toBuilder()
                        .node(
                                Node.of(
                                        "scan",
                                        "Scan",
                                        List.of("", "x"),
                                        List.of("y"),
                                        Attribute.of("num_scan_inputs", 1L),
                                        new Attribute.GraphValue("body", body)))
                        .build();
        assertThatThrownBy(() -> Preparation.prepare(Model.of(4, graph), OPSET_13))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Scan had a batch axis before 9");
    }

    @Test
    void theSentenceEncoderHasProvenShapesWhereItsLayersMeet() throws IOException {
        Prepared prepared = Preparation.prepare(sentenceEncoder(), OPSET_13);
        Graph graph = prepared.model().graph();
        List<Pattern> normalizations =
                Patterns.of(graph).all().stream()
                        .filter(pattern -> pattern.kind() == PatternKind.LAYER_NORMALIZATION)
                        .toList();
        assertThat(normalizations).hasSize(13);
        for (Pattern normalization : normalizations.subList(1, 13)) { // the first is no residual
            String input = normalization.nodes().get(0).inputs().get(0);
            assertThat(graph.shape(input)).get().hasToString("[batch_size,sequence_length,384]");
            Node residual = graph.producer(input).orElseThrow();
            assertThat(residual.is("Add")).isTrue();
            assertThat(residual.inputs())
                    .allSatisfy(
                            term ->
                                    assertThat(graph.shape(term))
                                            .get()
                                            .hasToString("[batch_size,sequence_length,384]"));
        }
        assertThat(kinds(graph, PatternKind.ATTENTION)).isEqualTo(6);
        assertThat(kinds(graph, PatternKind.GELU)).isEqualTo(6);
        assertThat(graph.inputs())
                .extracting(ValueInfo::name)
                .containsExactly("input_ids", "attention_mask", "token_type_ids");
    }

    private static long kinds(Graph graph, PatternKind kind) {
        return Patterns.of(graph).all().stream().filter(found -> found.kind() == kind).count();
    }

    private Model sentenceEncoder() throws IOException {
        Path file = folder.resolve("encoder.onnx");
        try (InputStream model =
                Objects.requireNonNull(
                        PreparationTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx"))) {
            Files.copy(model, file);
        }
        return ModelFile.read(file).model();
    }
}
