package dev.vernier.runner;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * In what form a run gives a watched value of a body, and how to get all that the body computed
 * along its first axis:
 *
 * <pre>
 * If      (n, c, ...)                         as it is; nothing of a branch that did not run
 * Scan    (iterations, n, c, ...)         ->  (iterations n, c, ...)
 * Loop    all elements in one dimension   ->  (iterations n, c, ...)    c, ... from the graph
 * </pre>
 *
 * <p>Of a Loop as much as {@link LoopRecord} keeps whole. A value of the graph itself is as it is.
 *
 * @param flat whether a Loop is around it
 * @param scans how many Scans are
 * @param inner what is known of its shape in the body
 */
public record LiftedForm(boolean flat, int scans, Optional<Shape> inner) {

    /** The form of a value that the graph, or a body in it, defines. */
    public static LiftedForm of(Graph graph, String value) {
        List<String> around = around(graph, value).orElse(List.of());
        return new LiftedForm(
                around.contains("Loop"),
                (int) around.stream().filter("Scan"::equals).count(),
                Scopes.of(graph).defining(value).flatMap(body -> body.shape(value)));
    }

    /** The operators whose bodies a value is in. */
    private static Optional<List<String>> around(Graph graph, String value) {
        if (graph.defined().contains(value)) {
            return Optional.of(List.of());
        }
        for (Node node : graph.nodes()) {
            Optional<List<String>> inside =
                    node.subgraphs().flatMap(body -> around(body, value).stream()).findFirst();
            if (inside.isPresent()) {
                List<String> operators = new ArrayList<>(inside.get());
                operators.add(node.op().name());
                return Optional.of(operators);
            }
        }
        return Optional.empty();
    }

    /** All that was computed, as the body has it; empty if its shape is not known. */
    public Optional<RunTensor> inBody(RunTensor found) {
        if (flat) {
            return inner.flatMap(LiftedForm::behindFirst).flatMap(lengths -> cut(found, lengths));
        }
        return scans == 0 ? Optional.of(found) : joined(found);
    }

    /** All that was computed, as rows of so many elements. */
    public Optional<RunTensor> inRows(RunTensor found, int columns) {
        return flat ? cut(found, new long[] {columns}) : Optional.of(found);
    }

    /** The lengths of all axes but the first. */
    private static Optional<long[]> behindFirst(Shape shape) {
        long[] lengths = new long[Math.max(0, shape.rank() - 1)];
        for (int axis = 0; axis < lengths.length; axis++) {
            lengths[axis] = shape.length(axis + 1).orElse(0);
        }
        boolean known = shape.rank() > 0 && Arrays.stream(lengths).allMatch(length -> length > 0);
        return known ? Optional.of(lengths) : Optional.empty();
    }

    /** What a Loop recorded, in parts of this shape. */
    private static Optional<RunTensor> cut(RunTensor found, long[] part) {
        long size = Arrays.stream(part).reduce(1, (a, b) -> a * b);
        long parts = size == 0 ? 0 : Math.min(found.floats().length, LoopRecord.LIMIT) / size;
        float[] whole = Arrays.copyOf(found.floats(), Math.toIntExact(parts * size));
        return parts == 0 ? Optional.empty() : Optional.of(shaped(found, parts, part, whole));
    }

    /** With the axes of the Scans and the first of the value's own as one. */
    private Optional<RunTensor> joined(RunTensor found) {
        long[] shape = found.shape();
        if (shape.length <= scans) {
            return Optional.empty();
        }
        long first = Arrays.stream(shape, 0, scans + 1).reduce(1, (a, b) -> a * b);
        long[] rest = Arrays.copyOfRange(shape, scans + 1, shape.length);
        return Optional.of(shaped(found, first, rest, found.floats()));
    }

    private static RunTensor shaped(RunTensor found, long first, long[] rest, float[] values) {
        long[] shape = new long[rest.length + 1];
        shape[0] = first;
        System.arraycopy(rest, 0, shape, 1, rest.length);
        return RunTensor.ofFloats(found.type(), shape, values);
    }
}
