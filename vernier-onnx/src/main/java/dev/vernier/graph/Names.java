package dev.vernier.graph;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Hands out names that nothing in a graph uses yet. Not thread-safe. */
public final class Names {

    private final Set<String> used;

    private Names(Set<String> used) {
        this.used = used;
    }

    /** Avoids every name of the graph and its subgraphs. */
    public static Names of(Graph graph) {
        return new Names(new HashSet<>(graph.names()));
    }

    /** Hands these names out no more. */
    void take(Collection<String> names) {
        used.addAll(names);
    }

    /** The wish itself if it is free, else the wish with the first free number behind it. */
    public String fresh(String wish) {
        String name = wish;
        for (int i = 1; !used.add(name); i++) {
            name = wish + "_" + i;
        }
        return name;
    }
}
