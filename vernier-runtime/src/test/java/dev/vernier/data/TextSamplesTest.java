package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSamplesTest {

    private static final Shape TOKENS =
            new Shape(List.of(Dimension.named("batch"), Dimension.named("sequence")));

    private final Path folder;

    TextSamplesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static ModelInputs bert(ElementType type) {
        return Passes.inputs(
                ValueInfo.tensor("input_ids", type, TOKENS),
                ValueInfo.tensor("attention_mask", type, TOKENS));
    }

    private DataOptions options() throws IOException {
        Path json = folder.resolve("tokenizer.json");
        if (!Files.exists(json)) {
            String resource = "/all-minilm-l6-v2-tokenizer.json";
            try (InputStream in = TextSamplesTest.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException(resource + " must be on the class path");
                }
                Files.copy(in, json);
            }
        }
        return DataOptions.DEFAULT.withTokenizer(json);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Sample> read(Path file, DataOptions options) throws IOException {
        try (Samples samples = Samples.open(file, options)) {
            return Passes.all(samples, bert(ElementType.INT64));
        }
    }

    @Test
    void encodesEachLineAtItsOwnLength() throws IOException {
        Path file = write("s.txt", "\uFEFFHello world\n\n  \nHello\r\n");

        List<Sample> samples = read(file, options());

        assertThat(Passes.names(samples)).containsExactly("s.txt:1", "s.txt:4");
        assertThat(samples.get(0).inputs())
                .containsOnlyKeys("input_ids", "attention_mask")
                .containsEntry(
                        "input_ids", SampleTensor.ofLongs(new long[] {1, 4}, 101, 7592, 2088, 102))
                .containsEntry(
                        "attention_mask", SampleTensor.ofLongs(new long[] {1, 4}, 1, 1, 1, 1));
        assertThat(samples.get(1).inputs())
                .containsEntry(
                        "input_ids", SampleTensor.ofLongs(new long[] {1, 3}, 101, 7592, 102));
    }

    @Test
    void cutsAtTheMaximumLength() throws IOException {
        Path file = write("s.txt", "one two three four five six seven eight nine ten");

        assertThat(read(file, options().withMaxLength(6)).get(0).inputs().values())
                .allSatisfy(tensor -> assertThat(tensor.shape()).containsExactly(1, 6));
    }

    @Test
    void feedsModelsThatTakeInt32() throws IOException {
        try (Samples samples = Samples.open(write("s.txt", "Hello"), options())) {
            assertThat(Passes.all(samples, bert(ElementType.INT32)).get(0).inputs())
                    .containsEntry(
                            "input_ids", SampleTensor.ofInts(new long[] {1, 3}, 101, 7592, 102));
        }
    }

    @Test
    void readsACsvColumnByNameOrNumber() throws IOException {
        Path named = write("named.csv", "id,text\n1,\"Hello, world\"\n2,Hello\n");
        Path numbered = write("numbered.csv", "Hello,1\n\"Hello\nworld\",2\n");

        assertThat(Passes.names(read(named, options().withColumn("text"))))
                .containsExactly("named.csv:2", "named.csv:3");
        assertThat(Passes.names(read(numbered, options().withColumn("0"))))
                .containsExactly("numbered.csv:1", "numbered.csv:2");
        assertThat(read(numbered, options().withColumn("0")).get(1).inputs())
                .containsEntry(
                        "input_ids", SampleTensor.ofLongs(new long[] {1, 4}, 101, 7592, 2088, 102));
    }

    @Test
    void refusesAColumnThatIsNotThere() throws IOException {
        Path file = write("named.csv", "id,text\n1,Hello\n");

        assertThatThrownBy(() -> read(file, options().withColumn("sentence")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column=sentence, header=[id, text]");
        assertThatThrownBy(() -> read(file, options().withColumn("5")))
                .isInstanceOf(BadSampleException.class)
                .hasMessageContaining("must have column 5");
    }

    @Test
    void refusesACsvOfSeveralColumnsWithoutAChoice() throws IOException {
        Path file = write("pairs.csv", "one,two,3\n");

        assertThatThrownBy(() -> read(file, options()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("--column");
    }

    @Test
    void readsAJsonField() throws IOException {
        Path file =
                write("s.jsonl", "{\"text\": \"Hello\"}\n{\"text\": \"Hello world\", \"n\": 1}\n");

        assertThat(Passes.names(read(file, options()))).containsExactly("s.jsonl:1", "s.jsonl:2");
    }

    @Test
    void aBadLineIsABadSample() throws IOException {
        Path file = write("s.jsonl", "{\"text\": \"Hello\"}\n{oops\n{\"body\": \"Hello\"}\n");

        assertThatThrownBy(() -> read(file, options()))
                .isInstanceOf(BadSampleException.class)
                .hasMessageStartingWith("s.jsonl:2: line must be JSON");
        assertThat(read(file, options().withBadSamples(70))).hasSize(1);
        assertThatThrownBy(() -> read(file, options().withBadSamples(50)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at most 50 % of 3; bad=2, first: s.jsonl:2");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        Path file = folder.resolve("latin.txt");
        Files.write(file, "Grüße\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> read(file, options()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("text must be UTF-8");
    }

    @Test
    void needsATokenizerThatIsOne() throws IOException {
        Path file = write("s.txt", "Hello");
        Path wrong = write("wrong.json", "{\"model\": 3}");

        assertThatThrownBy(() -> read(file, DataOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("--tokenizer");
        assertThatThrownBy(() -> read(file, DataOptions.DEFAULT.withTokenizer(wrong)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "wrong.json: tokenizer must be a Hugging Face tokenizer.json");
        assertThatThrownBy(
                        () ->
                                read(
                                        file,
                                        DataOptions.DEFAULT.withTokenizer(
                                                folder.resolve("no.json"))))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesModelsThatTakeSomethingElse() throws IOException {
        try (Samples samples = Samples.open(write("s.txt", "Hello"), options())) {
            assertThatThrownBy(() -> Passes.all(samples, Passes.X2))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("needed=[x: float[batch,2]]");
        }
    }

    @Test
    void keepsStandardOutputClean() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            read(write("s.txt", "Hello"), options());
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
