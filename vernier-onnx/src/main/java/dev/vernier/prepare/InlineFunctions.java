package dev.vernier.prepare;

import dev.vernier.graph.Function;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Opsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes local functions out where they are called, bodies included:
 *
 * <pre>
 * function my.Gate(a) = { s = Sigmoid(a);  b = Mul(a, s) }
 * [g] y = my.Gate(x)  ->  [g/Sigmoid] g/s = Sigmoid(x);  [g/Mul] y = Mul(x, g/s)
 * </pre>
 *
 * <p>The reference converter loses functions, and quantization sees no weights in them. A function
 * that needs another version of an operator set than the model or has default values for attributes
 * stays, and the note says so.
 */
final class InlineFunctions implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        Map<OpType, Function> inlined = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (Function function : model.functions()) {
            Optional<String> obstacle = obstacle(function, model.graph().opsets());
            if (obstacle.isEmpty()) {
                inlined.put(function.op(), function);
            } else {
                notes.add("function stays: " + function.op() + ", " + obstacle.get());
            }
        }
        if (inlined.isEmpty()) {
            return Prepared.of(model, notes);
        }
        Opsets opsets = joined(model.graph().opsets(), inlined);
        Names names = Names.of(model.graph());
        Graph graph = withOpsets(model.graph(), opsets);
        for (int depth = 0; calls(graph, inlined); depth++) {
            if (depth > inlined.size()) {
                throw new ModelFormatException(
                        "functions must not call themselves; functions=" + inlined.keySet());
            }
            graph = Nested.map(graph, body -> inline(body, inlined, opsets, names));
        }
        return Prepared.of(model.withGraph(graph).withFunctions(kept(model, inlined)), notes);
    }

    private static Optional<String> obstacle(Function function, Opsets opsets) {
        for (Map.Entry<String, Long> needed : function.opsets().versions().entrySet()) {
            Long own = opsets.versions().get(needed.getKey());
            if (own != null && !own.equals(needed.getValue())) {
                return Optional.of(
                        "its operator set must be the model's to be inlined; domain="
                                + needed.getKey()
                                + ", function="
                                + needed.getValue()
                                + ", model="
                                + own);
            }
        }
        return ReferencedAttribute.hasDefaults(function.extras())
                ? Optional.of("it has default values for attributes")
                : Optional.empty();
    }

    private static Opsets joined(Opsets opsets, Map<OpType, Function> functions) {
        Map<String, Long> versions = new LinkedHashMap<>(opsets.versions());
        functions
                .values()
                .forEach(function -> function.opsets().versions().forEach(versions::putIfAbsent));
        return new Opsets(versions);
    }

    private static Graph withOpsets(Graph graph, Opsets opsets) {
        return Nested.map(graph, body -> body.toBuilder().opsets(opsets).build());
    }

    private static boolean calls(Graph graph, Map<OpType, Function> functions) {
        return graph.allNodes().stream().anyMatch(node -> functions.containsKey(node.op()));
    }

    private static Graph inline(
            Graph graph, Map<OpType, Function> functions, Opsets opsets, Names names) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Optional<Function> function = Optional.ofNullable(functions.get(node.op()));
            if (function.isPresent()) {
                nodes.addAll(new FunctionCall(node, function.get(), opsets, names).nodes());
            } else {
                nodes.add(node);
            }
        }
        return graph.toBuilder().nodes(nodes).build();
    }

    /** Functions that stay, and those that they call. */
    private static List<Function> kept(Model model, Map<OpType, Function> inlined) {
        boolean all = inlined.size() == model.functions().size();
        return all ? List.of() : model.functions();
    }
}
