package dev.vernier.cli;

import dev.vernier.exchange.CalibrationTable;
import dev.vernier.exchange.TableFormat;
import dev.vernier.model.OutputFile;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that also write the ranges of statistics in the files of other tools. */
final class ExportArgument {

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description =
                    "Also write the ranges that --calibrator chooses for another tool: .cache for"
                            + " TensorRT, .flatbuffers for ONNX Runtime's TensorRT provider, .json for"
                            + " its Python tools. May be repeated.")
    private List<Path> files = List.of();

    @Mixin private CalibratorArgument calibrator = new CalibratorArgument();

    boolean isGiven() {
        return !files.isEmpty();
    }

    /**
     * To be called first.
     *
     * @throws ParameterException if a file has another extension, or a calibrator has none to
     *     choose ranges for
     * @throws java.nio.file.FileAlreadyExistsException if one exists and must not be replaced
     */
    void check(CommandLine line, boolean force) throws IOException {
        calibrator.calibrator(line);
        if (files.isEmpty() && line.getParseResult().hasMatchedOption("--calibrator")) {
            throw new ParameterException(
                    line,
                    "--calibrator chooses the ranges of --export, which is not given; statistics"
                            + " suit every calibrator: give it to vernier quantize --stats");
        }
        for (Path file : files) {
            if (TableFormat.named(file).isEmpty()) {
                throw new ParameterException(
                        line,
                        "--export must end in .cache, .flatbuffers or .json; --export=" + file);
            }
            OutputFile.requireWritable(file, force);
        }
    }

    /** Writes the files; {@link #check} must have been called. */
    void write(CommandLine line, StatisticsFile statistics, boolean force) throws IOException {
        for (Path file : files) {
            TableFormat format = TableFormat.named(file).orElseThrow();
            byte[] bytes =
                    format.bytes(
                            CalibrationTable.of(
                                    statistics, calibrator.calibrator(line), format.scheme()));
            OutputFile.write(file, force, bytes);
        }
    }

    /** What a command wrote that writes these files, if it wrote one before them. */
    List<Path> filesAfter(Optional<Path> output) {
        List<Path> all = new ArrayList<>(output.stream().toList());
        all.addAll(files);
        return all;
    }
}
