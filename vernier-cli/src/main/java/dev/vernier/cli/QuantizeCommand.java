package dev.vernier.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code vernier quantize}: a float model and samples in, INT8 out. */
@Command(
        name = "quantize",
        header = {
            "Quantizes a float ONNX model to INT8 from sample inputs.",
            "",
            "Examples:",
            "  vernier quantize model.onnx --data calibration.npz",
            "  vernier quantize model.onnx --data train.npz --eval test.npz --labels labels.npy",
            "  vernier quantize bert.onnx --data sentences.txt --tokenizer tokenizer.json"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class QuantizeCommand {

    @Parameters(index = "0", paramLabel = "MODEL", description = "The float ONNX model.")
    private Path model = Path.of("");

    @Mixin private DataArguments data = new DataArguments();

    @Option(
            names = "--eval",
            paramLabel = "DATA",
            description =
                    "Compare both models on these samples, in any form that --data takes"
                            + " (default: on those of --data).")
    private Optional<Path> evaluation = Optional.empty();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The right class of each --eval sample, an .npy of integers.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "NAME",
            defaultValue = "onnxruntime-cpu",
            description = "The runtime to quantize for (default: ${DEFAULT-VALUE}).")
    private String target = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "The model to write (default: MODEL with .int8.onnx for .onnx).")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--plan-out",
            paramLabel = "JSON",
            description = "Also write the plan: what was quantized and what was not, and why.")
    private Optional<Path> planOutput = Optional.empty();

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    Path model() {
        return model;
    }

    DataArguments data() {
        return data;
    }

    Optional<Path> evaluation() {
        return evaluation;
    }

    Optional<Path> labels() {
        return labels;
    }

    String target() {
        return target;
    }

    /** As asked, or {@code name.int8.onnx} beside {@code name.onnx}. */
    Path output() {
        String name = String.valueOf(model.getFileName());
        String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
        return output.orElseGet(() -> model.resolveSibling(stem + ".int8.onnx"));
    }

    Optional<Path> planOutput() {
        return planOutput;
    }

    boolean force() {
        return force;
    }
}
