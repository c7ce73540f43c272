package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerJsonTest {

    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("tokenizer.json"), text);
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"model\": {\"vocab\": {\"[UNK]\": 0, \"ü\": 1}, \"score\": -1.5e300}}",
                "{\"smile\": \"\\ud83d\\ude00\"}"
            })
    void takesObjects(String text) throws IOException {
        Path json = file(text);
        assertThatCode(() -> TokenizerJson.check(json)).doesNotThrowAnyException();
    }

    @Test
    void takesADepthOfOneHundred() throws IOException {
        Path json = file(nested(100));
        assertThatCode(() -> TokenizerJson.check(json)).doesNotThrowAnyException();
        Path deeper = file(nested(101));
        assertThatThrownBy(() -> TokenizerJson.check(deeper)).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []                            | it is no JSON object
                    ''                            | it is no JSON object
                    {"decoder":( null}            | Unexpected character ('('
                    {"decoder": null              | Unexpected end-of-input
                    {"x": 1e400}                  | numbers must be finite; line=1, column=12
                    {"x": NaN}                    | NaN
                    {"x": "\\ud800"}               | text must be Unicode; line=1
                    {"\\udc00": 1}                 | surrogate
                    """)
    void refusesWhatEndsTheNativeParser(String text, String reason) throws IOException {
        Path json = file(text);
        assertThatThrownBy(() -> TokenizerJson.check(json))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(json + ": tokenizer must be a Hugging Face tokenizer.json;")
                .hasMessageContaining(reason);
    }

    /** Where a parser that guesses the encoding gives up before the first character. */
    @Test
    void refusesFourBytesACharacterInNoOrder() throws IOException {
        Path json = folder.resolve("tokenizer.json");
        Files.write(json, new byte[] {0, 0, 0x7B, 0, 0, 0, 0x7D, 0});

        assertThatThrownBy(() -> TokenizerJson.check(json))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(json + ": tokenizer must be")
                .hasMessageEndingWith("line=1, column=2");
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        Path json = file("");
        Files.write(json, "{\"x\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> TokenizerJson.check(json))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("text must be UTF-8");
    }
}
