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

    ModelFormatException refuse(String rule) {
        return new ModelFormatException(this + ": " + rule);
    }

    UnsupportedModelException notSupported(String reason) {
        return new UnsupportedModelException(this + ": " + reason);
    }

    @Override
    public String toString() {
        String here = what.isEmpty() ? name : name.isEmpty() ? what : what + " " + name;
        return outer.map(place -> place + " > " + here).orElse(here);
    }
}
