package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.target.OperatorRole;
import dev.vernier.target.OutputForm;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import dev.vernier.target.WeightLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/operators.md} is made of the tables of the targets and the rules of placement; {@code
 * -Dgolden.write=true} writes it anew.
 */
class OperatorsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/operators.md");
    private static final List<Target> TARGETS =
            List.of(Targets.ONNXRUNTIME_CPU, Targets.TENSORRT, Targets.PORTABLE);

    @Test
    void documentSaysWhatTheTablesSay() throws IOException {
        String document = document();
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(document).isEqualTo(Files.readString(DOCUMENT));
    }

    private static String document() {
        return """
        # Operators

        Made from the tables of the targets by a test; edits are lost. The presets of `onnxruntime-cpu`
        have its table. An operator that is not listed stays in float (`%s`): ONNX Runtime has no integer
        kernel on a CPU for GRU, RNN, ConvTranspose, Tanh or Einsum. HardSwish is written as
        its definition, with HardSigmoid.

        | operator | %s |
        |---|%s
        %s
        ## Rules

        What a plan says of each node, for the report and for `vernier plan`.

        | rule | | what it means |
        |---|---|---|
        %s"""
                .formatted(
                        Reason.NO_KERNEL.id(),
                        TARGETS.stream()
                                .map(target -> "`" + target.name() + "`")
                                .collect(Collectors.joining(" | ")),
                        "---|".repeat(TARGETS.size()),
                        rows(),
                        rules());
    }

    private static String rows() {
        TreeSet<String> operators = new TreeSet<>();
        TARGETS.forEach(target -> operators.addAll(target.operators().keySet()));
        StringBuilder rows = new StringBuilder();
        for (String operator : operators) {
            rows.append("| ").append(operator).append(" |");
            for (Target target : TARGETS) {
                String role =
                        Optional.ofNullable(target.operators().get(operator))
                                .map(OperatorsDocumentTest::describe)
                                .orElse("float");
                rows.append(' ').append(role).append(" |");
            }
            rows.append('\n');
        }
        return rows.toString();
    }

    private static String rules() {
        StringBuilder rules = new StringBuilder();
        for (Reason reason : Reason.values()) {
            rules.append(
                    "| `%s` | %s | %s |%n"
                            .formatted(
                                    reason.id(),
                                    reason.isInteger() ? "integer" : "float",
                                    reason.sentence())
                            .replace(System.lineSeparator(), "\n"));
        }
        return rules.toString();
    }

    private static String describe(OperatorRole role) {
        if (role instanceof OperatorRole.Weighted product) {
            return "constant weight (input 1), "
                    + scales(product.layout())
                    + form(product.output());
        }
        if (role instanceof OperatorRole.Recurrent) {
            return "both constant weights (inputs 1 and 2), a scale for each gate; quantizes its"
                    + " input itself";
        }
        if (role instanceof OperatorRole.Projecting) {
            return "constant weight of the projection (input 1), axis 1; quantizes its input as it"
                    + " comes";
        }
        if (role instanceof OperatorRole.Lookup) {
            return "table stored in int8, a scale for each column; moves other integers";
        }
        if (role instanceof OperatorRole.Joining) {
            return "all inputs, between integers";
        }
        if (role instanceof OperatorRole.Saturating) {
            return "input, between integers, as a product whose rounding clamps";
        }
        if (role instanceof OperatorRole.Moving moving) {
            return "moves integers" + moving.mode().map(mode -> " (mode " + mode + ")").orElse("");
        }
        if (role instanceof OperatorRole.Clipping) {
            return "disappears into the operator before it";
        }
        if (role instanceof OperatorRole.Residual) {
            return "the shortcut of a convolution";
        }
        if (role instanceof OperatorRole.Averaging) {
            return "input, between integers";
        }
        if (role instanceof OperatorRole.Sharing) {
            return "all inputs on one scale";
        }
        return "kept in float: the integer kernel loses too much";
    }

    private static String scales(WeightLayout layout) {
        return switch (layout) {
            case CONVOLUTION -> "axis 0";
            case TRANSPOSED -> "axis 1";
            case GEMM -> "axis 1, with transB 0";
            case MATMUL -> "axis 1, stacks per tensor";
        };
    }

    private static String form(OutputForm form) {
        return switch (form) {
            case INTEGER -> "; writes integers";
            case FLOAT -> "; writes float";
            case EITHER -> "; writes integers or float";
        };
    }
}
