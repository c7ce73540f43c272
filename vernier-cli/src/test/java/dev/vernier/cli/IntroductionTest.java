package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/introduction.md tells the truth: its commands print what it shows, draw the pictures it
 * shows, and every decimal number in its prose is one that they printed.
 */
class IntroductionTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path INTRODUCTION = REPOSITORY.resolve("docs/introduction.md");

    /** A console block: the command after the prompt, then its output. */
    private static final Pattern BLOCK =
            Pattern.compile("```console\n\\$ \\./vernier (.*)\n((?:.*\n)*?)```\n");

    private static final Pattern PICTURE = Pattern.compile(" --svg (docs/images/\\S+\\.svg)");

    @TempDir private Path folder = Path.of("");

    @Test
    void commandsPrintWhatTheTextShows() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(INTRODUCTION));
        StringBuilder actual = new StringBuilder();
        while (block.find()) {
            String shown = "```console\n$ ./vernier " + block.group(1) + "\n";
            String text = shown + run(block.group(1)).out() + "```\n";
            block.appendReplacement(actual, Matcher.quoteReplacement(text));
        }
        block.appendTail(actual);
        Golden.assertMatches(INTRODUCTION, actual.toString());
    }

    @Test
    void picturesAreThoseOfTheCommands() throws IOException {
        String text = Files.readString(INTRODUCTION);
        List<String> drawn = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            Matcher picture = PICTURE.matcher(block.group(1));
            if (picture.find()) {
                run(block.group(1));
                String name = picture.group(1);
                drawn.add(name);
                Golden.assertMatches(
                        REPOSITORY.resolve(name), Files.readString(folder.resolve(name)));
                assertThat(text).contains("](" + name.replace("docs/", "") + ")");
            }
        }
        assertThat(drawn).doesNotHaveDuplicates().isNotEmpty();
        try (var files = Files.list(REPOSITORY.resolve("docs/images"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".svg")))
                    .as("pictures that no command draws")
                    .hasSameSizeAs(drawn);
        }
    }

    @Test
    void everyDecimalNumberWasPrinted() throws IOException {
        String text = Files.readString(INTRODUCTION);
        StringBuilder printed = new StringBuilder();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            printed.append(block.group(1)).append('\n').append(block.group(2));
        }
        String prose =
                BLOCK.matcher(text).replaceAll("").replaceAll("arXiv [0-9.]+|\\]\\([^)]*\\)", "");
        Matcher number = Pattern.compile("\\d+\\.\\d+").matcher(prose);
        List<String> unfounded = new ArrayList<>();
        while (number.find()) {
            if (printed.indexOf(number.group()) < 0) {
                unfounded.add(number.group());
            }
        }
        assertThat(unfounded).isEmpty();
    }

    /** Runs a command of the text, its picture drawn in a folder of ours. */
    private CommandRun run(String arguments) throws IOException {
        Matcher picture = PICTURE.matcher(arguments);
        String moved = arguments;
        if (picture.find()) {
            Path file = folder.resolve(picture.group(1));
            Files.createDirectories(file.getParent());
            moved = picture.replaceFirst(Matcher.quoteReplacement(" --force --svg " + file));
        }
        CommandRun run = CommandRun.of(moved.split(" "));
        assertThat(run.exitCode()).as(arguments).isEqualTo(ExitCode.OK);
        return run;
    }
}
