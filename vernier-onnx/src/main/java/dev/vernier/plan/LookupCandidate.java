package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Gather: rows of an embedding table, stored in integers if that saves enough; on a value that
 * changes at run time it only moves.
 *
 * <p>A small table, alone or beside all constants of the graph, saves little, and its rows
 * (positions, token types) are added to every token: its error would be everywhere, and the
 * conversion of its rows takes part of every run.
 */
final class LookupCandidate {

    private static final long SMALLEST_TABLE_BYTES = 64 * 1024;

    /** A table below this part of all constants is a small one. */
    private static final long SMALLEST_PART = 64;

    private LookupCandidate() {}

    static NodeDecision of(Node node, Graph graph) {
        Optional<Tensor> table = graph.constantInput(node, 0);
        if (table.isEmpty()) {
            return Candidates.moving(node);
        }
        if (table.get().rank() != 2 || node.attribute("axis", 0L) != 0) {
            return NodeDecision.plain(node, Reason.TABLE_FORM);
        }
        if (table.get().type() != ElementType.FLOAT) {
            return NodeDecision.plain(node, Reason.WEIGHT_TYPE);
        }
        long bytes = table.get().data().size();
        if (bytes < SMALLEST_TABLE_BYTES || bytes < constants(graph) / SMALLEST_PART) {
            return NodeDecision.plain(node, Reason.SMALL_TABLE, bytes + " bytes");
        }
        return new NodeDecision(
                node.name(),
                node.op().toString(),
                Reason.STORED_TABLE,
                "",
                List.of(),
                Optional.of(table.get().name()),
                Optional.empty(),
                Optional.empty());
    }

    private static long constants(Graph graph) {
        return graph.initializers().values().stream().mapToLong(t -> t.data().size()).sum();
    }
}
