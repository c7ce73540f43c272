package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ValueInfo;
import java.util.List;

/**
 * Takes weights out of the graph inputs of old files:
 *
 * <pre>
 * IR 3: in x, in w; const w  ->  IR 4: in x; const w
 * </pre>
 *
 * <p>Before IR version 4 every initializer had to be an input too. From 4 on, an initializer that
 * is also an input is a default that the caller may override: it stays, and since it is then no
 * constant the note says so.
 *
 * <p>Source: ONNX IR specification, "Graphs", initializer.
 */
final class SeparateInitializersFromInputs implements ModelStep {

    /** The first IR version in which an initializer need not be an input. */
    private static final long SEPARATE = 4;

    @Override
    public Prepared apply(Model model) {
        Graph graph = model.graph();
        List<ValueInfo> own =
                graph.inputs().stream()
                        .filter(input -> !graph.initializers().containsKey(input.name()))
                        .toList();
        int shared = graph.inputs().size() - own.size();
        if (model.irVersion() < SEPARATE) {
            Graph separated = shared == 0 ? graph : graph.toBuilder().inputs(own).build();
            return Prepared.of(model.withGraph(separated).withIrVersion(SEPARATE));
        }
        return shared == 0
                ? Prepared.of(model)
                : Prepared.of(
                        model,
                        List.of(
                                shared
                                        + " initializers are also graph inputs and may be"
                                        + " overridden by the caller, so they are not treated as"
                                        + " constants; export the model without them among the"
                                        + " inputs to let them be quantized"));
    }
}
