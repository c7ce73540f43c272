package dev.vernier.json;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.NearNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the members of a JSON object and says which one is missing, unknown or of the wrong kind.
 *
 * <p>Every message begins with the place, {@code plan.nodes[3].rule}, and ends with what was found.
 * Not a mapping to objects: what is read is checked by the types it is made into.
 */
public final class JsonFields {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final String path;
    private final JsonNode json;

    /**
     * @param path how messages call the object
     * @throws ModelFormatException if it is no object
     */
    public JsonFields(String path, JsonNode json) {
        this.path = path;
        this.json = json;
        if (!json.isObject()) {
            throw new ModelFormatException(path + " must be a JSON object; found=" + json);
        }
    }

    /**
     * The object that a text holds.
     *
     * @param path how messages call it
     * @throws ModelFormatException if the text is no JSON, no object, names a member twice, or goes
     *     on behind the object
     */
    public static JsonFields parse(String path, String text) {
        try {
            return new JsonFields(path, MAPPER.readTree(text));
        } catch (JacksonException broken) {
            throw new ModelFormatException(
                    "%s must be JSON; %s%s"
                            .formatted(path, broken.getOriginalMessage(), position(broken)),
                    broken);
        }
    }

    private static String position(JacksonException broken) {
        return broken.getLocation() == null
                ? ""
                : ", line=%d, column=%d"
                        .formatted(
                                broken.getLocation().getLineNr(),
                                broken.getLocation().getColumnNr());
    }

    /**
     * Refuses members of other names than these.
     *
     * @throws ModelFormatException at the first; the message has names that are near
     */
    public void requireOnly(Collection<String> known) {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw new ModelFormatException(
                        "%s must have no member '%s'; near names=%s"
                                .formatted(path, name, NearNames.to(name, known.stream())));
            }
        }
    }

    /** The value that a member of a fixed list of words stands for, if it is there. */
    public <T> Optional<T> optionalChoice(String name, Map<String, T> choices) {
        return optionalText(name).map(word -> chosen(name, word, choices));
    }

    /** The value that a member of a fixed list of words stands for. */
    public <T> T choice(String name, Map<String, T> choices) {
        return chosen(name, text(name), choices);
    }

    /** The values that an array of words stands for, each once. */
    public <T> Set<T> choices(String name, Map<String, T> choices) {
        array(name); // must be there
        Set<T> values = new LinkedHashSet<>();
        texts(name).forEach(word -> values.add(chosen(name, word, choices)));
        return values;
    }

    private <T> T chosen(String name, String word, Map<String, T> choices) {
        return Optional.ofNullable(choices.get(word))
                .orElseThrow(
                        () ->
                                malformed(
                                        name,
                                        "one of " + String.join(", ", choices.keySet()),
                                        word));
    }

    /** A copy of the object that may be changed. */
    public ObjectNode copy() {
        return (ObjectNode) json.deepCopy();
    }

    /** A string that must be there. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> malformed(name, "a string", "nothing"));
    }

    /** A string, if it is there. */
    public Optional<String> optionalText(String name) {
        JsonNode found = json.path(name);
        if (found.isMissingNode()) {
            return Optional.empty();
        }
        if (!found.isString()) {
            throw malformed(name, "a string", found.toString());
        }
        return Optional.of(found.stringValue());
    }

    /** An integer that must be there. */
    public int integer(String name) {
        return optionalInteger(name).orElseThrow(() -> malformed(name, "an integer", "nothing"));
    }

    /** An integer, if it is there. */
    public Optional<Integer> optionalInteger(String name) {
        JsonNode found = json.path(name);
        if (found.isMissingNode()) {
            return Optional.empty();
        }
        if (!found.isInt()) {
            throw malformed(name, "an integer", found.toString());
        }
        return Optional.of(found.intValue());
    }

    /** A number that must be there, as the nearest float. */
    public float number(String name) {
        return number(name, json.path(name));
    }

    /** The numbers of an array, each as the nearest float. */
    public List<Float> numbers(String name) {
        List<Float> numbers = new ArrayList<>();
        array(name).forEach(element -> numbers.add(number(name, element)));
        return numbers;
    }

    /** The strings of an array; none where it is missing. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (!json.path(name).isMissingNode()) {
            for (JsonNode element : array(name)) {
                if (!element.isString()) {
                    throw malformed(name, "an array of strings", element.toString());
                }
                texts.add(element.stringValue());
            }
        }
        return texts;
    }

    /** The objects of an array. */
    public List<JsonFields> elements(String name) {
        List<JsonFields> elements = new ArrayList<>();
        for (JsonNode element : array(name)) {
            elements.add(new JsonFields(path + "." + name + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    /** The members of an object of objects, in the order of the file. */
    public Map<String, JsonFields> members(String name) {
        JsonNode found = json.path(name);
        if (!found.isObject()) {
            throw malformed(name, "an object", found.toString());
        }
        Map<String, JsonFields> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : found.properties()) {
            String place = path + "." + name + "." + member.getKey();
            members.put(member.getKey(), new JsonFields(place, member.getValue()));
        }
        return members;
    }

    /** The object of this name. */
    public JsonFields member(String name) {
        return optionalMember(name).orElseThrow(() -> malformed(name, "an object", "nothing"));
    }

    /** The object of this name, if there is one. */
    public Optional<JsonFields> optionalMember(String name) {
        JsonNode found = json.path(name);
        return found.isMissingNode()
                ? Optional.empty()
                : Optional.of(new JsonFields(path + "." + name, found));
    }

    /** What is made of the members; what it refuses is said with the place. */
    public <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException refused) {
            throw new ModelFormatException(path + ": " + refused.getMessage(), refused);
        }
    }

    /** What to throw of a member: its place, the rule, and what was found. */
    public ModelFormatException malformed(String name, String rule, String found) {
        return new ModelFormatException(
                path + "." + name + " must be " + rule + "; found=" + found);
    }

    private JsonNode array(String name) {
        JsonNode found = json.path(name);
        if (!found.isArray()) {
            throw malformed(name, "an array", found.toString());
        }
        return found;
    }

    private float number(String name, JsonNode found) {
        if (!found.isNumber()) {
            throw malformed(name, "a number", found.toString());
        }
        return (float) found.doubleValue(); // too large becomes infinite, which no scale may be
    }
}
