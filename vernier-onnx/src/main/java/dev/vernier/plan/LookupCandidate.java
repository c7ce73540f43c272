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
 * <p>A small table saves little and its rows (positions, token types) are added to every token, so
 * its error would be everywhere.
 */
final class LookupCandidate {

    private static final long SMALLEST_TABLE_BYTES = 64 * 1024;

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
        if (table.get().data().size() < SMALLEST_TABLE_BYTES) {
            return NodeDecision.plain(
                    node, Reason.SMALL_TABLE, table.get().data().size() + " bytes");
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
}
