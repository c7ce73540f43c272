package dev.vernier.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * One HTML file with everything in it: style, script and the record as JSON.
 *
 * <p>Opens from disk, asks nobody for anything, and a content security policy says so. The record
 * is the only thing that differs from page to page; it stands in a data block, where {@code <} and
 * the two line separators that end a script line are escaped, and the script puts names into text
 * nodes only. So a name cannot become markup; and were it, the policy names the one style and the
 * one script that may run by their digests.
 *
 * <p>At most {@value #MOST_BYTES} bytes up to about a thousand layers: the drawings of a large
 * model become coarser, see {@link PageBudget}.
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

    /** What mail and chat still carry. */
    static final int MOST_BYTES = 1_000_000;

    private ReportPage() {}

    /** The page of a record. */
    public static String html(RunRecord run) {
        StringBuilder script = new StringBuilder("(() => {\n\"use strict\";\n");
        SCRIPTS.forEach(name -> script.append(resource("script/" + name)));
        script.append("})();\n");
        String style = resource("style.css");
        String frame =
                resource("page.html")
                        .replace("STYLE-HASH", sha256(style))
                        .replace("SCRIPT-HASH", sha256(script.toString()))
                        .replace("/*STYLE*/", style)
                        .replace("/*SCRIPT*/", script);
        int room = MOST_BYTES - frame.getBytes(StandardCharsets.UTF_8).length;
        return frame.replace(
                "/*DATA*/", PageBudget.fitting(run, room, r -> escaped(RunJson.compact(r))));
    }

    /** As a content security policy names what it lets run. */
    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
