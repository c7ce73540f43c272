package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.QuantizationResult;
import dev.vernier.Quantizer;
import dev.vernier.data.Samples;
import dev.vernier.graph.Model;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.sensitivity.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods are tried before nodes go back to float, though none was asked for. */
class RaisedEffortTest {

    private static final long SEED = 43;

    @TempDir private Path folder;

    @Test
    void mendsWhatRangesAloneDestroy() throws IOException {
        UnequalChannels net = new UnequalChannels("HardSwish", 3000, new Random(SEED));

        QuantizationResult result = quantizer(net).writeTo(folder.resolve("mended.onnx"));
        QuantizationResult ranges =
                quantizer(net).floor(OptionalDouble.empty()).writeTo(folder.resolve("ranges.onnx"));

        assertThat(ranges.evaluation().worstSqnr()).as("seed %d", SEED).isLessThan(10);
        assertThat(ranges.improvements()).isEmpty();
        assertThat(result.evaluation().worstSqnr()).as("seed %d", SEED).isGreaterThan(10);
        assertThat(result.improvements()).isNotEmpty();
        assertThat(result.warnings()).anyMatch(warning -> warning.endsWith("[raised-effort]"));
        assertThat(result.budget().orElseThrow().left()).isEmpty();
    }

    @Test
    void triesNothingWhereRangesDo() throws IOException {
        UnequalChannels net = new UnequalChannels("HardSwish", 1, new Random(SEED));

        QuantizationResult result = quantizer(net).writeTo(folder.resolve("good.onnx"));

        assertThat(result.improvements()).isEmpty();
        assertThat(result.warnings()).noneMatch(warning -> warning.endsWith("[raised-effort]"));
    }

    /** A node in float is dear: what methods mend stays in integers. */
    @Test
    void nodesAreSearchedInWhatMethodsMade() throws IOException {
        UnequalChannels net = new UnequalChannels("HardSwish", 3000, new Random(SEED));
        QuantizationResult mended = quantizer(net).writeTo(folder.resolve("mended.onnx"));
        Budget more = Budget.minSqnr(mended.evaluation().worstSqnr() + 3);

        QuantizationResult balanced =
                quantizer(net)
                        .effort(Effort.BALANCED)
                        .budget(more)
                        .writeTo(folder.resolve("balanced.onnx"));
        QuantizationResult ranges =
                quantizer(net).budget(more).writeTo(folder.resolve("ranges.onnx"));

        assertThat(balanced.budget().orElseThrow().isMet()).as("seed %d", SEED).isTrue();
        assertThat(balanced.evaluation().worstSqnr())
                .isGreaterThanOrEqualTo(mended.evaluation().worstSqnr() + 3);
        assertThat(balanced.budget().orElseThrow().left())
                .as("seed %d", SEED)
                .isNotEmpty()
                .hasSizeLessThan(ranges.budget().orElseThrow().left().size());
        assertThat(balanced.improvements())
                .filteredOn(Improvement::kept)
                .extracting(Improvement::step)
                .contains("equalization past curves");
    }

    private Quantizer quantizer(UnequalChannels net) throws IOException {
        Path model = folder.resolve("model.onnx");
        ModelFile.write(model, Model.of(8, net.planned().graph()), true, OutputFile.Check.NONE);
        return Quantizer.of(model)
                .calibrateWith(Samples.of(net.samples()))
                .effort(Effort.FAST)
                .overwrite(true);
    }
}
