package dev.vernier.cli;

import dev.vernier.data.BadSampleException;
import dev.vernier.data.DataException;
import dev.vernier.evaluate.QuantizedModelException;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.plan.SelectionException;
import dev.vernier.runner.RunException;
import dev.vernier.statistics.StatisticsFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * What the user is told when a command fails: what, where and why in the message, then how to go
 * on.
 *
 * @param exitCode one of {@link ExitCode}
 * @param message one sentence, which names the file, node or tensor
 * @param remedy what to do about it, or empty when the message says it all
 */
record Failure(int exitCode, String message, String remedy) {

    /** What a model, its data or its statistics can do wrong. */
    private static final List<Class<? extends Exception>> BAD_INPUT =
            List.of(
                    ModelFormatException.class,
                    UnsupportedModelException.class,
                    SelectionException.class,
                    DataException.class,
                    QuantizedModelException.class,
                    StatisticsFormatException.class);

    /** The failure that {@code thrown} stands for. Exceptions that only wrap another are opened. */
    static Failure of(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        String message = messageOf(cause);
        if (cause instanceof BadSampleException) {
            return new Failure(
                    ExitCode.BAD_INPUT,
                    message,
                    "where few samples are like this one, --on-bad-sample=skip leaves them out");
        } else if (cause instanceof RunException) {
            return new Failure(ExitCode.BAD_INPUT, message, runRemedy(message));
        } else if (BAD_INPUT.stream().anyMatch(type -> type.isInstance(cause))) {
            return new Failure(ExitCode.BAD_INPUT, message, "");
        } else if (cause instanceof NoSuchFileException missing) {
            return new Failure(
                    ExitCode.NO_INPUT,
                    withReason("no such file: " + missing.getFile(), missing),
                    "check the path; it is taken from the current folder");
        } else if (cause instanceof FileAlreadyExistsException existing) {
            return new Failure(
                    ExitCode.OUTPUT_EXISTS,
                    "the output exists: " + existing.getFile(),
                    "pass --force to replace it, or name another file");
        } else if (cause instanceof AccessDeniedException denied) {
            return new Failure(
                    ExitCode.INPUT_OUTPUT,
                    withReason("permission denied: " + denied.getFile(), denied),
                    "check the permissions of the file and its folder");
        } else if (cause instanceof FileSystemException failed) {
            return new Failure(
                    ExitCode.INPUT_OUTPUT,
                    withReason("reading or writing failed: " + failed.getFile(), failed),
                    "check that the folder exists, that it may be written to and has room left");
        } else if (cause instanceof IOException) {
            return new Failure(ExitCode.INPUT_OUTPUT, "reading or writing failed: " + message, "");
        } else if (cause instanceof OutOfMemoryError) {
            return new Failure(
                    ExitCode.OUT_OF_MEMORY,
                    "the memory did not suffice: " + message,
                    "give Java more, for example VERNIER_JAVA_OPTS=-Xmx8g");
        }
        return new Failure(
                ExitCode.INTERNAL,
                "internal error: " + cause.getClass().getSimpleName() + ": " + message,
                "this is a mistake in Vernier; please report it with the output of --verbose");
    }

    private static String runRemedy(String message) {
        return message.contains("--custom-ops")
                ? ""
                : "ONNX Runtime "
                        + Versions.runtime()
                        + " must run the model before anything else can: export it for that version,"
                        + " or check what it is fed";
    }

    private static Throwable unwrap(Throwable thrown) {
        boolean wraps =
                thrown instanceof UncheckedIOException || thrown instanceof ExecutionException;
        Throwable cause = thrown.getCause();
        return wraps && cause != null ? unwrap(cause) : thrown;
    }

    private static String messageOf(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? "no message" : message;
    }

    private static String withReason(String message, FileSystemException exception) {
        String reason = exception.getReason();
        return reason == null ? message : message + " (" + reason + ")";
    }

    /** The text for standard error, without a line feed at the end. */
    String text() {
        return "vernier: error: " + message + (remedy.isEmpty() ? "" : "\n  " + remedy);
    }
}
