package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.IntegerShare;
import dev.vernier.model.ModelFile;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real sentence-embedding model, end to end: sentences of different lengths in, INT8 out. */
class MiniLmQuantizationTest {

    private static final int SENTENCES = 64;

    @TempDir private Path folder;

    @Test
    void embeddingsStayWhereTheyWere() throws IOException {
        Path model = MiniLmFiles.model(folder);
        Path sentences = Files.write(folder.resolve("sentences.txt"), sentences());
        Path output = folder.resolve("minilm.int8.onnx");
        Samples samples = Samples.text(sentences, MiniLmFiles.tokenizer(folder));

        QuantizationResult result = Quantizer.of(model).calibrateWith(samples).writeTo(output);

        IntegerShare share = result.evaluation().integerShare();
        assertThat(share.notFused()).isEmpty();
        assertThat(share.integer()).isEqualTo(share.planned());
        assertThat(Files.size(output)).isLessThan(25_000_000);
        assertThat(meanCosine(model, output, samples)).isGreaterThan(0.97);
    }

    /** Sentences of 1 to 64 words, so that no two have the same shape for long. */
    private static List<String> sentences() {
        String[] words =
                ("the quick brown fox jumps over a lazy dog while seven small boats drift down the"
                                + " river toward an old stone bridge near our quiet village")
                        .split(" ", -1);
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < SENTENCES; i++) {
            StringBuilder sentence = new StringBuilder();
            for (int word = 0; word <= i; word++) {
                sentence.append(words[(i * 7 + word * 3) % words.length]).append(' ');
            }
            sentences.add(sentence.toString().strip());
        }
        return sentences;
    }

    private static double meanCosine(Path model, Path quantized, Samples samples)
            throws IOException {
        double sum = 0;
        int count = 0;
        try (Runner expected = Runners.onnxRuntime(model, RunnerOptions.DEFAULT);
                Runner actual = Runners.onnxRuntime(quantized, RunnerOptions.DEFAULT);
                SampleCursor cursor =
                        samples.cursor(ModelInputs.of(ModelFile.read(model).model().graph()))) {
            Optional<Sample> next = cursor.next();
            while (next.isPresent()) {
                sum += cosine(pooled(expected, next.get()), pooled(actual, next.get()));
                count++;
                next = cursor.next();
            }
        }
        assertThat(count).isEqualTo(SENTENCES);
        return sum / count;
    }

    /** The mean over the tokens; without padding every token counts. */
    private static double[] pooled(Runner runner, Sample sample) {
        RunTensor tokens = runner.run(sample).get("last_hidden_state");
        assertThat(tokens).isNotNull();
        int width = (int) tokens.shape()[2];
        double[] pooled = new double[width];
        for (int i = 0; i < tokens.floats().length; i++) {
            pooled[i % width] += tokens.floats()[i];
        }
        return pooled;
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        return product / Math.sqrt(squareA * squareB);
    }
}
