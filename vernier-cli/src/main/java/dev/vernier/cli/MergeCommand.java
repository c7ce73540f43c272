package dev.vernier.cli;

import dev.vernier.StatisticsFiles;
import dev.vernier.collect.RangeHints;
import dev.vernier.model.OutputFile;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
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

/** The command line of {@code vernier merge}: many statistics files in, one out. */
@Command(
        name = "merge",
        header = {
            "Merges statistics of one model into those of all their samples, exactly.",
            "",
            "Examples:",
            "  vernier merge monday.stats tuesday.stats -o week.stats",
            "  vernier merge week.stats --export calibration.cache --calibrator entropy"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class MergeCommand implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "STATS",
            description = "Files of vernier calibrate, each over its own samples, in any order.")
    private List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "STATS",
            description = "The statistics file to write; may be left out with --export.")
    private Optional<Path> output = Optional.empty();

    @Mixin private ExportArgument export = new ExportArgument();

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    MergeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        check();
        StatisticsFile merged = StatisticsFiles.merge(files);
        if (output.isPresent()) {
            StatisticsFiles.write(output.get(), merged, force);
        }
        export.write(spec.commandLine(), merged, force);
        List<String> hints = RangeHints.of(merged);
        session.warn(hints);
        new StatisticsReceipt(export.filesAfter(output), merged, hints)
                .tell("merge", session, Figures.count(files.size(), "file"));
        return ExitCode.OK;
    }

    private void check() throws IOException {
        if (output.isEmpty() && !export.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "a file to write must be given: -o STATS or --export FILE");
        }
        if (output.isPresent()) {
            OutputFile.requireWritable(output.get(), force);
        }
        export.check(spec.commandLine(), force);
    }
}
