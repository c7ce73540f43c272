package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainCommandTest {

    private static CommandRun explain(String options) {
        return CommandRun.of(("explain " + options).split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "affine-int3 | --range -1:3 --bits 3",
                "symmetric-int3 | --range -3:2 --bits 3 --symmetric",
                "affine-uint8 | --range 0:6 --unsigned",
                "affine-int8 | --range -2.5:10 --values -20,-2.5,0.1,5,100",
                "symmetric-full-uint4 | --range -1:1 --bits 4 --symmetric --unsigned --codes full",
                "affine-narrow-int4 | --range -0.1:25.5 --bits 4 --codes narrow",
                "range-without-zero | --range 1:3 --bits 2",
                "range-below-zero | --range -3:-1 --bits 2 --unsigned",
                "range-without-width | --range 0:0 --bits 4",
                "huge-range | --range -1e30:3e38 --bits 16",
                "nothing-lost | --range -3:3 --bits 3 --symmetric --values -3,0,2",
                "ascii | --range -1:3 --bits 3 --ascii"
            })
    void showsTheWholeWay(String name, String options) {
        CommandRun run = explain(options);
        Golden.assertMatches("explain/" + name + ".txt", run.transcript());
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--range -1:3 --bits 3 --values -1.2,-1,0.3",
                "--range=-1:3 --bits=3 --values=-1.2,-1,0.3",
                "--values -1.2 --values -1 --values 0.3 --bits 3 --range -1:3"
            })
    void negativeNumbersAreNotOptions(String options) {
        CommandRun run = explain(options);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo(explain("--bits 3 --range -1:3 --values -1.2,-1,0.3").out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bits 3 | missing required option: '--range=MIN:MAX'",
                "--range 3 | range must be MIN:MAX; range=3",
                "--range 3:1 | range must have MIN at most MAX; range=3:1",
                "--range -1:x | number must be a finite float; number=x",
                "--range -1:1e39 | number must be a finite float; number=1e39",
                "--range -1:3 --values NaN | number must be a finite float; number=NaN",
                "--range -1:3 --bits 1 | --bits must be 2 to 16; --bits=1",
                "--range -1:3 --bits 17 | --bits must be 2 to 16; --bits=17"
            })
    void wrongNumbersAreRefused(String options, String message) {
        CommandRun run = explain(options);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .startsWith("vernier: error: ")
                .contains(message)
                .endsWith("\n  see vernier explain --help\n");
        assertThat(run.out()).isEmpty();
    }

    /** Computed by hand; the same table stands in the tests of the arithmetic itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--range -1:3 --bits 3 --values -1.2,-1,-0.5,-0.28,0,0.3,0.9,1.5,2.2,3,3.5"
                        + "| -4,-4,-3,-2,-2,-1,0,1,2,3,3",
                "--range -3:2 --bits 3 --symmetric --values -3.4,-2.5,-1.5,-0.5,0,0.5,1.5,2.5,3.4"
                        + "| -3,-2,-2,0,0,0,2,2,3",
            })
    void jsonHasTheGoldenCodes(String options, String codes) {
        JsonNode object = JsonMapper.shared().readTree(explain(options + " --json").out());
        List<String> found = new ArrayList<>();
        object.get("values").forEach(value -> found.add(value.get("code").asString()));
        assertThat(String.join(",", found)).isEqualTo(codes);
    }

    @Test
    void jsonNamesEverythingThatTheTextShows() {
        Golden.assertMatches(
                "explain/json.txt",
                explain("--range -1:3 --bits 3 --values -1.2,0 --json").transcript());
    }

    @Test
    void drawsAndDoesNotReplaceUnasked(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("line.svg");
        String options = "--range -1:3 --bits 3 --svg " + file;
        assertThat(explain(options).err()).isEqualTo("vernier: wrote " + file + "\n");
        Golden.assertMatches("explain/affine-int3.svg", Files.readString(file));

        CommandRun again = explain(options);
        assertThat(again.exitCode()).isEqualTo(ExitCode.OUTPUT_EXISTS);
        assertThat(again.out()).isEmpty();
        assertThat(explain(options + " --force").exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aFolderThatIsMissingIsNamed(@TempDir Path folder) {
        CommandRun run = explain("--range -1:3 --svg " + folder.resolve("no/line.svg"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_OUTPUT);
        assertThat(run.err()).contains(folder.resolve("no").toString());
    }
}
