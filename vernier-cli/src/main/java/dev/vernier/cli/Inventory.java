package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import java.util.Map;

/** What a file holds, for people and for programs. */
interface Inventory {

    /** Lines for a terminal, the last one ended. */
    String text(Style style);

    /** The same for {@code --json}; numbers are finite. */
    Map<String, Object> json();
}
