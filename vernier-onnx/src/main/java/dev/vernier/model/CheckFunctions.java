package dev.vernier.model;

import dev.vernier.graph.Function;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.NodeOrder;
import dev.vernier.graph.OpType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Local functions are defined once and do not call themselves, directly or through others. */
final class CheckFunctions implements ModelCheck {

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        Set<OpType> defined = new HashSet<>();
        for (Function function : model.functions()) {
            if (!defined.add(function.op())) {
                throw file.notSupported(
                        "overloads of local functions are not supported; function="
                                + function.op());
            }
            Set<String> names = new HashSet<>(function.attributes());
            if (names.size() < function.attributes().size()) {
                throw file.in("function", function.op().toString())
                        .refuse("attribute names must be unique; names=" + function.attributes());
            }
        }
        try {
            NodeOrder.sort(model.functions().stream().map(f -> calls(f, defined)).toList());
        } catch (IllegalArgumentException e) {
            throw file.refuse("local functions must not be recursive; " + e.getMessage());
        }
    }

    /** A node that reads the functions that are called and writes the function itself. */
    private static Node calls(Function function, Set<OpType> defined) {
        List<Node> nodes = new ArrayList<>(function.nodes());
        Set<String> called = new LinkedHashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (defined.contains(node.op())) {
                called.add(node.op().toString());
            }
            nodes.addAll(
                    node.subgraphs()
                            .flatMap(body -> body.nodes().stream())
                            .collect(Collectors.toList()));
        }
        String name = function.op().toString();
        return Node.of(name, "Function", List.copyOf(called), List.of(name));
    }
}
