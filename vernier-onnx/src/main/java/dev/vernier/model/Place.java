package dev.vernier.model;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where in a file something stands, for messages: {@code model.onnx > node conv1 > tensor w}. Put
 * into words only when there is something to say.
 *
 * @param outer what it stands in; empty for the file itself
 * @param what the kind of thing
 * @param name its name, may be empty
 */
record Place(Optional<Place> outer, String what, String name) {

    /** Damaged on its way, or by whatever wrote it: nobody can tell which. */
    private static final String MADE_WRONG = "fetch the file again, or mend what exported it";

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_RULE = 1000;

    static Place file(Path path) {
        return new Place(Optional.empty(), "", path.toString());
    }

    /** A model that is not in a file. */
    static Place model() {
        return new Place(Optional.empty(), "", "model");
    }

    Place in(String innerWhat, String innerName) {
        return new Place(Optional.of(this), innerWhat, innerName);
    }

    /** A refusal of what no ONNX model may be. */
    ModelFormatException refuse(String rule) {
        return refuse(rule, MADE_WRONG);
    }

    /**
     * @param remedy how to go on
     */
    ModelFormatException refuse(String rule, String remedy) {
        return new ModelFormatException(
                this + ": " + printable(rule, LONGEST_RULE) + "; " + remedy);
    }

    UnsupportedModelException notSupported(String reason) {
        return new UnsupportedModelException(this + ": " + printable(reason, LONGEST_RULE));
    }

    @Override
    public String toString() {
        String shown = printable(name, LONGEST_NAME);
        String here = what.isEmpty() ? shown : shown.isEmpty() ? what : what + " " + shown;
        return outer.map(place -> place + " > " + here).orElse(here);
    }

    /** Text of a file may be long and may control a terminal. */
    private static String printable(String text, int longest) {
        String end = text.length() > longest ? "..." : "";
        StringBuilder shown = new StringBuilder();
        text.chars()
                .limit(longest)
                .forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.append(end).toString();
    }
}
