package dev.vernier.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.MiniLmFiles;
import dev.vernier.data.DataOptions;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.model.ModelFile;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmTest {

    private static final List<String> SENTENCES =
            List.of(
                    "A vernier reads between the marks.",
                    "Yes.",
                    "The caliper lay on the bench beside a steel rule and three worn drill bits.",
                    "",
                    "Measure twice, cut once, and write the figure down before you forget it.",
                    "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.");

    @Test
    void collectsFromSentencesOfDifferentLength(@TempDir Path folder) throws IOException {
        ModelFile file = ModelFile.read(MiniLmFiles.model(folder));
        Path text = Files.write(folder.resolve("sentences.txt"), SENTENCES);
        Path json = MiniLmFiles.tokenizer(folder);
        Graph graph = file.model().graph();
        Set<String> watched = new TreeSet<>();
        for (Node node : graph.nodes()) {
            if (node.is("MatMul") && graph.constantInput(node, 1).isPresent()) {
                watched.add(node.inputs().get(0));
            }
        }
        ModelDigest digest = new ModelDigest(file.sha256());

        try (Samples samples = Samples.open(text, DataOptions.DEFAULT.withTokenizer(json))) {
            assertThat(lengths(samples, graph)).hasSize(5).doesNotHaveDuplicates();
            StatisticsFile one =
                    collect(
                            file,
                            digest,
                            watched,
                            samples,
                            CollectionOptions.DEFAULT.withThreads(1));
            StatisticsFile two =
                    collect(
                            file,
                            digest,
                            watched,
                            samples,
                            CollectionOptions.DEFAULT.withThreads(2));

            assertThat(one.samples()).isEqualTo(5);
            assertThat(one.tensors().keySet()).containsExactlyElementsOf(watched);
            assertThat(one.tensors().values())
                    .allSatisfy(
                            tensor -> {
                                assertThat(tensor.samples()).isEqualTo(5);
                                assertThat(tensor.nonFinite().total()).isZero();
                            });
            assertThat(two.toBytes()).isEqualTo(one.toBytes());
        }
    }

    private static StatisticsFile collect(
            ModelFile file,
            ModelDigest digest,
            Set<String> watched,
            Samples samples,
            CollectionOptions options)
            throws IOException {
        return Collection.collect(file.model(), file.folder(), digest, watched, samples, options)
                .statistics();
    }

    private static List<String> lengths(Samples samples, Graph graph) throws IOException {
        List<String> lengths = new java.util.ArrayList<>();
        try (SampleCursor cursor = samples.cursor(ModelInputs.of(graph))) {
            for (Optional<Sample> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                lengths.add(next.get().inputs().get("input_ids") + "");
            }
        }
        return lengths;
    }
}
