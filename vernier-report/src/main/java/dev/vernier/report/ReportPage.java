package dev.vernier.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One HTML file with everything in it: style, script and the record as JSON.
 *
 * <p>Opens from disk, asks nobody for anything, and a content security policy says so. The record
 * is the only thing that differs from page to page; it stands in a data block, where {@code <} and
 * the two line separators that end a script line are escaped, and the script puts names into text
 * nodes only. So a name cannot become markup.
 *
 * <p>The same record gives the same page.
 */
public final class ReportPage {

    /** In the order in which they run, inside of one function. */
    private static final List<String> SCRIPTS =
            List.of(
                    "format.js",
                    "elements.js",
                    "overview.js",
                    "profile.js",
                    "table.js",
                    "histogram.js",
                    "neighbourhood.js",
                    "detail.js",
                    "page.js");

    private ReportPage() {}

    /** The page of a record. */
    public static String html(RunRecord run) {
        StringBuilder script = new StringBuilder("(() => {\n\"use strict\";\n");
        SCRIPTS.forEach(name -> script.append(resource("script/" + name)));
        script.append("})();\n");
        return resource("page.html")
                .replace("/*STYLE*/", resource("style.css"))
                .replace("/*SCRIPT*/", script)
                .replace("/*DATA*/", escaped(RunJson.compact(run)));
    }

    /** JSON that can stand inside a script element: still the same JSON. */
    static String escaped(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource must be in the jar; name=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
