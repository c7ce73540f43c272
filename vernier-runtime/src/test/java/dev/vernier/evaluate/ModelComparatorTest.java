package dev.vernier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.Quantizer;
import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.runner.RunnerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model against its quantized forms, whoever made them. */
class ModelComparatorTest {

    private static final long SEED = 8;

    @TempDir private Path folder;

    private final List<Sample> samples = TwoProducts.samples(5, SEED);

    @Test
    void modelAgainstItselfLosesNothing() throws IOException {
        ModelComparison same = compare(TwoProducts.floats());

        assertThat(same.samples()).isEqualTo(5);
        assertThat(same.outputs())
                .containsExactly(
                        new OutputComparison("y", Double.POSITIVE_INFINITY, cosine(same), 0, 0));
        assertThat(same.outputs().get(0).cosine()).isCloseTo(1, within(1e-12));
        assertThat(same.agreement()).contains(new RankAgreement("y", 10, 1, 1));
        assertThat(same.unmatched()).isEmpty();
        assertThat(same.tensors())
                .extracting(TensorComparison::tensor)
                .containsExactly("h", "r", "y");
        assertThat(same.tensors())
                .allMatch(t -> t.matchedBy().equals("name") && !t.quantized())
                .allMatch(t -> t.accumulated().errorSquared() == 0)
                .allMatch(t -> t.local().orElseThrow().errorSquared() == 0);
    }

    @Test
    void localErrorIsThatOfTheValuesOwnGroup() throws IOException {
        ModelComparison pairs = compare(TwoProducts.pairs());

        ErrorMeasures local = tensor(pairs, "y").local().orElseThrow();
        ErrorMeasures accumulated = tensor(pairs, "y").accumulated();

        assertClose(local, ownError(true));
        assertClose(accumulated, ownError(false));
        assertThat(local.errorSquared()).isLessThan(accumulated.errorSquared());
        assertThat(accumulated.signalToNoise())
                .isCloseTo(pairs.outputs().get(0).sqnrDecibel(), within(1e-9));
    }

    @Test
    void namesOfThePythonToolAreFoundAgain() throws IOException {
        ModelComparison pairs = compare(TwoProducts.pairs());

        assertThat(pairs.unmatched()).isEmpty();
        assertThat(pairs.tensors())
                .extracting(TensorComparison::tensor)
                .containsExactly("x", "h", "r", "y");
        assertThat(tensor(pairs, "x").op()).isEqualTo("input");
        assertThat(tensor(pairs, "r").quantized()).isTrue();
        assertThat(tensor(pairs, "h").quantized()).isFalse();
    }

    @Test
    void reluInTheRangeOfCodesStandsForItsOutput() throws IOException {
        for (Model model :
                List.of(TwoProducts.pairsWithoutRelu(), TwoProducts.integerOperators())) {
            ModelComparison comparison = compare(model);

            assertThat(comparison.unmatched()).containsExactly("h");
            assertThat(tensor(comparison, "r").local().orElseThrow().signalToNoise())
                    .isGreaterThan(30);
        }
    }

    @Test
    void integerOperatorsLoseWhatTheirPairsLose() throws IOException {
        ModelComparison operators = compare(TwoProducts.integerOperators());
        ModelComparison pairs = compare(TwoProducts.pairsWithoutRelu());

        assertThat(tensor(operators, "r").accumulated().errorSquared())
                .isCloseTo(tensor(pairs, "r").accumulated().errorSquared(), within(1e-6));
        assertThat(tensor(operators, "y").quantized()).isTrue();
        assertThat(tensor(pairs, "y").quantized()).isFalse();
    }

    @Test
    void structureFindsWhatKeptNoName() throws IOException {
        ModelComparison named = compare(TwoProducts.pairs());
        ModelComparison renamed = compare(TwoProducts.renamed(TwoProducts.pairs()));

        assertThat(tensor(renamed, "r").matchedBy()).isEqualTo("structure");
        assertThat(renamed.unmatched()).isEmpty();
        for (TensorComparison tensor : renamed.tensors()) {
            TensorComparison twin = tensor(named, tensor.tensor());
            assertThat(tensor.accumulated()).isEqualTo(twin.accumulated());
            assertThat(tensor.local()).isEqualTo(twin.local());
        }
    }

