package dev.vernier.cli;

import dev.vernier.graph.Model;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.model.TemporaryFolder;
import dev.vernier.runner.NativeLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs typical commands and throws their output away: the launcher starts it once to archive the
 * classes that commands load and, on a Java that can, how their methods are used, which makes every
 * later start faster.
 *
 * <p>What fails here fails again, and is told, in the command that needs it.
 */
final class WarmUp {

    private WarmUp() {}

    /**
     * Runs all of it in a temporary folder.
     *
     * @param arguments the folder to unpack ONNX Runtime's library into
     */
    public static void main(String[] arguments) throws IOException {
        Console.ofProcess(); // what every start looks at
        if (arguments.length > 0) {
            NativeLibrary.unpack(Path.of(arguments[0]));
        }
        try (TemporaryFolder folder = TemporaryFolder.create("warm-up")) {
            run(folder.path());
        }
    }

    /** Returns the exit code of every command. */
    static List<Integer> run(Path folder) throws IOException {
        String convolution = write(WarmUpModels.convolution(), folder.resolve("convolution.onnx"));
        String transformer = write(WarmUpModels.transformer(), folder.resolve("transformer.onnx"));
        String output = folder.resolve("model.int8.onnx").toString();
        return List.of(
                command("--version"),
                command("--help"),
                command(
                        "quantize",
                        convolution,
                        "--random",
                        "12",
                        "-o",
                        output,
                        "--plan-out",
                        output + ".json"),
                command(
                        "quantize",
                        transformer,
                        "--random",
                        "48",
                        "--effort",
                        "fast",
                        "-o",
                        output,
                        "--force"),
                command("inspect", output, "--json"),
                command("explain", "--range", "-1:3", "--bits", "3", "--svg", output + ".svg"));
    }

    private static String write(Model model, Path file) throws IOException {
        ModelFile.write(file, model, false, OutputFile.Check.NONE);
        return file.toString();
    }

    private static int command(String... words) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Shell.run(new Console(nowhere, nowhere, Terminal.PLAIN), words);
    }
}
