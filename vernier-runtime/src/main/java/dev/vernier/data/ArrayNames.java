package dev.vernier.data;

import dev.vernier.graph.ValueInfo;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which array of a file feeds which input of a model: the one of the same name. */
final class ArrayNames {

    private ArrayNames() {}

    /**
     * Matches arrays to inputs by name. A single array for a model with a single input is taken
     * whatever its name, with a note; arrays that no input wants are noted and left alone.
     *
     * @param where the file, for messages
     * @param arrays the names in the file
     * @return the array's name by the input's name, in the order of the model
     * @throws DataException if an input that needs one has no array
     */
    static Map<String, String> match(
            String where, Set<String> arrays, ModelInputs inputs, Collection<String> notes) {
        Map<String, String> matched = new LinkedHashMap<>();
        for (ValueInfo input : inputs.required()) {
            if (arrays.contains(input.name())) {
                matched.put(input.name(), input.name());
            } else if (arrays.size() == 1 && inputs.only().isPresent()) {
                String array = arrays.iterator().next();
                matched.put(input.name(), array);
                notes.add(
                        "array '%s' feeds input '%s', the only one".formatted(array, input.name()));
            } else {
                throw new DataException(
                        "%s: arrays must have the names of the model's inputs; found=%s, needed=[%s];"
                                        .formatted(where, arrays, inputs.describe())
                                + " save them under these");
            }
        }
        for (ValueInfo input : inputs.optional()) {
            if (arrays.contains(input.name())) {
                matched.put(input.name(), input.name());
            }
        }
        for (String array : arrays) {
            if (!matched.containsValue(array)) {
                notes.add("array '%s' is no input of the model: ignored".formatted(array));
            }
        }
        return matched;
    }
}
