package dev.vernier.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vernier.cli.text.Table.Align;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void alignsColumnsAndCutsTrailingBlanks() {
        Table table =
                Table.of(Align.LEFT, Align.RIGHT, Align.LEFT)
                        .row("name", "size", "")
                        .row("float", "86.2", "")
                        .row("x̂ → int8", "9", "smaller");
        assertThat(table.render("  ", "-").lines())
                .containsExactly(
                        "  name      size",
                        "  --------  ----",
                        "  float     86.2",
                        "  x̂ → int8     9  smaller");
    }

    @Test
    void measuresCellsWithoutTheirColours() {
        Style style = new Style(true);
        Table plain = Table.of(Align.LEFT, Align.LEFT).row("red", "x").row("longer", "x");
        Table styled =
                Table.of(Align.LEFT, Align.LEFT).row(style.red("red"), "x").row("longer", "x");
        assertThat(styled.render("").replaceAll("\u001b\\[\\d*m", "")).isEqualTo(plain.render(""));
    }

    @Test
    void putsDecimalPointsBelowEachOther() {
        Table table =
                Table.of(Align.DECIMAL).row("x").row("-1").row("0.25").row("-12.5").row("none");
        assertThat(table.render("").lines())
                .containsExactly("     x", " -1", "  0.25", "-12.5", "  none");
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.of(Align.LEFT).row("a", "b"))
                .withMessage("row must have one cell a column; cells=2, columns=1");
    }
}
