package dev.vernier.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TargetJsonTest {

    @TempDir private Path folder;

    static List<Target> all() {
        return Targets.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyTargetOfTheProductComesBackFromItsFile(Target target) {
        String text = TargetJson.write(target);

        assertThat(TargetJson.read(text)).isEqualTo(target);
        assertThat(TargetJson.write(TargetJson.read(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("all")
    void extendingWithoutMoreChangesTheNameOnly(Target target) {
        Target extended = extending(target.name(), "");

        assertThat(extended.name()).isEqualTo("mine");
        assertThat(TargetJson.write(extended))
                .isEqualTo(TargetJson.write(target).replace(target.name() + "\"", "mine\""));
    }

    @Test
    void whatAFileSaysTakesThePlaceOfWhatItExtends() {
        Target target =
                extending(
                        "avx2",
                        """
                        , "accumulation": "exact",
                        "activations": {"type": "int8"},
                        "weights": {"granularity": "per-tensor"},
                        "biases": "float",
                        "minimumOpset": 17,
                        "operators": {"Sigmoid": null, "Gelu": {"role": "joining"},
                                      "Conv": {"role": "weighted", "output": "float"}}
                        """);

        assertThat(target.accumulation()).isEqualTo(Accumulation.EXACT);
        assertThat(target.activations()).isEqualTo(LinearScheme.INT8_AFFINE);
        assertThat(target.granularity()).isEqualTo(WeightGranularity.PER_TENSOR);
        assertThat(target.biases()).isEqualTo(BiasForm.FLOAT);
        assertThat(target.minimumOpset()).isEqualTo(17);
        assertThat(target.operators())
                .containsEntry("Gelu", new OperatorRole.Joining())
                .containsEntry(
                        "Conv",
                        new OperatorRole.Weighted(WeightLayout.CONVOLUTION, OutputForm.FLOAT))
                .containsEntry("MatMul", Targets.named("avx2").operators().get("MatMul"))
                .doesNotContainKey("Sigmoid");
    }

    @Test
    void wideActivations() {
        Target target =
                extending(
                        "portable",
                        ", \"wideActivations\": {\"types\": [\"uint16\"], \"operators\": [\"Conv\"]}");

        assertThat(target.wide())
                .isEqualTo(new WideActivations(Set.of(IntegerType.UINT16), Set.of("Conv")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{                              | target must be JSON; ",
                "{\"name\": \"a\", \"name\": \"b\"} | target must be JSON; Duplicate",
                "[]                             | target must be a JSON object; found=[]",
                "{\"name\": \"a\"}              | target.schemaVersion must be an integer; found=nothing",
                "{\"schemaVersion\": 2}         | target.schemaVersion must be 1; found=2",
                "{\"schemaVersion\": 1, \"acumulation\": 1} | target must have no member 'acumulation'; near names=[accumulation,",
                "{\"schemaVersion\": 1, \"name\": \"a\"} | target.weights must be an object; found=nothing",
                "{\"schemaVersion\": 1, \"extends\": \"onnx\"} | target.extends must be one of onnxruntime-cpu, portable-cpu, avx512_vnni, avx512, avx2, arm64, tensorrt, portable; found=onnx",
            })
    void whatIsNoTargetIsRefused(String text, String message) {
        assertThatThrownBy(() -> TargetJson.read(text))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"name\": \"a b\"                      | target.name must be of letters, digits, '.', '_' and '-'; found=a b",
                "\"accumulation\": \"wrong\"            | target.accumulation must be one of exact, saturating-pairs; found=wrong",
                "\"accumulation\": 7                    | target.accumulation must be a string; found=7",
                "\"minimumOpset\": 9                    | target: minimum opset must be at least 13",
                "\"minimumOpset\": \"13\"               | target.minimumOpset must be an integer; found=\"13\"",
                "\"activations\": {\"type\": \"int4\"}  | target.activations.type must be one of uint8, int8, uint16, int16; found=int4",
                "\"activations\": {\"typ\": \"int8\"}   | target.activations must have no member 'typ'; near names=[type,",
                "\"activations\": {\"type\": \"int16\"} | target: minimum opset must be at least 21 for 16-bit activations",
                "\"weights\": {\"type\": \"uint8\"}     | target.weights.type must be one of int8; found=uint8",
                "\"weights\": {\"symmetry\": \"affine\"} | target: weights must be int8, symmetric and narrow",
                "\"remainder\": [\"float16\"]           | target: remainder must have float32",
                "\"restrictions\": [\"narow\"]          | target.restrictions must be one of narrow-convolution, vector-product; found=narow",
                "\"wideActivations\": {\"types\": [\"int8\"]} | target.wideActivations.types must be one of int16, uint16; found=int8",
                "\"wideActivations\": {\"types\": [\"int16\"]} | target.wideActivations: wide activations must have both",
                "\"operators\": {\"Sigmoidd\": null}    | target.operators.Sigmoidd must be an operator of onnxruntime-cpu to be taken away; near names=[Sigmoid,",
                "\"operators\": {\"Tanh\": {\"role\": \"join\"}} | target.operators.Tanh.role must be one of weighted,",
                "\"operators\": {\"Tanh\": {\"role\": \"joining\", \"output\": \"float\"}} | target.operators.Tanh must have no member 'output'; near names=[role]",
                "\"operators\": {\"Covn\": {\"role\": \"weighted\", \"output\": \"integer\"}} | near names=[Conv,",
                "\"operators\": {\"Conv\": {\"role\": \"weighted\", \"output\": \"both\"}} | target.operators.Conv.output must be one of integer, float, either; found=both",
                "\"operators\": {\"Add\": {\"role\": \"residual\"}} | target.operators.Add.role must be one of weighted, recurrent, projecting, lookup, joining, saturating, moving, clipping, shunned; found=residual",
            })
    void whatCannotBeIsToldWithItsPlaceAndWhatIsAllowed(String member, String message) {
        assertThatThrownBy(
                        () ->
                                TargetJson.read(
                                        "{\"schemaVersion\": 1, \"extends\": \"onnxruntime-cpu\","
                                                + (member.startsWith("\"name")
                                                        ? ""
                                                        : "\"name\": \"mine\",")
                                                + member
                                                + "}"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void fileIsFoundByItsNameAndNamedInMessages() throws IOException {
        Path file = folder.resolve("mine.json");
        Files.writeString(
                file, "{\"schemaVersion\": 1, \"name\": \"mine\", \"extends\": \"tensorrt\"}");

        assertThat(Targets.of(file.toString()).name()).isEqualTo("mine");
        assertThat(Targets.of("tensorrt")).isSameAs(Targets.TENSORRT);
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> Targets.of(file.toString()))
                .hasMessageStartingWith(file + ": target.schemaVersion must be");
        assertThatThrownBy(() -> Targets.of("tensort"))
                .hasMessage(
                        "target must be one of onnxruntime-cpu, portable-cpu, avx512_vnni, avx512,"
                                + " avx2, arm64, tensorrt, portable, or a file that describes one;"
                                + " target=tensort");
    }

    @Test
    void fileCannotPassForATargetOfTheProduct() throws IOException {
        Path file = folder.resolve("mine.json");
        Files.writeString(file, TargetJson.write(Targets.TENSORRT));
        assertThat(Targets.read(file)).isEqualTo(Targets.TENSORRT);

        Files.writeString(
                file,
                TargetJson.write(Targets.TENSORRT).replace("\"exact\"", "\"saturating-pairs\""));
        assertThatThrownBy(() -> Targets.read(file))
                .hasMessageContaining("target.name must be another, as this one comes with");
    }

    private static Target extending(String base, String more) {
        return TargetJson.read(
                "{\"schemaVersion\": 1, \"name\": \"mine\", \"extends\": \"%s\" %s}"
                        .formatted(base, more));
    }
}
