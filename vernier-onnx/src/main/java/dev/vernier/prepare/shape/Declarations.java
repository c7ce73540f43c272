package dev.vernier.prepare.shape;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Between the types that a file declares and what is known of values.
 *
 * <p>A name is trusted to mean one length wherever it stands, unless it is one of the words that
 * exporters write for "unknown". Declared shapes of graph outputs are promises to the caller and
 * not used.
 */
final class Declarations {

    private static final Set<String> NO_NAMES = Set.of("?", "None", "none", "unknown", "-1", "*");

    private final Map<String, ValueInfo> declared = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    Declarations(Graph graph) {
        graph.valueInfos().forEach(info -> declared.put(info.name(), info));
        graph.valueInfos().forEach(this::collectNames);
        graph.inputs().forEach(this::collectNames);
        graph.outputs().forEach(this::collectNames);
    }

    private void collectNames(ValueInfo info) {
        for (Dimension dimension : info.shape().map(Shape::dimensions).orElse(List.of())) {
            if (dimension instanceof Dimension.Named named) {
                names.add(named.name());
            }
        }
    }

    /** The symbol of an axis of which nothing is known: a name that stands nowhere in the file. */
    Expression unknown(String value, int axis) {
        StringBuilder name = new StringBuilder(value + ".axis" + axis);
        while (names.contains(name.toString())) {
            name.append('_');
        }
        return Expression.symbol(name.toString());
    }

    /** What a declaration says. */
    Known of(ValueInfo info) {
        Optional<ElementType> type = info.tensorType().map(TensorType::elementType);
        return info.shape()
                .map(shape -> Known.of(type, lengths(info.name(), shape)))
                .orElse(Known.NOTHING.withType(type));
    }

    private List<Expression> lengths(String value, Shape shape) {
        List<Expression> lengths = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            Dimension dimension = shape.dimension(axis);
            if (dimension instanceof Dimension.Fixed fixed) {
                lengths.add(Expression.of(fixed.length()));
            } else if (dimension instanceof Dimension.Named named
                    && !NO_NAMES.contains(named.name())) {
                lengths.add(Expression.symbol(named.name()));
            } else {
                lengths.add(unknown(value, axis));
            }
        }
        return lengths;
    }

    /** What was derived, and where that says nothing, what the file declares. */
    Known refine(String value, Known derived) {
        Known claim = Optional.ofNullable(declared.get(value)).map(this::of).orElse(Known.NOTHING);
        Known typed = derived.withType(derived.type().or(claim::type));
        if (derived.shape().isEmpty()) {
            return claim.shape().map(typed::withShape).orElse(typed);
        }
        if (claim.shape().filter(s -> s.size() == derived.shape().get().size()).isEmpty()) {
            return typed;
        }
        List<Expression> lengths = new ArrayList<>(derived.shape().get());
        for (int axis = 0; axis < lengths.size(); axis++) {
            if (lengths.get(axis).equals(unknown(value, axis))) {
                lengths.set(axis, claim.shape().get().get(axis));
            }
        }
        return typed.withShape(lengths);
    }

    /** The declaration to write, if type and rank are known. */
    Optional<ValueInfo> describe(String value, Known known) {
        if (known.type().isEmpty() || known.shape().isEmpty()) {
            return Optional.empty();
        }
        Optional<ValueInfo> old = Optional.ofNullable(declared.get(value));
        List<Dimension> claim =
                old.flatMap(ValueInfo::shape).map(Shape::dimensions).orElse(List.of());
        List<Dimension> dimensions = new ArrayList<>();
        for (Expression length : known.shape().get()) {
            Optional<Dimension> same = claim.stream().skip(dimensions.size()).findFirst();
            dimensions.add(dimension(length, same.orElse(Dimension.UNKNOWN)));
        }
        Shape shape = new Shape(dimensions);
        Extras extras = old.map(ValueInfo::extras).orElse(Extras.NONE);
        Extras typeExtras =
                old.flatMap(ValueInfo::tensorType).map(TensorType::extras).orElse(Extras.NONE);
        return Optional.of(
                new ValueInfo(
                        value,
                        new TensorType(known.type().get(), Optional.of(shape), typeExtras),
                        extras));
    }

    /**
     * A formula that reads like one of the file's own names is left out, as it may mean another
     * length, unless the file has it at this very place.
     */
    private Dimension dimension(Expression length, Dimension claim) {
        if (length.constant().isPresent()) {
            long value = length.constant().getAsLong();
            return value < 0 ? Dimension.UNKNOWN : Dimension.of(value);
        }
        Dimension named = Dimension.named(length.toString());
        boolean symbol = length.atom().filter(a -> a instanceof Atom.Symbol).isPresent();
        return symbol || named.equals(claim) || !names.contains(length.toString())
                ? named
                : Dimension.UNKNOWN;
    }
}
