package dev.vernier.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Maps the subgraphs of a node. */
public final class Bodies {

    private Bodies() {}

    /** The node with each body replaced; the node itself where no body changes. */
    public static Node map(Node node, UnaryOperator<Graph> change) {
        List<Attribute> attributes = new ArrayList<>();
        boolean changed = false;
        for (Attribute attribute : node.attributes().values()) {
            Attribute mapped = map(attribute, change);
            changed |= mapped != attribute;
            attributes.add(mapped);
        }
        return changed ? node.withAttributes(attributes) : node;
    }

    private static Attribute map(Attribute attribute, UnaryOperator<Graph> change) {
        if (attribute instanceof Attribute.GraphValue one) {
            Graph mapped = change.apply(one.value());
            return mapped == one.value() ? attribute : new Attribute.GraphValue(one.name(), mapped);
        }
        if (attribute instanceof Attribute.Graphs many) {
            List<Graph> mapped = many.values().stream().map(change).toList();
            return mapped.equals(many.values())
                    ? attribute
                    : new Attribute.Graphs(many.name(), mapped);
        }
        return attribute;
    }
}
