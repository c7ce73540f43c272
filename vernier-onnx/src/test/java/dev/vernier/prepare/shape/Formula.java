package dev.vernier.prepare.shape;

import java.util.Map;

/** Evaluates the text of an {@link Expression}, by the definition of each symbol in it. */
final class Formula {

    private final String text;
    private final Map<String, Long> lengths;
    private int at;

    private Formula(String text, Map<String, Long> lengths) {
        this.text = text.replace(" ", "");
        this.lengths = lengths;
    }

    static long value(Expression expression, Map<String, Long> lengths) {
        Formula formula = new Formula(expression.toString(), lengths);
        long value = formula.sum();
        if (formula.at != formula.text.length()) {
            throw new IllegalArgumentException(expression + " at " + formula.at);
        }
        return value;
    }

    private long sum() {
        long value = accept("-") ? -product() : product();
        while (true) {
            if (accept("+")) {
                value += product();
            } else if (accept("-")) {
                value -= product();
            } else {
                return value;
            }
        }
    }

    private long product() {
        long value = factor();
        while (accept("*")) {
            value *= factor();
        }
        return value;
    }

    private long factor() {
        if (accept("floor((")) {
            long numerator = sum();
            expect(")/");
            long denominator = factor();
            expect(")");
            return Math.floorDiv(numerator, denominator);
        }
        if (accept("min(")) {
            long first = sum();
            expect(",");
            long second = sum();
            expect(")");
            return Math.min(first, second);
        }
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        Long length = lengths.get(word);
        return length != null ? length : Long.parseLong(word);
    }

    private boolean accept(String symbol) {
        boolean found = text.startsWith(symbol, at);
        at += found ? symbol.length() : 0;
        return found;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw new IllegalArgumentException(text + " must have " + symbol + " at " + at);
        }
    }
}
