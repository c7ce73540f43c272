package dev.vernier.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/targets.md} says is so. */
class TargetDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/targets.md");

    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void fileInTheDocumentIsATarget() throws IOException {
        Matcher json = JSON.matcher(Files.readString(DOCUMENT));
        assertThat(json.find()).isTrue();

        Target target = TargetJson.read(json.group(1));

        assertThat(target.name()).isEqualTo("my-accelerator");
        assertThat(target.operators()).containsKey("Tanh").doesNotContainKey("Sigmoid");
    }

    @Test
    void mistakeInTheDocumentIsToldInItsWords() throws IOException {
        String text = Files.readString(DOCUMENT);

        assertThatThrownBy(() -> TargetJson.read("{\"schemaVersion\": 1, \"acumulation\": 1}"))
                .satisfies(
                        thrown ->
                                assertThat(text)
                                        .contains("mine.json: " + thrown.getMessage() + "\n"));
    }

    @Test
    void everyNameAndEveryMemberIsExplained() throws IOException {
        String text = Files.readString(DOCUMENT);

        for (Target target : Targets.all()) {
            assertThat(text).contains("`" + target.name() + "`");
            Matcher words =
                    Pattern.compile("\"([a-z-]+|[a-z]+[A-Z]\\w+)\" :")
                            .matcher(TargetJson.write(target));
            while (words.find()) {
                assertThat(text).contains("`" + words.group(1) + "`");
            }
            Matcher roles =
                    Pattern.compile("\"role\" : \"(\\w+)\"").matcher(TargetJson.write(target));
            while (roles.find()) {
                assertThat(text).contains("| `" + roles.group(1) + "` |");
            }
        }
    }
}
