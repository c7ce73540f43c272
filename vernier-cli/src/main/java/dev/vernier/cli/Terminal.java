package dev.vernier.cli;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Properties;

/**
 * What the reader of our output can see.
 *
 * <p>The launcher knows whether it talks to a terminal and says so in system properties; without it
 * we assume a pipe, which is never wrong, only plain.
 *
 * @param live whether standard error is a terminal, so that a line may be rewritten
 * @param color whether standard output and standard error may be coloured
 * @param unicode whether lines, arrows and Greek letters arrive
 * @param columns the width to lay text out for
 */
public record Terminal(boolean live, boolean color, boolean unicode, int columns) {

    /** A pipe or a file that takes Unicode. */
    public static final Terminal PLAIN = new Terminal(false, false, true, 80);

    private static final int NARROWEST = 60;
    private static final int WIDEST = 120;

    public Terminal {
        columns = Math.min(Math.max(columns, NARROWEST), WIDEST);
    }

    static Terminal detect(Map<String, String> environment, Properties properties) {
        boolean live = Boolean.parseBoolean(properties.getProperty("vernier.terminal.err"));
        boolean output = Boolean.parseBoolean(properties.getProperty("vernier.terminal.out"));
        boolean color =
                output
                        && live
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        int columns = output ? Integer.getInteger("vernier.terminal.columns", 80) : 80;
        return new Terminal(live, color, charset(properties).newEncoder().canEncode('─'), columns);
    }

    /** The charset of standard output: UTF-8 nearly everywhere, ASCII in the C locale. */
    static Charset charset(Properties properties) {
        String name =
                properties.getProperty(
                        "stdout.encoding",
                        properties.getProperty("native.encoding", Charset.defaultCharset().name()));
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }
}
