package dev.vernier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Samples on their way to the processes that run models. */
class SampleStreamTest {

    private static final List<Sample> SAMPLES =
            List.of(sample("a", 1, 2, 3), sample("b", 4, 5, 6), sample("c", 7, 8, 9));

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SampleStream.write(SAMPLES, new DataOutputStream(bytes));

        List<Sample> read =
                SampleStream.read(
                        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(text(read)).isEqualTo(text(SAMPLES));
    }

    @Test
    void batchJoinsTheFirstAxis() {
        List<Sample> batches =
                Batches.of(List.of(withoutStrings(SAMPLES.get(0)), SAMPLES.get(1)), 2);

        assertThat(batches).hasSize(1);
        SampleTensor joined = batches.get(0).inputs().values().iterator().next();
        assertThat(joined.shape()).containsExactly(2, 3);
        assertThat(joined.floats()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aBatchOfOneIsTheSampleAndTooFewAreRepeated() {
        List<Sample> numbers = SAMPLES.stream().map(SampleStreamTest::withoutStrings).toList();

        assertThat(Batches.of(SAMPLES, 1)).isEqualTo(SAMPLES);
        assertThat(Batches.of(numbers, 2)).hasSize(1);
        SampleTensor joined = Batches.of(numbers, 5).get(0).inputs().values().iterator().next();
        assertThat(joined.shape()).containsExactly(5, 3);
        assertThat(joined.floats()).endsWith(7, 8, 9, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void otherLengthsCannotBeJoined() {
        List<Sample> uneven = List.of(sample("a", 1, 2, 3), sample("b", 1, 2));

        assertThatThrownBy(() -> Batches.of(uneven, 2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("input=x, sample=b");
    }

    private static Sample withoutStrings(Sample sample) {
        Map<String, SampleTensor> floats = new LinkedHashMap<>(sample.inputs());
        floats.remove("words");
        return new Sample(sample.name(), floats);
    }

    private static Sample sample(String name, float... values) {
        Map<String, SampleTensor> inputs = new LinkedHashMap<>();
        inputs.put("x", SampleTensor.ofFloats(new long[] {1, values.length}, values));
        if (!name.equals("b") && values.length == 3) {
            inputs.put("words", SampleTensor.ofStrings(new long[] {1}, List.of("\u00e9" + name)));
        }
        return new Sample(name, inputs);
    }

    private static String text(List<Sample> samples) {
        StringBuilder text = new StringBuilder();
        for (Sample sample : samples) {
            text.append(sample.name());
            sample.inputs()
                    .forEach(
                            (name, tensor) ->
                                    text.append(' ')
                                            .append(name)
                                            .append(tensor.type())
                                            .append(List.of(tensor.rank()))
                                            .append(HexFormat.of().formatHex(all(tensor)))
                                            .append(tensor.strings()));
        }
        return text.toString();
    }

    private static byte[] all(SampleTensor tensor) {
        byte[] bytes = new byte[tensor.bytes().remaining()];
        tensor.bytes().get(bytes);
        return bytes;
    }
}
