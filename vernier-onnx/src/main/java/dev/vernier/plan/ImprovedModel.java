package dev.vernier.plan;

import java.util.List;

/**
 * The float model whose constants accuracy methods changed, and that the scales of a plan are for:
 * a file beside the plan.
 *
 * @param file its name, without a folder
 * @param sha256 digest of its bytes, in hexadecimal
 * @param steps the methods that changed it, in order
 */
public record ImprovedModel(String file, String sha256, List<String> steps) {

    public ImprovedModel {
        steps = List.copyOf(steps);
        if (file.isBlank() || file.contains("/") || file.contains("\\") || file.equals("..")) {
            throw new IllegalArgumentException(
                    "file of an improved model must be a name beside the plan; file=" + file);
        }
    }
}