    @Test
    void whatWeWriteIsFoundWhole() throws IOException {
        Path output = folder.resolve("ours.onnx");
        Quantizer.of(write("float.onnx", TwoProducts.floats()))
                .calibrateWith(Samples.of(samples))
                .writeTo(output);

        ModelComparison ours = compare(output, samples, Optional.empty(), true);

        assertThat(ours.unmatched()).isEmpty();
        assertThat(ours.notes()).isEmpty();
        assertThat(ours.outputs().get(0).sqnrDecibel()).isBetween(25.0, 70.0);
        assertThat(ours.tensors())
                .allSatisfy(
                        tensor -> {
                            assertThat(tensor.local().orElseThrow().signalToNoise())
                                    .isGreaterThan(25);
                            assertThat(tensor.nonFinite()).isZero();
                        });
    }

    @Test
    void orderOfSamplesDoesNotShow() throws IOException {
        List<Sample> reversed = new ArrayList<>(samples);
        Collections.reverse(reversed);
        Path output = write("pairs.onnx", TwoProducts.pairs());
        write("float.onnx", TwoProducts.floats());

        assertThat(compare(output, reversed, Optional.empty(), true))
                .isEqualTo(compare(output, samples, Optional.empty(), true));
    }

    @Test
    void outputsOnlyMeasuresNoInnerValue() throws IOException {
        write("float.onnx", TwoProducts.floats());
        Path output = write("pairs.onnx", TwoProducts.pairs());

        ModelComparison outputs = compare(output, samples, Optional.empty(), false);

        assertThat(outputs.tensors()).isEmpty();
        assertThat(outputs.outputs()).isEqualTo(compare(TwoProducts.pairs()).outputs());
    }

    @Test
    void labelsScoreBothModels() throws IOException {
        write("float.onnx", TwoProducts.floats());
        Path same = write("same.onnx", TwoProducts.floats());
        int[] labels = new int[10];

        TaskScore score =
                compare(same, samples, Optional.of(Labels.of(labels)), false).task().orElseThrow();

        assertThat(score.floatScore()).isEqualTo(score.quantizedScore()).isBetween(0.0, 1.0);
        assertThat(score.samples()).isEqualTo(10);
        assertThatThrownBy(() -> compare(same, samples, Optional.of(Labels.of(1, 2)), false))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("labels must be as many as the samples");
    }

    @Test
    void otherLengthOfAnOutputIsAnErrorWhereItIsDeclared() throws IOException {
        Graph graph = TwoProducts.floats().graph();
        Model narrow =
                Model.of(
                        8,
                        graph.toBuilder()
                                .initializers(
                                        List.of(
                                                graph.initializers().get("w1"),
                                                Tensor.ofFloats(
                                                        "w2", new long[] {4, 1}, 1, 2, 3, 4)))
                                .outputs(List.of(output(2, 1)))
                                .build());

        assertThatThrownBy(() -> compare(narrow))
                .isInstanceOf(QuantizedModelException.class)
                .hasMessageContaining("output must keep its shape; output=y, sample=sample0");
    }

    @Test
    void otherAxesOfAnOutputAreAnError() throws IOException {
        Graph graph = TwoProducts.floats().graph();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(2, nodes.get(2).withOutputs(List.of("product")));
        nodes.add(
                Node.of(
                        "sum",
                        "ReduceMean",
                        List.of("product"),
                        List.of("y"),
                        Attribute.of("keepdims", 0)));
        Graph flat = graph.toBuilder().nodes(nodes).outputs(List.of(output())).build();

        assertThatThrownBy(() -> compare(Model.of(8, flat)))
                .isInstanceOf(QuantizedModelException.class)
                .hasMessageContaining("output must keep its shape; output=y, sample=sample0");
    }

