package dev.vernier.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The inputs of one run of a model.
 *
 * @param name where it comes from, as messages call it: {@code calibration.npz[12]}, {@code
 *     sentences.txt:7}; unique within its data
 * @param inputs tensors by the names of the model's inputs, in a fixed order
 */
public record Sample(String name, Map<String, SampleTensor> inputs) {

    public Sample {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
}
