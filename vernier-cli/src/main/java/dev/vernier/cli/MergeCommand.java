package dev.vernier.cli;

import dev.vernier.StatisticsFiles;
import dev.vernier.collect.RangeHints;
import dev.vernier.model.OutputFile;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code vernier merge}: many statistics files in, one out. */
@Command(
        name = "merge",
        header = {
            "Merges statistics of one model into those of all their samples, exactly.",
            "",
            "Example:",
            "  vernier merge monday.stats tuesday.stats -o week.stats"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class MergeCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(
            arity = "1..*",
            paramLabel = "STATS",
            description = "Files of vernier calibrate, each over its own samples, in any order.")
    private List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "STATS",
            required = true,
            description = "The statistics file to write.")
    private Path output = Path.of("");

    @Option(names = "--force", description = "Replace a file that exists.")
    private boolean force;

    MergeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        OutputFile.requireWritable(output, force);
        StatisticsFile merged = StatisticsFiles.merge(files);
        StatisticsFiles.write(output, merged, force);
        List<String> hints = RangeHints.of(merged);
        session.warn(hints);
        new StatisticsReceipt(output, merged, hints)
                .tell("merge", session, Figures.count(files.size(), "file") + " -> " + output);
        return ExitCode.OK;
    }
}
