package dev.vernier.plan;

import dev.vernier.graph.ModelFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Reads the members of a JSON object and says which one is missing or of the wrong kind. */
final class PlanFields {

    private final String path;
    private final JsonNode json;

    /**
     * @param path how messages call the object
     */
    PlanFields(String path, JsonNode json) {
        this.path = path;
        this.json = json;
        if (!json.isObject()) {
            throw new ModelFormatException(path + " must be a JSON object; found=" + json);
        }
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> malformed(name, "a string", "nothing"));
    }

    Optional<String> optionalText(String name) {
        JsonNode found = json.path(name);
        if (found.isMissingNode()) {
            return Optional.empty();
        }
        if (!found.isString()) {
            throw malformed(name, "a string", found.toString());
        }
        return Optional.of(found.stringValue());
    }

    int integer(String name) {
        return optionalInteger(name).orElseThrow(() -> malformed(name, "an integer", "nothing"));
    }

    Optional<Integer> optionalInteger(String name) {
        JsonNode found = json.path(name);
        if (found.isMissingNode()) {
            return Optional.empty();
        }
        if (!found.isInt()) {
            throw malformed(name, "an integer", found.toString());
        }
        return Optional.of(found.intValue());
    }

    float number(String name) {
        return number(name, json.path(name));
    }

    List<Float> numbers(String name) {
        List<Float> numbers = new ArrayList<>();
        array(name).forEach(element -> numbers.add(number(name, element)));
        return numbers;
    }

    /** The strings of an array; none where it is missing. */
    List<String> texts(String name) {
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

    List<PlanFields> elements(String name) {
        List<PlanFields> elements = new ArrayList<>();
        for (JsonNode element : array(name)) {
            elements.add(new PlanFields(path + "." + name + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    /** The members of an object of objects, in the order of the file. */
    Map<String, PlanFields> members(String name) {
        JsonNode found = json.path(name);
        if (!found.isObject()) {
            throw malformed(name, "an object", found.toString());
        }
        Map<String, PlanFields> members = new LinkedHashMap<>();
        found.properties()
                .forEach(
                        member ->
                                members.put(
                                        member.getKey(),
                                        new PlanFields(
                                                path + "." + name + "." + member.getKey(),
                                                member.getValue())));
        return members;
    }

    /** The object of this name, if there is one. */
    Optional<PlanFields> optionalMember(String name) {
        JsonNode found = json.path(name);
        return found.isMissingNode()
                ? Optional.empty()
                : Optional.of(new PlanFields(path + "." + name, found));
    }

    /** What is made of the members; what it refuses is said with the place. */
    <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException refused) {
            throw new ModelFormatException(path + ": " + refused.getMessage(), refused);
        }
    }

    ModelFormatException malformed(String name, String rule, String found) {
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
