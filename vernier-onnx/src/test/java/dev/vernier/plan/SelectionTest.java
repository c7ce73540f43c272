package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.Graph;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

    private static final Graph GRAPH =
            SmallGraphs.withInput(4, 8, 8)
                    .constant("w", 4, 4, 1, 1)
                    .node("a", "Conv", List.of("x", "w"))
                    .node("b", "Relu", List.of("a"))
                    .node("c", "Conv", List.of("b", "w"))
                    .node("d", "Add", List.of("c", "a"))
                    .output("d", 4, 8, 8);

    @ParameterizedTest
    @CsvSource({
        "conv0, conv0",
        "/conv/, conv0 conv2",
        "/^a/, add3",
        "relu1..add3, relu1 conv2 add3",
        "conv0..add3, conv0 relu1 conv2 add3",
    })
    void excludesWhatTheFilterPicks(String filter, String names) {
        Exclusions exclusions =
                Selection.ALL.excluding(NodeFilter.parse(filter)).exclusionsIn(GRAPH);

        assertThat(exclusions.nodes().keySet()).containsExactly(names.split(" "));
        assertThat(exclusions.nodes().values())
                .extracting(Exclusions.Exclusion::detail)
                .containsOnly("by " + filter);
    }

    @Test
    void includesNothingElse() {
        Exclusions exclusions =
                Selection.ALL
                        .including(new NodeFilter.ByType("Conv"))
                        .excluding(NodeFilter.parse("conv2"))
                        .exclusionsIn(GRAPH);

        assertThat(exclusions.nodes().keySet()).containsExactlyInAnyOrder("conv2", "relu1", "add3");
    }

    @ParameterizedTest
    @CsvSource({
        "konv0, 'filter=konv0, near names=[conv0, conv2, add3]'",
        "add3..relu1, 'filter=add3..relu1, near names=[add3'",
        "/^nothing/, 'filter=/^nothing/, near names='",
    })
    void refusesAFilterThatMatchesNothing(String filter, String message) {
        Selection selection = Selection.ALL.excluding(NodeFilter.parse(filter));

        assertThatThrownBy(() -> selection.exclusionsIn(GRAPH))
                .isInstanceOf(SelectionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnOperatorThatTheModelDoesNotHave() {
        Selection selection = Selection.ALL.excluding(new NodeFilter.ByType("Cnov"));

        assertThatThrownBy(() -> selection.exclusionsIn(GRAPH))
                .hasMessageContaining("near names=[Conv");
    }

    @Test
    void refusesABrokenExpression() {
        assertThatThrownBy(() -> NodeFilter.parse("/(/"))
                .isInstanceOf(SelectionException.class)
                .hasMessageContaining("filter=/(/");
    }
}
