package dev.vernier.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.cli.text.Style;
import dev.vernier.numeric.CodeRange;
import dev.vernier.numeric.ErrorBound;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Symmetry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Laws over seeded random ranges, schemes and values; the seed is the argument of the test. */
class ExplanationTest {

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private static Explanation random(int seed) {
        Random random = new Random(seed);
        float size = (float) Math.pow(10, random.nextInt(13) - 6);
        float one = (random.nextFloat() - 0.5f) * size;
        float other = (random.nextFloat() - 0.5f) * size;
        LinearScheme scheme =
                new LinearScheme(
                        new IntegerType(2 + random.nextInt(15), random.nextBoolean()),
                        random.nextBoolean() ? Symmetry.AFFINE : Symmetry.SYMMETRIC,
                        random.nextBoolean() ? CodeRange.FULL : CodeRange.NARROW);
        List<Float> values =
                random.nextBoolean()
                        ? List.of()
                        : Stream.generate(() -> (random.nextFloat() - 0.5f) * 3 * size)
                                .limit(1 + random.nextInt(20))
                                .toList();
        return Explanation.of(Math.min(one, other), Math.max(one, other), scheme, values);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valuesAreEitherClippedOrWithinTheBound(int seed) {
        Explanation explanation = random(seed);
        for (ExplainedValue value : explanation.values()) {
            if (value.isClipped()) {
                assertThat(value.code())
                        .isIn(explanation.grid().minCode(), explanation.grid().maxCode());
            } else {
                assertThat(Math.abs(value.error()))
                        .isLessThanOrEqualTo(
                                ErrorBound.of(explanation.grid().scale(), value.value()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tellingValuesHoldZeroTheEndsAndOneBeyondEach(int seed) {
        Explanation given = random(seed);
        Explanation explanation =
                Explanation.of(given.askedMin(), given.askedMax(), given.scheme(), List.of());
        List<Float> values = explanation.values().stream().map(ExplainedValue::value).toList();
        assertThat(values)
                .contains(0f, explanation.span().min(), explanation.span().max())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(values.get(0)).isLessThan(explanation.span().min());
        assertThat(values.get(values.size() - 1)).isGreaterThan(explanation.span().max());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theNumberLineFitsTheTerminal(int seed) {
        for (int columns : new int[] {60, 80, 100}) {
            assertThat(NumberLine.of(random(seed), Symbols.ASCII, columns).lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void asciiIsAscii(int seed) {
        assertThat(
                        ExplanationText.of(
                                random(seed), EnumSet.allOf(Part.class), false, Style.NONE, 80))
                .isASCII();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thePictureIsWellFormedAndInsideItsFrame(int seed) throws Exception {
        byte[] svg = ExplanationSvg.of(random(seed)).getBytes(StandardCharsets.UTF_8);
        Element root =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg))
                        .getDocumentElement();
        assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 960 400");
        NodeList elements = root.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            for (String name : List.of("x", "x1", "x2", "cx")) {
                String x = ((Element) elements.item(i)).getAttribute(name);
                assertThat(x.isEmpty() ? 0.0 : Double.parseDouble(x)).isBetween(0.0, 960.0);
            }
        }
    }
}
