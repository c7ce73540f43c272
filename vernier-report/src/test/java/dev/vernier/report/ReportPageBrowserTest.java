package dev.vernier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page in a real browser, opened from disk. Skipped where there is no Chromium. */
class ReportPageBrowserTest {

    private static Optional<Chromium> chromium = Optional.empty();

    @TempDir private Path folder;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    @BeforeAll
    static void launch() {
        Optional<Path> executable = Chromium.find();
        assumeTrue(
                executable.isPresent(),
                "no Chromium: install one, or name one in VERNIER_CHROMIUM, to test the page");
        chromium = executable.map(Chromium::launch);
    }

    @AfterAll
    static void quit() {
        chromium.ifPresent(Chromium::close);
    }

    @AfterEach
    void nothingWasComplainedOfAndNothingAskedFor() {
        assertThat(complaints).isEmpty();
        assertThat(requests).as("the page itself").hasSize(1);
    }

    @Test
    void firstScreenHasVerdictReasonsAndFigures() throws IOException {
        Page page = open(TestRuns.of(12), ColorScheme.LIGHT);

        assertThat(page.locator("h1").textContent()).isEqualTo("Usable, but look at /model");
        assertThat(page.locator("#verdict .level").textContent()).contains("Look first");
        assertThat(page.locator(".reasons li").count()).isEqualTo(3);
        assertThat(page.locator("#figures").textContent())
                .contains("3.8 MB", "976.6 KB", "4.0\u00d7 smaller", "2.8\u00d7 faster")
                .contains("\u22121.00 points", "70.0 %", "planned, but run in float");
        assertThat(bottomOf(page, "#verdict")).isLessThan(800);
        assertThat(bottomOf(page, "#figures .row")).isLessThan(800);
        assertThat(page.locator("#origin").textContent())
                .contains("vernier quantize '/model'", "11aa", "22bb", "33cc", "44dd");
        assertThat(page.locator("#steps").textContent()).contains("bias-correction", "+3.2 dB");
    }

    @Test
    void columnsSortBothWays() throws IOException {
        Page page = open(TestRuns.of(9), ColorScheme.LIGHT);
        Locator local = page.locator(".layers thead button", named("Local SQNR"));

        local.click();
        List<Double> up = decibels(page);
        local.click();
        List<Double> down = decibels(page);

        assertThat(up).isSorted().hasSize(9);
        Collections.reverse(down);
        assertThat(down).isSorted();
        assertThat(page.locator("th[aria-sort=descending]").count()).isEqualTo(1);
    }

    @Test
    void sensitivityAndMultiplyAccumulatesHaveTheirColumns() throws IOException {
        Page page = open(TestRuns.of(9), ColorScheme.LIGHT);
        Locator sensitivity = page.locator(".layers thead button", named("Sensitivity"));

        sensitivity.click();
        sensitivity.click();

        Locator worst = page.locator(".layers tbody tr").first();
        assertThat(worst.textContent()).contains("/model/block4/Relu", "\u2248 4.3 dB", "1.0 M");
        worst.click();
        assertThat(page.locator("#detail").textContent())
                .contains("4.3 dB, estimated", "Multiply-accumulates1.0 million");

        page.locator(".layers button.name", named("block2")).click();
        assertThat(page.locator("tr.chosen").textContent())
                .contains("2.3 dB")
                .doesNotContain("\u2248");
        assertThat(page.locator("#detail").textContent()).contains("2.3 dB, measured");
    }

    @Test
    void wordsOperatorAndPlaceFilter() throws IOException {
        Page page = open(TestRuns.of(9), ColorScheme.LIGHT);

        page.selectOption("#filter-op", "Softmax");
        assertThat(page.locator(".layers tbody tr").count()).isEqualTo(3);
        page.selectOption("#filter-runs", "integer");
        assertThat(page.locator(".layers tbody tr").count()).isZero();
        page.selectOption("#filter-runs", "float");
        page.fill("#filter-words", "block5 no-integer");
        assertThat(page.locator(".layers tbody tr").count()).isEqualTo(1);
        assertThat(page.locator(".status").textContent()).isEqualTo("1 of 9 layers");
    }

