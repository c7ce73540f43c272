package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * docs/sensitivity.md tells the truth: its command prints its table, but for what processors differ
 * in, and its arithmetic is right.
 */
class SensitivityDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/sensitivity.md");
    private static final Pattern BLOCK =
            Pattern.compile("```console\n\\$ \\./vernier (.*)\n((?:.*\n)*?)```\n");
    private static final Pattern ROW =
            Pattern.compile("(?m)^  (/\\S+) +\\S+ +([\\d.]+) %((?: +[\\d.]+ dB)+)$");
    private static final Pattern DECIBEL = Pattern.compile("([\\d.]+) dB");

    /** Kernels of other processors round elsewhere. */
    private static final double TOLERANCE = 1.5;

    private static final String[] NONE = {};

    private static String text = "";
    private static String shown = "";
    private static String printed = "";

    @BeforeAll
    static void runTheCommand() throws IOException {
        text = Files.readString(DOCUMENT);
        Matcher block = BLOCK.matcher(text);
        assertThat(block.find()).isTrue();
        shown = block.group(2);
        String[] words = block.group(1).replace(" samples/", " ../samples/").split(" ");
        printed = CommandRun.of(words).out().replace("../samples/", "samples/");
    }

    @Test
    void formIsThatOfTheCommand() {
        assertThat(heads(printed)).isEqualTo(heads(shown));
        assertThat(worst(printed)).isCloseTo(worst(shown), within(TOLERANCE));
    }

    @Test
    void rowsAreThoseOfTheCommand() {
        Map<String, String[]> documented = rows(shown);
        Map<String, String[]> found = rows(printed);

        assertThat(found).containsOnlyKeys(documented.keySet()).hasSize(10);
        documented.forEach(
                (node, figures) -> {
                    String[] actual = found.getOrDefault(node, NONE);
                    assertThat(actual).as(node).hasSameSizeAs(figures);
                    for (int i = 0; i < figures.length; i++) {
                        assertThat(Double.parseDouble(actual[i]))
                                .as("%s, figure %d", node, i)
                                .isCloseTo(Double.parseDouble(figures[i]), within(TOLERANCE));
                    }
                });
    }

    @Test
    void theProseReadsTheTable() {
        double all = worst(shown);
        double stem = Double.parseDouble(rows(shown).getOrDefault("/stem/conv/Conv", NONE)[2]);
        double second = Double.parseDouble(rows(shown).getOrDefault("/block1/conv2/Conv", NONE)[2]);

        assertThat(text.replaceAll("\\s+", " "))
                .contains("gains %.1f dB (%.1f to %.1f dB)".formatted(stem - all, all, stem))
                .contains("would gain %.1f dB (to %.1f dB)".formatted(second - all, second))
                .contains("= %.1f dB.".formatted(together(43.1, 43.4)))
                .contains(
                        "half of all errors is %.1f dB, a tenth %.1f dB"
                                .formatted(-10 * Math.log10(1 - 0.5), -10 * Math.log10(1 - 0.1)));
        rows(shown)
                .values()
                .forEach(
                        row -> {
                            if (row.length == 4) {
                                double estimate = Double.parseDouble(row[3]);
                                assertThat(estimate)
                                        .isCloseTo(Double.parseDouble(row[1]), within(12.0));
                            }
                        });
    }

    private static double together(double one, double other) {
        return -10 * Math.log10(Math.pow(10, -one / 10) + Math.pow(10, -other / 10));
    }

    /** The lines that hold no figure. */
    private static String heads(String output) {
        return output.lines().filter(line -> !DECIBEL.matcher(line).find()).toList().toString();
    }

    private static double worst(String output) {
        Matcher worst = Pattern.compile("all in integers: ([\\d.]+) dB").matcher(output);
        return Optional.of(worst)
                .filter(Matcher::find)
                .map(found -> Double.valueOf(found.group(1)))
                .orElseThrow();
    }

    /** Node -> share of the MACs, then its figures in dB. */
    private static Map<String, String[]> rows(String output) {
        Map<String, String[]> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(output);
        while (row.find()) {
            String decibels = DECIBEL.matcher(row.group(3)).replaceAll("$1").strip();
            rows.put(row.group(1), (row.group(2) + " " + decibels).split(" +"));
        }
        return rows;
    }
}
