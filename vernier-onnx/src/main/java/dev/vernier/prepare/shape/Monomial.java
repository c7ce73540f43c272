package dev.vernier.prepare.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A product of atoms; none is one.
 *
 * <p>Ordered by degree and then by the texts of the atoms (graded lexicographic), which is
 * compatible with multiplication: long division comes to an end.
 *
 * @param atoms in the order of their texts, powers written out
 */
record Monomial(List<Atom> atoms) implements Comparable<Monomial> {

    static final Monomial ONE = new Monomial(List.of());

    Monomial {
        atoms = atoms.stream().sorted(Comparator.comparing(Atom::text)).toList();
    }

    Monomial times(Monomial other) {
        List<Atom> product = new ArrayList<>(atoms);
        product.addAll(other.atoms);
        return new Monomial(product);
    }

    Optional<Monomial> dividedBy(Monomial divisor) {
        List<Atom> rest = new ArrayList<>(atoms);
        for (Atom atom : divisor.atoms) {
            if (!rest.remove(atom)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Monomial(rest));
    }

    boolean isNonNegative() {
        return atoms.stream().allMatch(Atom::isNonNegative);
    }

    /** Greater degree first; among equals the one whose first differing atom comes first. */
    @Override
    public int compareTo(Monomial other) {
        if (atoms.size() != other.atoms.size()) {
            return Integer.compare(other.atoms.size(), atoms.size());
        }
        for (int i = 0; i < atoms.size(); i++) {
            int order = atoms.get(i).text().compareTo(other.atoms.get(i).text());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return atoms.stream().map(Atom::text).collect(Collectors.joining("*"));
    }
}
