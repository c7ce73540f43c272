package dev.vernier.runner;

import ai.onnxruntime.OrtException;
import dev.vernier.graph.Model;
import dev.vernier.graph.OpType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What ONNX Runtime says, as exceptions of ours. */
final class Failures {

    /**
     * {@code Non-zero status code returned while running Conv node. Name:'conv1' Status ...},
     * {@code ... for Conv(11) node with name 'conv1'}, {@code ... in node (conv1) is invalid},
     * {@code In Node, ("conv1", ...}.
     */
    private static final Pattern NODE =
            Pattern.compile(
                    "(?:Name:'|node with name ')(?<quoted>[^']*)'"
                            + "|in node \\((?<bracketed>[^)]*)\\)"
                            + "|In Node, \\(\"(?<listed>[^\"]*)\"");

    /** {@code Error code - ORT_FAIL - message: ...}. */
    private static final Pattern PREFIX = Pattern.compile("^Error code - \\w+ - message: ");

    /** {@code /onnxruntime_src/core/graph/model.cc:192 onnxruntime::Model::Model(int) }. */
    private static final Pattern SOURCE =
            Pattern.compile("/onnxruntime_src/\\S+:\\d+ .*?\\) (?=[A-Z])");

    /** {@code ... Rumble(-1) is not a registered function/op}. */
    private static final Pattern UNKNOWN_OPERATOR =
            Pattern.compile("([\\w.]*):(\\w+)\\(-?\\d+\\) is not a registered function/op");

    /** What the runtime says when the system gives it no memory. */
    private static final Pattern MEMORY =
            Pattern.compile("bad_alloc|bad allocation|Failed to allocate memory");

    private Failures() {}

    static RunException loading(String model, OrtException cause) {
        boolean unknown = UNKNOWN_OPERATOR.matcher(String.valueOf(cause.getMessage())).find();
        return of(
                model,
                "ONNX Runtime does not load it: ",
                unknown ? "; --custom-ops LIBRARY loads operators of your own" : "",
                cause);
    }

    /** The same failure with the first node of the operator that it is about, if it names none. */
    static RunException in(Model model, RunException failure) {
        Matcher unknown = UNKNOWN_OPERATOR.matcher(failure.reason());
        if (failure.node().isPresent() || !unknown.find()) {
            return failure;
        }
        OpType op = new OpType(unknown.group(1), unknown.group(2));
        return model.graph().allNodes().stream()
                .filter(node -> node.op().equals(op))
                .findFirst()
                .map(node -> failure.at(node.label()))
                .orElse(failure);
    }

    static RunException running(String model, OrtException cause) {
        return of(model, "ONNX Runtime failed: ", "", cause);
    }

    private static RunException of(String model, String what, String remedy, OrtException cause) {
        String message = String.valueOf(cause.getMessage());
        if (MEMORY.matcher(message).find()) {
            throw new OutOfMemoryError(what + message);
        }
        String reason =
                SOURCE.matcher(PREFIX.matcher(message).replaceFirst("")).replaceAll("").strip();
        return new RunException(model, node(message), what + reason + remedy, cause);
    }

    /** The node that a message names first; empty if it names none. */
    private static String node(String message) {
        Matcher node = NODE.matcher(message);
        return node.find()
                ? Stream.of("quoted", "bracketed", "listed")
                        .flatMap(form -> Optional.ofNullable(node.group(form)).stream())
                        .findFirst()
                        .orElse("")
                : "";
    }
}
