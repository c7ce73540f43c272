package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.cli.CommandRun;
import java.util.regex.Pattern;

/** What every refusal of a model or of sample data says: the file, where in it, how to go on. */
final class Refusal {

    private static final int BAD_INPUT = 65;

    /** A node, tensor, sample or offset; or what is said of a file as a whole. */
    private static final Pattern PLACE =
            Pattern.compile(
                    "> (graph|node|initializer|tensor) \\S"
                            + "|node '"
                            + "|\\b(node|input|value|initializer|entry|offset|sample|samples)=\\S"
                            + "|\\.(npz|npy)\\[\\w+]: "
                            + "|\\.(npz|npy|jpg|png): \\w"
                            + "|file must be an ONNX model; it is \\w"
                            + "|(operator set|IR version) must be at most"
                            + "|folder must hold runs of one kind");

    /** An option, a line of its own, or what to do in the imperative at the end. */
    private static final Pattern WAY_ON =
            Pattern.compile(
                    "--[a-z]|\n  \\w"
                            + "|[;:,] (convert|copy|export|fetch|keep|leave|name|quantize|save"
                            + "|unpack|use) "
                            + "|\\. (Export|Store) "
                            + "|must hold (runs of one kind|at least one sample, better \\d)");

    private Refusal() {}

    /** Holds a run that must be refused for a file against what is promised. */
    static void assertWhole(CommandRun run, String file) {
        assertThat(run.err()).contains(file).containsPattern(PLACE).containsPattern(WAY_ON);
        assertThat(run.err()).doesNotContain("internal error", "\tat ");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(BAD_INPUT);
        assertThat(run.out()).isEmpty();
    }
}
