package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Range;
import dev.vernier.prepare.Pattern;
import dev.vernier.prepare.PatternKind;
import dev.vernier.prepare.Patterns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds how far the readers of a value tell numbers apart: HardSwish is 0 for all that is below -3,
 * so a scale that reaches further down wastes its codes.
 *
 * <pre>
 * Relu                x >= 0              exact
 * Clip                its bounds          exact
 * HardSwish           x >= -3             exact
 * HardSigmoid         -b/a to (1-b)/a     exact
 * Sigmoid, Tanh       -8 to 8, -4.5 to 4.5    beyond, the result moves by less than 0.0004
 * SiLU, GELU          x >= -8, x >= -4.5      beyond, the result is above -0.003
 * </pre>
 *
 * <p>A value has bounds only if all that read it have; the widest count.
 */
final class Saturation {

    private record Bounds(float lower, float upper) {

        private static final Bounds NONE =
                new Bounds(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

        private Bounds span(Bounds other) {
            return new Bounds(Math.min(lower, other.lower), Math.max(upper, other.upper));
        }
    }

    private static final Map<String, Bounds> BY_OPERATOR =
            Map.of(
                    "Relu", atLeast(0f),
                    "Sigmoid", new Bounds(-8f, 8f),
                    "Tanh", new Bounds(-4.5f, 4.5f));

    private static final Map<PatternKind, Bounds> BY_PATTERN =
            Map.of(
                    PatternKind.HARD_SWISH, atLeast(-3f),
                    PatternKind.SILU, atLeast(-8f),
                    PatternKind.GELU, atLeast(-4.5f));

    private final Scopes scopes;
    private final Map<Graph, Patterns> patterns = new HashMap<>();

    Saturation(Scopes scopes) {
        this.scopes = scopes;
        scopes.graphs().forEach(graph -> patterns.put(graph, Patterns.of(graph)));
    }

    private static Bounds atLeast(float lower) {
        return new Bounds(lower, Float.POSITIVE_INFINITY);
    }

    /** The part of a value's range that its readers tell apart. */
    Range within(String value, Range range) {
        return scopes.defining(value).map(graph -> within(value, range, graph)).orElse(range);
    }

    private Range within(String value, Range range, Graph graph) {
        List<Node> readers = graph.consumers(value);
        if (readers.isEmpty() || graph.isOutput(value)) {
            return range;
        }
        Patterns found = Optional.ofNullable(patterns.get(graph)).orElseThrow();
        Bounds bounds =
                readers.stream()
                        .map(reader -> bounds(value, reader, graph, found))
                        .reduce(Bounds::span)
                        .orElse(Bounds.NONE);
        float min = Math.max(range.min(), bounds.lower);
        float max = Math.min(range.max(), bounds.upper);
        return min < max ? new Range(min, max) : range;
    }

    private static Bounds bounds(String value, Node reader, Graph graph, Patterns patterns) {
        Optional<Pattern> pattern = patterns.around(reader);
        if (pattern.isPresent()) {
            boolean enters =
                    graph.producer(value).filter(pattern.get().nodes()::contains).isEmpty();
            return enters
                    ? BY_PATTERN.getOrDefault(pattern.get().kind(), Bounds.NONE)
                    : Bounds.NONE;
        }
        if (reader.is("Clip")) {
            return new Bounds(
                    bound(graph, reader, 1, Float.NEGATIVE_INFINITY),
                    bound(graph, reader, 2, Float.POSITIVE_INFINITY));
        }
        if (reader.is("HardSigmoid")) {
            float alpha = reader.attribute("alpha", 0.2f);
            float beta = reader.attribute("beta", 0.5f);
            return alpha > 0 ? new Bounds(-beta / alpha, (1 - beta) / alpha) : Bounds.NONE;
        }
        return reader.op().isOnnx()
                ? BY_OPERATOR.getOrDefault(reader.op().name(), Bounds.NONE)
                : Bounds.NONE;
    }

    /** A bound of a Clip; one that is not known, or not in order, bounds nothing. */
    private static float bound(Graph graph, Node clip, int position, float unbounded) {
        return graph.constantInput(clip, position)
                .filter(tensor -> tensor.elements() == 1)
                .map(Saturation::onlyElement)
                .orElse(unbounded);
    }

    private static float onlyElement(Tensor tensor) {
        return Weights.floats(tensor)[0];
    }
}
