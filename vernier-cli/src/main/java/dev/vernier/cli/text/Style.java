package dev.vernier.cli.text;

/**
 * Emphasis for a terminal, or none: then every method returns its text unchanged.
 *
 * @param enabled whether the reader sees colours
 */
public record Style(boolean enabled) {

    public static final Style NONE = new Style(false);

    public String bold(String text) {
        return wrap("1", text);
    }

    public String faint(String text) {
        return wrap("2", text);
    }

    public String red(String text) {
        return wrap("31", text);
    }

    public String green(String text) {
        return wrap("32", text);
    }

    public String blue(String text) {
        return wrap("34", text);
    }

    private String wrap(String code, String text) {
        return enabled && !text.isBlank() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