    private static ValueInfo output(long... shape) {
        return ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(shape));
    }

    @Test
    void infinityInTheQuantizedModelIsAnError() throws IOException {
        Graph graph = TwoProducts.floats().graph();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(2, nodes.get(2).withOutputs(List.of("product")));
        nodes.add(Node.of("log", "Log", List.of("product"), List.of("y")));

        assertThatThrownBy(() -> compare(Model.of(8, graph.toBuilder().nodes(nodes).build())))
                .isInstanceOf(QuantizedModelException.class)
                .hasMessageContaining("output must stay finite");
    }

    @Test
    void noSamples() throws IOException {
        write("float.onnx", TwoProducts.floats());
        Path output = write("pairs.onnx", TwoProducts.pairs());

        assertThatThrownBy(() -> compare(output, List.of(), Optional.empty(), true))
                .isInstanceOf(DataException.class);
    }

    /** {@code y} from codes of r: of the float model's r, or of that of x's codes. */
    private ErrorMeasures ownError(boolean isLocal) {
        int rows = samples.size() * TwoProducts.ROWS;
        float[] expected = new float[rows * TwoProducts.CLASSES];
        float[] actual = new float[rows * TwoProducts.CLASSES];
        int size = TwoProducts.ROWS * TwoProducts.CLASSES;
        for (int i = 0; i < samples.size(); i++) {
            float[] x = samples.get(i).inputs().values().iterator().next().floats();
            float[] r = relu(TwoProducts.times(x, true));
            float[] seen = isLocal ? r : relu(TwoProducts.times(coded(x, true), true));
            System.arraycopy(TwoProducts.times(r, false), 0, expected, i * size, size);
            System.arraycopy(
                    TwoProducts.times(coded(seen, false), false), 0, actual, i * size, size);
        }
        return ErrorMeasures.between(expected, actual);
    }

    private static float[] coded(float[] values, boolean isInput) {
        float scale = isInput ? TwoProducts.X_SCALE : TwoProducts.R_SCALE;
        int zeroPoint = isInput ? TwoProducts.MIDDLE : 0;
        float[] coded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            double code = Math.rint(values[i] / scale) + zeroPoint;
            coded[i] = (float) (Math.min(Math.max(code, 0), 255) - zeroPoint) * scale;
        }
        return coded;
    }

    private static float[] relu(float[] values) {
        float[] positive = values.clone();
        for (int i = 0; i < positive.length; i++) {
            positive[i] = Math.max(positive[i], 0);
        }
        return positive;
    }

    private static void assertClose(ErrorMeasures actual, ErrorMeasures expected) {
        assertThat(actual.count()).isEqualTo(expected.count());
        assertThat(actual.signalToNoise()).isCloseTo(expected.signalToNoise(), within(0.01));
        assertThat(actual.largestError()).isCloseTo(expected.largestError(), within(1e-5));
    }

    private static double cosine(ModelComparison comparison) {
        return comparison.outputs().get(0).cosine();
    }

    private static TensorComparison tensor(ModelComparison comparison, String name) {
        return comparison.tensors().stream()
                .filter(tensor -> tensor.tensor().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ModelComparison compare(Model quantized) throws IOException {
        write("float.onnx", TwoProducts.floats());
        return compare(write("other.onnx", quantized), samples, Optional.empty(), true);
    }

    private ModelComparison compare(
            Path quantized, List<Sample> given, Optional<Labels> labels, boolean tensors)
            throws IOException {
        return new ModelComparator(
                        folder.resolve("float.onnx"),
                        quantized,
                        RunnerOptions.DEFAULT.withThreads(1))
                .compare(
                        Samples.of(given), OptionalInt.empty(), labels, tensors, (done, all) -> {});
    }

    private Path write(String name, Model model) throws IOException {
        Path file = folder.resolve(name);
        ModelFile.write(file, model, true, OutputFile.Check.NONE);
        return file;
    }
}
