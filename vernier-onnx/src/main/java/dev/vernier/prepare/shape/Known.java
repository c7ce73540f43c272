package dev.vernier.prepare.shape;

import dev.vernier.graph.ElementType;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a value.
 *
 * @param type its element type
 * @param shape the length of each axis
 * @param elements its elements in C order, each if known; only for few whole numbers or truth
 *     values (false is 0, true is 1)
 */
record Known(
        Optional<ElementType> type,
        Optional<List<Expression>> shape,
        Optional<List<Optional<Expression>>> elements) {

    /** The most elements that are kept track of: shapes and indices have few. */
    static final int MOST_ELEMENTS = 64;

    static final Known NOTHING = new Known(Optional.empty(), Optional.empty(), Optional.empty());

    Known {
        shape = shape.map(List::copyOf);
        elements = elements.map(List::copyOf).filter(list -> list.size() <= MOST_ELEMENTS);
    }

    static Known of(Optional<ElementType> type, List<Expression> shape) {
        return new Known(type, Optional.of(shape), Optional.empty());
    }

    static Known of(ElementType type, List<Expression> shape) {
        return of(Optional.of(type), shape);
    }

    Known withElements(Optional<List<Optional<Expression>>> newElements) {
        return new Known(type, shape, newElements);
    }

    Known withElements(List<Optional<Expression>> newElements) {
        return withElements(Optional.of(newElements));
    }

    Known withType(Optional<ElementType> newType) {
        return new Known(newType, shape, elements);
    }

    Known withShape(List<Expression> newShape) {
        return new Known(type, Optional.of(newShape), elements);
    }

    /** The elements as numbers, if all of them are known to be. */
    Optional<List<Long>> numbers() {
        return elements.filter(
                        all ->
                                all.stream()
                                        .allMatch(
                                                e ->
                                                        e.isPresent()
                                                                && e.get().constant().isPresent()))
                .map(all -> all.stream().map(e -> e.orElseThrow().constant().getAsLong()).toList());
    }
}
