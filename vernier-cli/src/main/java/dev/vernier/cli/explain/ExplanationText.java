package dev.vernier.cli.explain;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An explanation for a terminal: equations, number line, table of values, losses. */
public final class ExplanationText {

    /** For differences and quotients, whose last digits only show how float32 rounds. */
    private static final int FEWER_DIGITS = 6;

    private final Explanation explanation;
    private final Symbols symbols;
    private final Style style;
    private final int columns;

    private ExplanationText(Explanation explanation, Symbols symbols, Style style, int columns) {
        this.explanation = explanation;
        this.symbols = symbols;
        this.style = style;
        this.columns = columns;
    }

    /**
     * The explanation as lines, each ended by a line feed.
     *
     * @param parts those to show after the title
     * @param unicode whether lines and Greek letters may be used
     * @param columns the width of the number line
     */
    public static String of(
            Explanation explanation, Set<Part> parts, boolean unicode, Style style, int columns) {
        return new ExplanationText(explanation, Symbols.of(unicode), style, columns).text(parts);
    }

    /** What is done, in one line: kind, type, and both ranges. */
    static String title(Explanation explanation) {
        return "%s quantization to %s: [%s, %s] onto the codes %d to %d"
                .formatted(
                        explanation.scheme().isSymmetric() ? "Symmetric" : "Affine",
                        explanation.grid().type(),
                        Numbers.text(explanation.span().min()),
                        Numbers.text(explanation.span().max()),
                        explanation.grid().minCode(),
                        explanation.grid().maxCode());
    }

    private String text(Set<Part> parts) {
        List<String> texts = new ArrayList<>();
        texts.add(style.bold(title(explanation)) + "\n");
        for (Part part : Part.values()) {
            if (parts.contains(part)) {
                texts.add(text(part));
            }
        }
        return String.join("\n", texts);
    }

    private String text(Part part) {
        return switch (part) {
            case EQUATIONS -> Derivation.of(explanation, symbols);
            case LINE -> NumberLine.of(explanation, symbols, columns);
            case VALUES -> values();
            case LOSSES -> style.bold("What is lost") + "\n" + Losses.of(explanation, symbols);
        };
    }

    private String values() {
        Table table =
                Table.of(
                        Align.DECIMAL,
                        Align.DECIMAL,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.DECIMAL,
                        Align.DECIMAL,
                        Align.LEFT);
        String hat = symbols.hat();
        table.row("x", "x / s", "round", "+ z", "x_q", hat, hat + " - x", "");
        for (ExplainedValue value : explanation.values()) {
            table.row(
                    Numbers.text(value.value()),
                    Numbers.text(value.quotient(), FEWER_DIGITS),
                    Numbers.text(value.rounded()),
                    Numbers.text(value.unclamped()),
                    style.bold(Integer.toString(value.code())),
                    Numbers.text(value.result()),
                    Numbers.text(value.error(), FEWER_DIGITS),
                    note(value));
        }
        return table.render("  ", symbols.line());
    }

    private String note(ExplainedValue value) {
        if (value.isClipped()) {
            return style.red("clipped");
        } else if (value.isExact()) {
            return style.green("exact");
        }
        if (value.isTie()) {
            return "half-way: to the even step";
        }
        return value.isNearTie() ? "not quite half-way, as s is a float32" : "";
    }
}
