package dev.vernier.runner;

import ai.onnxruntime.OrtException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ONNX Runtime says, as exceptions of ours. */
final class Failures {

    /** {@code Non-zero status code returned while running Conv node. Name:'conv1' Status ...}. */
    private static final Pattern NODE = Pattern.compile("Name:'([^']*)'");

    /** {@code Error code - ORT_FAIL - message: ...}. */
    private static final Pattern PREFIX = Pattern.compile("^Error code - \\w+ - message: ");

    /** What the runtime says when the system gives it no memory. */
    private static final Pattern MEMORY =
            Pattern.compile("bad_alloc|bad allocation|Failed to allocate memory");

    private Failures() {}

    static RunException loading(String model, OrtException cause) {
        return of(model, "ONNX Runtime does not load it: ", cause);
    }

    static RunException running(String model, OrtException cause) {
        return of(model, "ONNX Runtime failed: ", cause);
    }

    private static RunException of(String model, String what, OrtException cause) {
        String message = String.valueOf(cause.getMessage());
        if (MEMORY.matcher(message).find()) {
            throw new OutOfMemoryError(what + message);
        }
        Matcher node = NODE.matcher(message);
        String reason = PREFIX.matcher(message).replaceFirst("").strip();
        return new RunException(model, node.find() ? node.group(1) : "", what + reason, cause);
    }
}
