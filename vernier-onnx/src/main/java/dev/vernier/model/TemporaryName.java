package dev.vernier.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a temporary file tells: what it is going to be, whose it is, and the data file
 * that nobody else needs.
 *
 * <pre>
 * .model.onnx.1c0f66d2-4711-1790000000000-1.vernier-tmp
 * .model.onnx.1c0f66d2-4711-1790000000000-2.1f2e3d4c5b6a7988.vernier-tmp
 * </pre>
 *
 * @param start the name of the output, shortened
 * @param owner the process that made it
 * @param number distinguishes the files of a process
 * @param claim the digits of the data file that goes if this one never becomes a model, or empty
 */
record TemporaryName(String start, FileOwner owner, long number, String claim) {

    /** What the names of temporary files end in. */
    static final String SUFFIX = ".vernier-tmp";

    private static final int LONGEST_START = 160;
    private static final Pattern FORM =
            Pattern.compile(
                    "\\.(.+)\\.([0-9a-f]{8})-(\\d{1,18})-(\\d{1,18})-(\\d{1,18})(?:\\.([0-9a-f]{16}))?"
                            + Pattern.quote(SUFFIX),
                    Pattern.DOTALL);
    private static final AtomicLong COUNT = new AtomicLong();

    /** A new name for a file beside {@code target}. */
    static TemporaryName next(Path target, String claim) {
        return new TemporaryName(start(target), FileOwner.SELF, COUNT.incrementAndGet(), claim);
    }

    /** The name taken apart, if it is one of ours. */
    static Optional<TemporaryName> parse(String name) {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            return Optional.empty();
        }
        FileOwner owner =
                new FileOwner(
                        form.group(2),
                        Long.parseLong(form.group(3)),
                        Long.parseLong(form.group(4)));
        String claim = form.group(6) == null ? "" : form.group(6);
        return Optional.of(
                new TemporaryName(form.group(1), owner, Long.parseLong(form.group(5)), claim));
    }

    /** The name of the data of a model: that of the model, shortened, and its content's digits. */
    static String dataFile(Path target, String digits) {
        return dataFile(start(target), digits);
    }

    private static String dataFile(String start, String digits) {
        return start + "." + digits + ".data";
    }

    /** The name of the data file that is claimed, if one is. */
    Optional<String> claimed() {
        return claim.isEmpty() ? Optional.empty() : Optional.of(dataFile(start, claim));
    }

    /** As much of the name as leaves room for the rest: most systems end it at 255 bytes. */
    private static String start(Path target) {
        String name = String.valueOf(target.getFileName());
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_START) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }

    @Override
    public String toString() {
        return "."
                + start
                + "."
                + owner.host()
                + "-"
                + owner.process()
                + "-"
                + owner.started()
                + "-"
                + number
                + (claim.isEmpty() ? "" : "." + claim)
                + SUFFIX;
    }
}
