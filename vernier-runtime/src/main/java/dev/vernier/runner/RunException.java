package dev.vernier.runner;

import dev.vernier.data.Sample;
import java.nio.file.Path;
import java.util.Optional;

/** A model could not be loaded by the runtime, or a run of it failed. */
public final class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String context;
    private final String model;
    private final String node;
    private final String reason;

    /**
     * @param model the model's name
     * @param node the node that the runtime names, empty if it names none
     * @param reason what the runtime says
     */
    RunException(String model, String node, String reason, Throwable cause) {
        this("", model, node, reason, cause);
    }

    /** Of a failure in another process. */
    RunException(String model, String node, String reason) {
        super(message("", model, node, reason));
        this.context = "";
        this.model = model;
        this.node = node;
        this.reason = reason;
    }

    private RunException(
            String context, String model, String node, String reason, Throwable cause) {
        super(message(context, model, node, reason), cause);
        this.context = context;
        this.model = model;
        this.node = node;
        this.reason = reason;
    }

    private static String message(String context, String model, String node, String reason) {
        return context
                + "model '"
                + model
                + "'"
                + (node.isEmpty() ? "" : ", node '" + node + "'")
                + ": "
                + reason;
    }

    /** The node that failed, if the runtime names it. */
    public Optional<String> node() {
        return node.isEmpty() ? Optional.empty() : Optional.of(node);
    }

    /** What the runtime says. */
    String reason() {
        return reason;
    }

    /** The same failure, naming the sample that was fed. */
    public RunException of(Sample sample) {
        return within("sample " + sample.name());
    }

    /** The same failure, naming the node where it is. */
    RunException at(String where) {
        return new RunException(context, model, where, reason, this);
    }

    /** The same failure, naming the file that the model was read from. */
    public RunException of(Path file) {
        String path = file.toString();
        return context.contains(path) || reason.contains(path) || model.equals(path)
                ? this
                : within(file.toString());
    }

    private RunException within(String outer) {
        return new RunException(outer + ": " + context, model, node, reason, this);
    }
}
