package dev.vernier.spark;

import dev.vernier.data.DataException;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.runner.RunException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/**
 * What {@code spark-submit} starts: {@code vernier calibrate} on a cluster. Its exit codes are
 * those of the {@code vernier} command.
 */
public final class Main {

    private static final int BAD_INPUT = 65;
    private static final int NO_INPUT = 66;
    private static final int INTERNAL = 70;
    private static final int OUTPUT_EXISTS = 73;
    private static final int INPUT_OUTPUT = 74;

    private static final List<Class<? extends Exception>> FINDINGS =
            List.of(
                    ModelFormatException.class,
                    UnsupportedModelException.class,
                    DataException.class,
                    RunException.class);

    private Main() {}

    public static void main(String[] arguments) {
        int exitCode = run(arguments);
        if (exitCode != 0) {
            System.exit(exitCode); // not when all is well: the cluster manager waits for the end
        }
    }

    /** Runs one command line in the session that there is, or a new one. */
    static int run(String... arguments) {
        return new CommandLine(new CalibrateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((thrown, line, parsed) -> fail(thrown))
                .execute(arguments);
    }

    private static int fail(Exception thrown) {
        System.err.println("vernier: error: " + message(thrown));
        if (FINDINGS.stream().anyMatch(type -> type.isInstance(thrown))) {
            return BAD_INPUT;
        } else if (thrown instanceof NoSuchFileException) {
            return NO_INPUT;
        } else if (thrown instanceof FileAlreadyExistsException) {
            return OUTPUT_EXISTS;
        } else if (thrown instanceof IOException) {
            return INPUT_OUTPUT;
        }
        thrown.printStackTrace();
        return INTERNAL;
    }

    private static String message(Exception thrown) {
        if (thrown instanceof NoSuchFileException missing) {
            return "no such file: " + missing.getFile();
        } else if (thrown instanceof FileAlreadyExistsException existing) {
            return "the output exists: "
                    + existing.getFile()
                    + "; pass --force to replace it, or name another file";
        }
        return String.valueOf(thrown.getMessage());
    }

    /** The session that spark-submit's settings make. */
    static SparkSession session() {
        return SparkSession.builder().appName("vernier calibrate").getOrCreate();
    }
}
