package dev.vernier.cli;

import dev.vernier.cli.explain.Explanation;
import dev.vernier.cli.explain.ExplanationSvg;
import dev.vernier.cli.explain.ExplanationText;
import dev.vernier.cli.explain.Part;
import dev.vernier.model.OutputFile;
import dev.vernier.numeric.CodeRange;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Symmetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code vernier explain}: the arithmetic of quantization on the user's own numbers. */
@Command(
        name = "explain",
        header = {
            "Shows the arithmetic of quantization on your own numbers.",
            "",
            "Examples:",
            "  vernier explain --range -1:3 --bits 3",
            "  vernier explain --range -3:2 --bits 3 --symmetric --values -2.5,0,0.5,3.4",
            "  vernier explain --range 0:6 --unsigned --svg relu6.svg"
        },
        description = {
            "",
            "The equations have the numbers they have in docs/equations.md; an introduction is in"
                    + " docs/introduction.md."
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "vernier explain --range MIN:MAX [--bits N] [OPTIONS]",
        optionListHeading = "%nOptions:%n",
        sortOptions = false)
final class ExplainCommand implements Callable<Integer> {

    /** The real numbers to represent, as typed. */
    record Ends(float min, float max) {}

    static final class EndsConverter implements ITypeConverter<Ends> {
        @Override
        public Ends convert(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new TypeConversionException("range must be MIN:MAX; range=" + text);
            }
            Ends ends =
                    new Ends(finite(text.substring(0, colon)), finite(text.substring(colon + 1)));
            if (ends.min() > ends.max()) {
                throw new TypeConversionException("range must have MIN at most MAX; range=" + text);
            }
            return ends;
        }
    }

    static final class ValueConverter implements ITypeConverter<Float> {
        @Override
        public Float convert(String text) {
            return finite(text);
        }
    }

    @Option(
            names = "--range",
            paramLabel = "MIN:MAX",
            required = true,
            converter = EndsConverter.class,
            description = "The real numbers to represent, for example -1:3.")
    private Ends range = new Ends(0, 0);

    @Option(
            names = "--bits",
            paramLabel = "N",
            defaultValue = "8",
            description = "The width of the integers, 2 to 16 (default: ${DEFAULT-VALUE}).")
    private int bits;

    @Option(
            names = "--symmetric",
            description = "Zero point in the middle, as TensorRT and weights have it.")
    private boolean symmetric;

    @Option(names = "--unsigned", description = "Codes from 0 instead of two's complement.")
    private boolean unsigned;

    @Option(
            names = "--codes",
            paramLabel = "RANGE",
            description =
                    "full: all codes; narrow: all but the smallest (default: narrow with"
                            + " --symmetric, else full).")
    private Optional<CodeRange> codes = Optional.empty();

    @Option(
            names = "--values",
            paramLabel = "X",
            split = ",",
            converter = ValueConverter.class,
            description =
                    "The numbers to send through (default: zero, the ends, half-way points and one"
                            + " beyond each end).")
    private List<Float> values = List.of();

    @Option(
            names = "--show",
            paramLabel = "PART",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Part> parts = List.of();

    @Option(names = "--svg", paramLabel = "FILE", description = "Also draw it as a picture.")
    private Optional<Path> svg = Optional.empty();

    @Option(names = "--force", description = "Replace FILE if it exists.")
    private boolean force;

    @Option(names = "--ascii", description = "Use only ASCII characters.")
    private boolean ascii;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Session session;

    ExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Explanation explanation = Explanation.of(range.min(), range.max(), scheme(), values);
        if (svg.isPresent()) {
            write(svg.get(), ExplanationSvg.of(explanation));
        }
        if (session.settings().json()) {
            session.printJson("explain", explanation.toMap());
        } else {
            Terminal terminal = session.console().terminal();
            session.print(
                    ExplanationText.of(
                            explanation,
                            parts.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(parts),
                            terminal.unicode() && !ascii,
                            session.style(),
                            Math.min(terminal.columns(), 100)));
        }
        return ExitCode.OK;
    }

    private LinearScheme scheme() {
        if (bits < 2 || bits > 16) {
            throw new ParameterException(
                    spec.commandLine(), "--bits must be 2 to 16; --bits=" + bits);
        }
        return new LinearScheme(
                new IntegerType(bits, !unsigned),
                symmetric ? Symmetry.SYMMETRIC : Symmetry.AFFINE,
                codes.orElse(symmetric ? CodeRange.NARROW : CodeRange.FULL));
    }

    private void write(Path file, String text) throws IOException {
        OutputFile.write(file, force, text.getBytes(StandardCharsets.UTF_8));
        session.note("wrote " + file);
    }

    private static float finite(String text) {
        try {
            float value = Float.parseFloat(text.strip());
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException("number must be a finite float; number=" + text);
    }
}
