package dev.vernier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {

    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"run\">(.*?)</script>");

    @Test
    void dataIsTheRecord() {
        RunRecord run = TestRuns.of(5, TestRuns.HOSTILE);

        assertThat(recordIn(ReportPage.html(run))).isEqualTo(run);
    }

    @Test
    void hostileNamesAddNoMarkup() {
        String page = ReportPage.html(TestRuns.of(3, TestRuns.HOSTILE));

        assertThat(page).doesNotContain("onerror=\"", "<img");
        assertThat(page.split("</script>", -1)).hasSize(3);
    }

    @Test
    void namesNoAddressButTheNameOfSvg() {
        assertThat(ReportPage.html(TestRuns.of(3)).replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "url(", "@import", "src=");
    }

    @Test
    void scriptsNeverTakeTextForMarkup() {
        assertThat(ReportPage.html(TestRuns.of(0)))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
                .doesNotContain("eval(", "new Function");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 900})
    void pageIsUnderOneMegabyte(int layers) {
        RunRecord run = TestRuns.of(layers, "/encoder/layer/attention/self");

        String page = ReportPage.html(run);

        assertThat(page.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(ReportPage.MOST_BYTES);
        assertThat(recordIn(page).layers()).hasSize(layers);
    }

    @Test
    void largerModelsKeepTheFiguresOfEveryLayer() {
        assertThat(recordIn(ReportPage.html(TestRuns.of(3000))).layers())
                .hasSize(3000)
                .allMatch(layer -> layer.local().isPresent() && layer.activation().isPresent());
    }

    @Test
    void coarserDrawingsKeepEveryCountAndEveryFigure() {
        RunRecord run = TestRuns.of(500);
        RunRecord coarser = recordIn(ReportPage.html(run));

        for (int i = 0; i < 500; i++) {
            Layer fine = run.layers().get(i);
            Layer coarse = coarser.layers().get(i);
            assertThat(sum(coarse)).isEqualTo(sum(fine));
            assertThat(coarse.local()).isEqualTo(fine.local());
            assertThat(coarse.distribution().orElseThrow().counts()).hasSizeLessThan(64);
        }
    }

    @Test
    void whereDrawingsAreDroppedTheWorstLayersKeepTheirs() {
        RunRecord run = TestRuns.of(40);
        String fitting = PageBudget.fitting(run, 30_000, RunJson::compact);

        List<Layer> layers = RunJson.read("page", fitting).layers();
        double bestDrawn =
                layers.stream()
                        .filter(layer -> layer.distribution().isPresent())
                        .mapToDouble(layer -> layer.local().orElseThrow())
                        .max()
                        .orElseThrow();
        double worstBare =
                layers.stream()
                        .filter(layer -> layer.distribution().isEmpty())
                        .mapToDouble(layer -> layer.local().orElseThrow())
                        .min()
                        .orElseThrow();
        assertThat(fitting.length()).isLessThanOrEqualTo(30_000);
        assertThat(bestDrawn).isLessThanOrEqualTo(worstBare);
    }

    private static long sum(Layer layer) {
        return layer.distribution().orElseThrow().counts().stream().mapToLong(n -> n).sum();
    }

    private static RunRecord recordIn(String page) {
        Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        return RunJson.read("page", data.group(1));
    }
}
