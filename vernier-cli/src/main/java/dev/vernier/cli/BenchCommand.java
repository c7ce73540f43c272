package dev.vernier.cli;

import dev.vernier.cli.bench.Benchmark;
import dev.vernier.cli.bench.Measurement;
import dev.vernier.data.DataException;
import dev.vernier.data.InventionException;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier bench}: how fast models are, side by side. */
@Command(
        name = "bench",
        header = {
            "Measures how fast models are, side by side: each in a process of its own, in turns.",
            "",
            "Examples:",
            "  vernier bench model.onnx model.int8.onnx --data test.npz",
            "  vernier bench model.onnx model.int8.onnx --random 8 --threads 1 --batch 8"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class BenchCommand implements Callable<Integer> {

    /** More samples than that tell nothing new about speed. */
    private static final int MOST_SAMPLES = 64;

    private static final int PROGRESS_STEPS = 100;

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description = "ONNX models with the same inputs; the others are set against the first.")
    private List<Path> models = List.of();

    @Mixin private DataArguments data = new DataArguments();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Join N samples to one run (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "Measure for S seconds in all (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--operators",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "Show the N operators that take longest, or 0 to leave them out (default:"
                            + " ${DEFAULT-VALUE}).")
    private int operators;

    BenchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        data.check(spec.commandLine());
        require(batch >= 1, "--batch must be at least 1; --batch=" + batch);
        require(seconds > 0, "--seconds must be over 0; --seconds=" + seconds);
        require(operators >= 0, "--operators must be at least 0; --operators=" + operators);
        List<Sample> samples = samples();
        Benchmark benchmark = new Benchmark(data.threads(), seconds, operators > 0);
        List<Measurement> measured;
        try (Progress progress = session.progress("measuring, percent", PROGRESS_STEPS)) {
            measured =
                    benchmark.measure(
                            models,
                            samples,
                            batch,
                            share -> progress.advanceTo(Math.round(PROGRESS_STEPS * share)));
        }
        BenchSummary summary = new BenchSummary(measured, data.threads(), batch, operators);
        if (session.settings().json()) {
            session.printJson("bench", summary.json());
        } else {
            session.print(summary.text(session.style()));
        }
        return ExitCode.OK;
    }

    private void require(boolean kept, String rule) {
        if (!kept) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }

    /** Those of the first model; the others must take the same. */
    private List<Sample> samples() throws IOException {
        List<Sample> read = new ArrayList<>();
        ModelInputs inputs = ModelInputs.of(ModelFile.read(models.get(0)).model().graph());
        for (Path other : models) {
            ModelFile.read(other); // a bad file is told before anything runs
        }
        try (Samples samples = data.samples();
                SampleCursor cursor = samples.cursor(inputs)) {
            Optional<Sample> next = cursor.next();
            while (next.isPresent() && read.size() < Math.max(MOST_SAMPLES, batch)) {
                read.add(next.get());
                next = cursor.next();
            }
        } catch (InventionException e) {
            throw e.of(models.get(0));
        }
        if (read.isEmpty()) {
            throw new DataException("sample data must hold at least one sample; samples=0");
        }
        return read;
    }
}
