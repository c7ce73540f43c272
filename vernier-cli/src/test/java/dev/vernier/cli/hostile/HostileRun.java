package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.vernier.cli.CommandRun;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.model.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs {@code vernier quantize} on a model and holds what came of it against what is promised. */
final class HostileRun {

    private final Path input;
    private final Path output;

    HostileRun(Path input) {
        this.input = input;
        this.output = input.resolveSibling("out.onnx");
    }

    static HostileRun of(Path folder, ModelProto model) throws IOException {
        return new HostileRun(Files.write(folder.resolve("bad.onnx"), model.toByteArray()));
    }

    Path input() {
        return input;
    }

    Path output() {
        return output;
    }

    CommandRun run(String... options) {
        List<String> all = new ArrayList<>(List.of("quantize", input.toString()));
        all.addAll(List.of("--random", "4", "-o", output.toString(), "--force"));
        all.addAll(List.of(options));
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** Must be refused with exit code 65, the file's name and these words, nothing written. */
    CommandRun isRefused(List<String> words, String... options) {
        CommandRun run = run(options);
        Refusal.assertWhole(run, input.toString());
        assertThat(run.err()).contains(words);
        assertThat(files()).noneMatch(name -> name.startsWith(".") || name.contains("out.onnx"));
        return run;
    }

    /** Must succeed, and what it writes must be sound. */
    CommandRun isWritten(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-v");
        CommandRun run = run(all.toArray(String[]::new));
        assertThat(run.err()).doesNotContain("error");
        assertThat(run.exitCode()).isZero();
        Soundness.assertKept(input, output);
        return run;
    }

    Model written() throws IOException {
        return ModelFile.read(output).model();
    }

    /** How many nodes of the output, bodies included, are of an operator. */
    long written(String op) throws IOException {
        return written().graph().allNodes().stream().filter(node -> node.is(op)).count();
    }

    Optional<Node> writtenNode(String name) throws IOException {
        return written().graph().allNodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst();
    }

    private List<String> files() {
        try (Stream<Path> files =
                Files.list(Optional.ofNullable(input.getParent()).orElseThrow())) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
