package dev.vernier.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.numeric.Range;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorRtCacheTest {

    private static final String TEXT =
            """
            TRT-8601-EntropyCalibration2
            input: 3c010a14
            StatefulPartitionedCall/conv:0: 3f800000
            (Unnamed Layer* 5) [Activation]_output: 00000000
            """;

    @Test
    void readsScalesAsBigEndianFloats() throws Exception {
        TensorRtCache cache = TensorRtCache.parse(TEXT);
        assertThat(cache.header()).isEqualTo("TRT-8601-EntropyCalibration2");
        assertThat(cache.scales())
                .containsExactly(
                        Map.entry("input", Float.intBitsToFloat(0x3c010a14)),
                        Map.entry("StatefulPartitionedCall/conv:0", 1f),
                        Map.entry("(Unnamed Layer* 5) [Activation]_output", 0f));
        assertThat(cache.ranges().get("StatefulPartitionedCall/conv:0"))
                .isEqualTo(new Range(-127f, 127f));
        assertThat(cache.ranges().get("(Unnamed Layer* 5) [Activation]_output"))
                .isEqualTo(Range.ZERO);
    }

    @Test
    void writesWhatItRead() throws Exception {
        assertThat(TensorRtCache.parse(TEXT).format()).isEqualTo(TEXT);
        assertThat(TensorRtCache.parse(TEXT.replace("\n", "\r\n") + "\r\n\r\n").format())
                .isEqualTo(TEXT);
    }

    @Test
    void aRangeBecomesItsLargestMagnitudeOver127() {
        Map<String, Range> ranges = new LinkedHashMap<>();
        ranges.put("b", new Range(-254f, 1f));
        ranges.put("a", new Range(0f, 1f));
        assertThat(TensorRtCache.ofRanges("TRT-100300-MinMaxCalibration", ranges).format())
                .isEqualTo("TRT-100300-MinMaxCalibration\nb: 40000000\na: 3c010204\n");
    }

    @Test
    void theLargestScaleStillGivesAFiniteRange() {
        TensorRtCache cache = new TensorRtCache("TRT-1-X", Map.of("a", Float.MAX_VALUE));
        assertThat(cache.ranges()).containsEntry("a", new Range(-Float.MAX_VALUE, Float.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input: 3c010a1    | must be <tensor>: <8 hexadecimal digits>",
                "input: 3c010a145  | must be <tensor>: <8 hexadecimal digits>",
                "input 3c010a14    | must be <tensor>: <8 hexadecimal digits>",
                "input: +c010a14   | must be <tensor>: <8 hexadecimal digits>",
                "input: 7f800000   | scale must be finite and not negative; scale=Infinity",
                "input: 7fc00000   | scale must be finite and not negative; scale=NaN",
                "input: bf800000   | scale must be finite and not negative; scale=-1.0",
                "same: 3f800000    | tensor must not come twice",
            })
    void refusesALineAndNamesIt(String line, String reason) {
        assertThatThrownBy(() -> TensorRtCache.parse("TRT-8601-X\nsame: 3c010a14\n" + line))
                .isInstanceOf(CalibrationCacheException.class)
                .hasMessageStartingWith("calibration cache, line 3: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"''", "TRT-x-y", "input: 3c010a14", "TRT-8601", "<html>"})
    void refusesAnotherFirstLine(String text) {
        assertThatThrownBy(() -> TensorRtCache.parse(text))
                .isInstanceOf(CalibrationCacheException.class)
                .hasMessage("calibration cache, line 1: must be TRT-<version>-<algorithm>");
    }

    @Test
    void refusesWhatCannotBeWritten() {
        assertThatThrownBy(() -> new TensorRtCache("x", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header=x");
        assertThatThrownBy(() -> new TensorRtCache("TRT-1-X", Map.of("a\nb", 1f)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TensorRtCache("TRT-1-X", Map.of("a", Float.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tensor=a, scale=NaN");
    }
}