    @Test
    void chosenLayerShowsValuesWeightsAndNeighbours() throws IOException {
        Page page = open(TestRuns.of(9), ColorScheme.LIGHT);

        page.locator(".layers button.name").nth(4).click();

        Locator detail = page.locator("#detail");
        assertThat(detail.locator("h3").textContent()).isEqualTo("/model/block4/Relu");
        assertThat(detail.locator(".histogram").count()).isEqualTo(2);
        assertThat(detail.locator(".histogram .end").count()).isEqualTo(2);
        assertThat(detail.textContent())
                .contains("entropy, used", "percentile:99.99", "35.2 dB", "512 scales")
                .contains("because of /model", "uint8, scale 0.03, zero point 100");
        assertThat(detail.locator(".ruler.used").textContent()).isEqualTo("entropy 34.8 dB");
        assertThat(page.locator("tr.chosen").textContent()).contains("/model/block4/Relu");

        detail.locator(".neighbourhood [role=button]").last().click();
        assertThat(detail.locator("h3").textContent()).isEqualTo("/model/block5/Softmax");
    }

    @Test
    void keyboardReachesLayersAndNeighbours() throws IOException {
        Page page = open(TestRuns.of(9), ColorScheme.LIGHT);
        page.locator(".layers button.name").nth(2).focus();

        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page.locator("#detail h3").textContent()).isEqualTo("/model/block3/Conv");

        page.locator(".neighbourhood [role=button]").first().focus();
        page.keyboard().press("Space");
        assertThat(page.locator("#detail h3").textContent()).isEqualTo("/model/block2/Softmax");
        assertThat(page.locator("#layers > [role=status]").textContent()).contains("block2");
    }

    @Test
    void hostileNamesStayText() throws IOException {
        Page page = open(TestRuns.of(6, TestRuns.HOSTILE), ColorScheme.LIGHT);

        page.locator(".layers button.name").nth(3).click();

        assertThat(page.locator("img").count()).isZero();
        assertThat(page.title()).contains(TestRuns.HOSTILE);
        assertThat(page.locator("h1").textContent()).endsWith(TestRuns.HOSTILE);
        assertThat(page.locator("#detail h3").textContent())
                .isEqualTo(TestRuns.HOSTILE + "/block3/Conv");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void noSeriousFindingOfAccessibility(ColorScheme theme) throws IOException {
        Page page = open(TestRuns.of(30), theme);

        List<Rule> found = new AxeBuilder(page).setLegacyMode(true).analyze().getViolations();

        assertThat(found)
                .filteredOn(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .extracting(rule -> rule.getId() + ": " + rule.getNodes())
                .isEmpty();
    }

    @Test
    void paperShowsEveryLayerAndNoControl() throws IOException {
        Page page = open(TestRuns.of(60), ColorScheme.LIGHT);

        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

        assertThat(page.locator(".filters").isVisible()).isFalse();
        assertThat(page.locator(".scroll").evaluate("e => e.scrollHeight - e.clientHeight"))
                .isEqualTo(0);
    }

    @Test
    void narrowScreensDoNotScrollSideways() throws IOException {
        Page page = open(TestRuns.of(12, "/a/very/long/name/of/a/layer"), ColorScheme.DARK);

        page.setViewportSize(380, 800);

        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(380);
    }

    @Test
    void everyColumnIsInSightOnALaptop() throws IOException {
        Page page = open(TestRuns.of(12, "/encoder/layer.0/attention/self"), ColorScheme.LIGHT);

        assertThat(page.locator(".scroll").evaluate("e => e.scrollWidth - e.clientWidth"))
                .isEqualTo(0);
    }

    @Test
    void smallRunsHaveTheirPageToo() throws IOException {
        Page page = open(TestRuns.of(0), ColorScheme.LIGHT);

        assertThat(page.locator("#layers").textContent()).contains("The model has no layers.");
    }

    @Test
    void manyLayersAreAllThere() throws IOException {
        Page page = open(TestRuns.of(500), ColorScheme.LIGHT);

        assertThat(page.locator(".layers tbody tr").count()).isEqualTo(500);
    }

    private Page open(RunRecord run, ColorScheme theme) throws IOException {
        Path file = Files.writeString(folder.resolve("report.html"), ReportPage.html(run));
        BrowserContext context =
                chromium.orElseThrow()
                        .browser()
                        .newContext(
                                new NewContextOptions()
                                        .setColorScheme(theme)
                                        .setViewportSize(1280, 800));
        Page page = context.newPage();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.onRequest(request -> requests.add(request.url()));
        page.navigate(file.toUri().toString());
        return page;
    }

    private static Page.LocatorOptions named(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static double bottomOf(Page page, String selector) {
        return ((Number) page.locator(selector).evaluate("e => e.getBoundingClientRect().bottom"))
                .doubleValue();
    }

    /** The fourth column. */
    private static List<Double> decibels(Page page) {
        List<Double> values = new ArrayList<>();
        for (String text : page.locator(".layers tbody td:nth-child(4)").allTextContents()) {
            values.add(Double.valueOf(text.replace(" dB", "").replace('\u2212', '-')));
        }
        return values;
    }
}
