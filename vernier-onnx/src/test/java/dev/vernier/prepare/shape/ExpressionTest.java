package dev.vernier.prepare.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final Expression A = Expression.symbol("a");
    private static final Expression B = Expression.symbol("b");

    @Test
    void hasOneText() {
        assertThat(A.plus(B).times(A.minus(B))).hasToString("a*a - b*b");
        assertThat(B.times(A).times(12).plus(1)).hasToString("12*a*b + 1");
        assertThat(A.minus(A)).hasToString("0");
        assertThat(A.times(-1).plus(-2)).hasToString("-a - 2");
    }

    @Test
    void dividesExactly() {
        Expression whole = A.times(B).times(384);
        assertThat(whole.dividedExactlyBy(A.times(B).times(12))).contains(Expression.of(32));
        assertThat(A.plus(1).times(B).dividedExactlyBy(A.plus(1))).contains(B);
        assertThat(A.plus(1).dividedExactlyBy(B)).isEmpty();
        assertThat(A.times(3).dividedExactlyBy(Expression.of(2))).isEmpty();
        assertThat(A.dividedExactlyBy(Expression.ZERO)).isEmpty();
    }

    @Test
    void roundsDownInLowestTerms() {
        assertThat(A.plus(-1).floorDividedBy(2).plus(1)).hasToString("floor((a + 1)/2)");
        assertThat(A.times(4).plus(B).plus(5).floorDividedBy(4))
                .hasToString("a + floor((b + 1)/4) + 1");
        assertThat(A.times(2).plus(1).floorDividedBy(4)).hasToString("floor((a)/2)");
        assertThat(A.plus(1).floorDividedBy(2).plus(1).floorDividedBy(2))
                .hasToString("floor((a + 3)/4)");
        assertThatThrownBy(() -> A.floorDividedBy(0)).isInstanceOf(NotProven.class);
    }

    @Test
    void findsTheSmallerWhereItCan() {
        assertThat(Expression.minimum(A, A.plus(B))).isEqualTo(A);
        assertThat(Expression.minimum(A.plus(2), A)).isEqualTo(A);
        assertThat(Expression.minimum(Expression.of(512), A)).hasToString("min(512,a)");
        assertThat(Expression.minimum(A, Expression.of(512)))
                .isEqualTo(Expression.minimum(Expression.of(512), A));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Expression large = Expression.of(Long.MAX_VALUE);
        assertThatThrownBy(() -> large.plus(1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> large.times(A).times(2)).isInstanceOf(ArithmeticException.class);
    }

    /** Whatever is done to expressions, their value is what is done to the values. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void computesWhatItSays(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Map<String, Long> lengths =
                    Map.of("a", (long) random.nextInt(40), "b", (long) random.nextInt(40));
            Expression expression = Expression.of(random.nextInt(5) - 2);
            long value = Formula.value(expression, lengths);
            String context = "seed " + seed + ", round " + round + ", lengths " + lengths;
            for (int step = 0; step < 6; step++) {
                Expression other = random.nextBoolean() ? A : B;
                long otherValue = Formula.value(other, lengths);
                long number = 1L + random.nextInt(6);
                switch (random.nextInt(5)) {
                    case 0 -> {
                        expression = expression.plus(other);
                        value += otherValue;
                    }
                    case 1 -> {
                        expression = expression.minus(other).plus(number);
                        value += number - otherValue;
                    }
                    case 2 -> {
                        expression = expression.times(number);
                        value *= number;
                    }
                    case 3 -> {
                        expression = Expression.minimum(expression, other.plus(number));
                        value = Math.min(value, otherValue + number);
                    }
                    default -> {
                        expression = expression.floorDividedBy(number);
                        value = Math.floorDiv(value, number);
                    }
                }
                assertThat(Formula.value(expression, lengths))
                        .as("%s, expression %s", context, expression)
                        .isEqualTo(value);
                if (expression.isNonNegative()) {
                    assertThat(value).as("%s, expression %s", context, expression).isNotNegative();
                }
            }
            Expression product = expression.times(A.plus(1));
            assertThat(product.dividedExactlyBy(A.plus(1))).as(context).contains(expression);
        }
    }

    @Test
    void broadcastsToWhatASuccessfulRunHas() {
        Expression one = Expression.ONE;
        assertThat(Lengths.broadcast(A, A)).isEqualTo(A);
        assertThat(Lengths.broadcast(one, A)).isEqualTo(A);
        assertThat(Lengths.broadcast(A, Expression.of(7))).isEqualTo(Expression.of(7));
        assertThat(Lengths.broadcast(A, Expression.minimum(A, Expression.of(512)))).isEqualTo(A);
        assertThat(Lengths.broadcast(A, B)).hasToString("broadcast(a,b)");
        assertThat(Lengths.broadcast(B, A)).isEqualTo(Lengths.broadcast(A, B));
        assertThat(Lengths.broadcast(A, Lengths.broadcast(A, B)))
                .isEqualTo(Lengths.broadcast(A, B));
        assertThatThrownBy(() -> Lengths.broadcast(Expression.of(2), Expression.of(3)))
                .isInstanceOf(NotProven.class);
    }
}
