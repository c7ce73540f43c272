package dev.vernier.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives other names to values that a body defines itself, so that it can read values of the same
 * names from the graph around it.
 */
public final class LocalNames {

    private final Map<String, String> names;

    private LocalNames(Map<String, String> names) {
        this.names = names;
    }

    /** The body, none of whose own values has one of the wanted names. */
    public static Graph avoid(Graph body, Collection<String> wanted) {
        Names fresh = Names.of(body);
        fresh.take(wanted);
        Map<String, String> clashes = new HashMap<>();
        for (String name : wanted) {
            if (body.defined().contains(name)) {
                clashes.computeIfAbsent(name, fresh::fresh);
            }
        }
        return clashes.isEmpty() ? body : new LocalNames(clashes).rename(body);
    }

    /**
     * The body with other names for values that it defines.
     *
     * @param names old name -> new name, which nothing in the body uses
     */
    public static Graph rename(Graph body, Map<String, String> names) {
        return new LocalNames(names).rename(body);
    }

    private Graph rename(Graph body) {
        ReadRenamer reads = new ReadRenamer(names);
        return body.toBuilder()
                .inputs(values(body.inputs()))
                .outputs(values(body.outputs()))
                .valueInfos(values(body.valueInfos()))
                .initializers(
                        body.initializers().values().stream()
                                .map(tensor -> tensor.withName(name(tensor.name())))
                                .toList())
                .sparseInitializers(body.sparseInitializers().stream().map(this::rename).toList())
                .nodes(body.nodes().stream().map(reads::rename).map(this::writes).toList())
                .build();
    }

    private Node writes(Node node) {
        return node.outputs().stream().anyMatch(names::containsKey)
                ? node.withOutputs(node.outputs().stream().map(this::name).toList())
                : node;
    }

    private List<ValueInfo> values(List<ValueInfo> values) {
        return values.stream()
                .map(value -> new ValueInfo(name(value.name()), value.type(), value.extras()))
                .toList();
    }

    private SparseTensor rename(SparseTensor sparse) {
        return new SparseTensor(
                sparse.values().withName(name(sparse.name())),
                sparse.indices(),
                sparse.dimensions(),
                sparse.extras());
    }

    private String name(String name) {
        return names.getOrDefault(name, name);
    }
}
