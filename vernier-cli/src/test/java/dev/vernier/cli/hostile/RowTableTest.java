package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No row of docs/reliability.md is without a test, no test that is named there is missing, and none
 * of a row is left unnamed.
 */
class RowTableTest {

    private static final Path ROOT = Path.of("..");
    private static final int ROWS = 55;

    private static final List<String> DOCUMENTS =
            List.of("reliability.md", "reliability-data.md", "reliability-faults.md");

    private static final Pattern TEST =
            Pattern.compile(
                    "@(?:Test|ParameterizedTest)\\b[^;{}]*?(?:\\{[^{}]*}[^;{}]*?)*?\\bvoid (\\w+)\\(");

    private static final Pattern NUMBERED = Pattern.compile("row(\\d\\d)[A-Z].*");

    private final List<RowTable.Reference> references = new ArrayList<>();
    private final SortedMap<String, SortedSet<String>> tests = new TreeMap<>();

    RowTableTest() throws IOException {
        for (String document : DOCUMENTS) {
            references.addAll(RowTable.read(ROOT.resolve("docs").resolve(document)));
        }
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().matches(".*/src/test/java/.*Test\\.java"))
                    .forEach(file -> tests.put(typeOf(file), methodsIn(file)));
        }
    }

    private static String typeOf(Path file) {
        return String.valueOf(file.getFileName()).replace(".java", "");
    }

    private static SortedSet<String> methodsIn(Path file) {
        try {
            Matcher test = TEST.matcher(Files.readString(file));
            return test.results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean exists(RowTable.Reference reference) {
        return tests.getOrDefault(reference.type(), new TreeSet<>()).stream()
                .anyMatch(method -> reference.covers(reference.type(), method));
    }

    @Test
    void everyRowHasATestThatExists() {
        assertThat(references).filteredOn(reference -> !exists(reference)).isEmpty();
        assertThat(references.stream().map(RowTable.Reference::row).distinct().sorted())
                .isEqualTo(IntStream.rangeClosed(1, ROWS).boxed().toList());
    }

    @Test
    void everyTestOfARowIsNamedThere() {
        List<String> unnamed = new ArrayList<>();
        tests.forEach(
                (type, methods) ->
                        methods.stream()
                                .filter(method -> !isNamed(type, method))
                                .forEach(method -> unnamed.add(type + "." + method)));

        assertThat(unnamed).isEmpty();
    }

    private boolean isNamed(String type, String method) {
        Matcher numbered = NUMBERED.matcher(method);
        return !numbered.matches()
                || references.stream()
                        .filter(reference -> reference.covers(type, method))
                        .anyMatch(
                                reference ->
                                        reference.row() == Integer.parseInt(numbered.group(1)));
    }
}
