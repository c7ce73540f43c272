package dev.vernier.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command tree: {@code vernier} alone prints the help as a usage error. */
@Command(
        name = "vernier",
        versionProvider = Versions.class,
        header = {
            "Quantizes ONNX models: a float model and sample inputs in, an INT8 model out.",
            "",
            "Examples:",
            "  vernier quantize model.onnx --data calibration.npz",
            "  vernier explain --range -1:3 --bits 3"
        },
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands (vernier COMMAND --help tells more):%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:done, but a limit that you set was not met",
            "2:the command line is wrong",
            "65:a model or data file is bad or not supported",
            "66:an input file is missing",
            "70:a mistake in Vernier",
            "71:out of memory",
            "73:the output exists (--force replaces it)",
            "74:reading or writing failed",
            "124:not done within --timeout",
            "130, 143:interrupted, terminated"
        })
final class VernierCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the versions of Vernier, ONNX Runtime, Java and the CPU.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean version;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }
}
