package dev.vernier.prepare.shape;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A whole number as a polynomial with whole coefficients, such as {@code 12*batch*sequence + 1}.
 *
 * <p>In canonical form: like terms are collected, terms are ordered, zero terms are gone. So two
 * expressions are equal exactly if they are the same polynomial, and the text says which.
 *
 * <p>Operations throw {@link ArithmeticException} where a coefficient does not fit a long and
 * {@link NotProven} where there are more than {@value #LARGEST} terms. Immutable.
 */
final class Expression {

    static final Expression ZERO = of(0);
    static final Expression ONE = of(1);

    private static final int LARGEST = 24;

    private final NavigableMap<Monomial, Long> terms;

    private Expression(Map<Monomial, Long> coefficients) {
        this.terms = new TreeMap<>(coefficients);
        terms.values().removeIf(coefficient -> coefficient == 0);
        if (terms.size() > LARGEST) {
            throw new NotProven("expression must have at most " + LARGEST + " terms");
        }
    }

    static Expression of(long value) {
        return new Expression(Map.of(Monomial.ONE, value));
    }

    static Expression of(Atom atom) {
        return new Expression(Map.of(new Monomial(List.of(atom)), 1L));
    }

    /** The length of an axis of that name. */
    static Expression symbol(String name) {
        return of(new Atom.Symbol(name));
    }

    /** The number, if it is one. */
    OptionalLong constant() {
        if (terms.isEmpty()) {
            return OptionalLong.of(0);
        }
        return terms.size() == 1 && terms.firstKey().equals(Monomial.ONE)
                ? OptionalLong.of(constantTerm())
                : OptionalLong.empty();
    }

    boolean is(long value) {
        OptionalLong constant = constant();
        return constant.isPresent() && constant.getAsLong() == value;
    }

    /** The atom, if it is a single one. */
    Optional<Atom> atom() {
        return terms.size() == 1
                        && terms.firstEntry().getValue() == 1
                        && terms.firstKey().atoms().size() == 1
                ? Optional.of(terms.firstKey().atoms().get(0))
                : Optional.empty();
    }

    /** Whether it is known to be at least zero whatever the lengths are. */
    boolean isNonNegative() {
        return terms.entrySet().stream()
                .allMatch(term -> term.getValue() >= 0 && term.getKey().isNonNegative());
    }

    Expression plus(Expression other) {
        Map<Monomial, Long> sum = new TreeMap<>(terms);
        other.terms.forEach((monomial, value) -> sum.merge(monomial, value, Math::addExact));
        return new Expression(sum);
    }

    Expression plus(long value) {
        return plus(of(value));
    }

    Expression minus(Expression other) {
        return plus(other.times(of(-1)));
    }

    Expression times(Expression other) {
        Map<Monomial, Long> product = new TreeMap<>();
        terms.forEach(
                (left, a) ->
                        other.terms.forEach(
                                (right, b) ->
                                        product.merge(
                                                left.times(right),
                                                Math.multiplyExact(a, (long) b),
                                                Math::addExact)));
        return new Expression(product);
    }

    Expression times(long value) {
        return times(of(value));
    }

    /** The quotient, if the division leaves nothing over as polynomials. */
    Optional<Expression> dividedExactlyBy(Expression divisor) {
        if (divisor.terms.isEmpty()) {
            return Optional.empty();
        }
        Monomial leading = divisor.terms.firstKey();
        long coefficient = divisor.terms.firstEntry().getValue();
        Expression quotient = ZERO;
        Expression rest = this;
        while (!rest.terms.isEmpty()) {
            long value = rest.terms.firstEntry().getValue();
            Optional<Monomial> factor = rest.terms.firstKey().dividedBy(leading);
            if (factor.isEmpty() || value % coefficient != 0) {
                return Optional.empty();
            }
            Expression term = new Expression(Map.of(factor.get(), value / coefficient));
            quotient = quotient.plus(term);
            rest = rest.minus(term.times(divisor));
        }
        return Optional.of(quotient);
    }

    /**
     * The largest whole number that is at most this divided by a positive number: whole parts
     * outside, and what is left as one {@link Atom.Quotient} in lowest terms.
     */
    Expression floorDividedBy(long divisor) {
        if (divisor < 1) {
            throw new NotProven("divisor must be positive; divisor=" + divisor);
        }
        Map<Monomial, Long> whole = new TreeMap<>();
        Map<Monomial, Long> part = new TreeMap<>();
        terms.forEach(
                (monomial, value) -> {
                    whole.put(monomial, Math.floorDiv(value, divisor));
                    part.put(monomial, Math.floorMod(value, divisor));
                });
        Expression rest = new Expression(part);
        Expression outside = new Expression(whole);
        return rest.constant().isPresent() ? outside : outside.plus(rest.quotient(divisor));
    }

    /** The quotient of coefficients that are all from 0 to below the divisor, not all constant. */
    private Expression quotient(long divisor) {
        long common = divisor;
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            if (!term.getKey().equals(Monomial.ONE)) {
                common = greatestCommonDivisor(common, term.getValue());
            }
        }
        Map<Monomial, Long> reduced = new TreeMap<>();
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            reduced.put(term.getKey(), Math.floorDiv(term.getValue(), common));
        }
        Expression numerator = new Expression(reduced);
        long denominator = divisor / common;
        Expression variable = numerator.plus(-numerator.constantTerm());
        if (variable.atom().isPresent()
                && variable.atom().get() instanceof Atom.Quotient inner) { // floor(floor(x/a)/b)
            long shift = Math.multiplyExact(numerator.constantTerm(), inner.denominator());
            return inner.numerator()
                    .plus(shift)
                    .floorDividedBy(Math.multiplyExact(inner.denominator(), denominator));
        }
        return of(new Atom.Quotient(numerator, denominator));
    }

    private long constantTerm() {
        return terms.getOrDefault(Monomial.ONE, 0L);
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** The smaller of the two. */
    static Expression minimum(Expression a, Expression b) {
        if (a.minus(b).isNonNegative()) {
            return b;
        }
        if (b.minus(a).isNonNegative()) {
            return a;
        }
        boolean ordered = a.toString().compareTo(b.toString()) < 0;
        return of(ordered ? new Atom.Minimum(a, b) : new Atom.Minimum(b, a));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that && terms.equals(that.terms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(terms);
    }

    /** The canonical text: a number, a name, or a formula. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            long value = term.getValue();
            String sign = value < 0 ? " - " : " + ";
            text.append(text.isEmpty() ? (value < 0 ? "-" : "") : sign);
            if (term.getKey().equals(Monomial.ONE)) {
                text.append(Math.abs(value));
            } else {
                text.append(Math.abs(value) == 1 ? "" : Math.abs(value) + "*");
                text.append(term.getKey());
            }
        }
        return text.isEmpty() ? "0" : text.toString();
    }
}
