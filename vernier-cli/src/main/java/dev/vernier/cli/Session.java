package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import java.util.List;
import java.util.Map;

/**
 * What a command works with: the console, and the options that all commands share.
 *
 * @param settings filled once the command line is parsed
 */
public record Session(Console console, Settings settings) {

    private static final int MOST_WARNINGS = 12;

    /** Prints {@code text} as the result. */
    public void print(String text) {
        console.out().print(text);
    }

    /**
     * Prints {@code result} as the one JSON object of this run.
     *
     * @param result strings, numbers, booleans, lists, maps and records; no NaN and no infinity
     */
    public void printJson(String command, Map<String, ?> result) {
        console.out().println(JsonOutput.of(command, result));
    }

    /** Tells something that is not the result; not with {@code --quiet}. */
    public void note(String text) {
        if (!settings.quiet()) {
            console.err().println("vernier: " + text);
        }
    }

    /** Tells the first of a list of warnings; {@code --json} has them all. */
    public void warn(List<String> warnings) {
        warnings.stream().limit(MOST_WARNINGS).forEach(this::note);
        if (warnings.size() > MOST_WARNINGS) {
            note("and %d more, which --json lists".formatted(warnings.size() - MOST_WARNINGS));
        }
    }

    /** Tells something that only the curious want, with {@code --verbose}. */
    public void detail(String text) {
        if (settings.verbose()) {
            console.err().println("vernier: " + text);
        }
    }

    /** A display of {@code total} steps of the work called {@code task}; silent if quiet. */
    public Progress progress(String task, long total) {
        return new Progress(task, total, console, settings.quiet());
    }

    /** How to write emphasis for this reader. */
    public Style style() {
        return new Style(console.terminal().color());
    }
}
