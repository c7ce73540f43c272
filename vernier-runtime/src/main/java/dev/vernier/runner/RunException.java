package dev.vernier.runner;

import dev.vernier.data.Sample;
import java.util.Optional;

/** A model could not be loaded by the runtime, or a run of it failed. */
public final class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

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
        this.model = model;
        this.node = node;
        this.reason = reason;
    }

    private RunException(String sample, String model, String node, String reason, Throwable cause) {
        super(message(sample, model, node, reason), cause);
        this.model = model;
        this.node = node;
        this.reason = reason;
    }

    private static String message(String sample, String model, String node, String reason) {
        return (sample.isEmpty() ? "" : "sample " + sample + ": ")
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
        return new RunException(sample.name(), model, node, reason, this);
    }
}
