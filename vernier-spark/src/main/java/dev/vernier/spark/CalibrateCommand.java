package dev.vernier.spark;

import dev.vernier.collect.Collection;
import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line: rows in, what was seen of them out. */
@Command(
        name = "calibrate",
        header = {
            "Runs the rows of a dataset through a model once and saves what was seen of its tensors.",
            "",
            "Examples:",
            "  spark-submit --class dev.vernier.spark.Main vernier-spark.jar model.onnx \\",
            "      --data hdfs:///lake/calibration.parquet --name-column id -o model.stats",
            "  vernier quantize model.onnx --stats model.stats --eval test.npz"
        })
final class CalibrateCommand implements Callable<Integer> {

    private static final int USUALLY_BAD = 10;
    private static final Pattern SKIP = Pattern.compile("skip(?::(\\d{1,3})%?)?");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "The float ONNX model: a file of the driver, or hdfs:, s3a:, ...")
    private String model = "";

    @Mixin private RowArguments rows = new RowArguments();

    @Option(
            names = "--target",
            paramLabel = "NAME|FILE",
            defaultValue = "onnxruntime-cpu",
            description =
                    "The runtime to quantize for, or a file on the driver that describes one"
                            + " (default: ${DEFAULT-VALUE}).")
    private String target = "";

    @Option(
            names = "--nonfinite",
            paramLabel = "MODE",
            defaultValue = "refuse",
            description =
                    "NaN or infinity in an activation: refuse, or ignore the value and count it"
                            + " (default: ${DEFAULT-VALUE}).")
    private NonFinitePolicy nonFinite = NonFinitePolicy.REFUSE;

    @Option(
            names = "--on-bad-sample",
            paramLabel = "MODE",
            defaultValue = "fail",
            description =
                    "A row that is no sample: fail, or skip[:PERCENT] to leave out at most that share"
                            + " of all, 10 unless said (default: ${DEFAULT-VALUE}).")
    private String onBadSample = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "STATS",
            required = true,
            description = "The statistics file to write: a file of the driver, or hdfs:, s3a:, ...")
    private String output = "";

    @Option(names = "--force", description = "Replace a file that exists.")
    private boolean force;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Override
    public Integer call() throws IOException {
        SampleColumns columns = checked(rows::columns);
        Target runtime = target();
        SparkCalibration calibration =
                checked(
                        () -> {
                            SparkCalibration settings =
                                    SparkCalibration.of(model, columns)
                                            .target(runtime)
                                            .nonFinite(nonFinite);
                            return withBadSamples(settings);
                        });
        SparkSession session = Main.session();
        StatisticsOutput file =
                StatisticsOutput.of(output, force, session.sparkContext().hadoopConfiguration());
        Collection seen = calibration.collect(rows.read(session));
        file.write(seen.statistics());
        seen.notes().forEach(note -> System.err.println("vernier: " + note));
        System.out.printf(
                Locale.ROOT,
                "%s -> %s%n  %d samples of %d tensors%n",
                model,
                output,
                seen.statistics().samples(),
                seen.statistics().tensors().size());
        return 0;
    }

    private SparkCalibration withBadSamples(SparkCalibration settings) {
        if (onBadSample.equals("fail")) {
            return settings;
        }
        Matcher skip = SKIP.matcher(onBadSample);
        if (!skip.matches()) {
            throw new IllegalArgumentException(
                    "--on-bad-sample must be fail or skip[:PERCENT]; --on-bad-sample="
                            + onBadSample);
        }
        return settings.badSamples(
                skip.group(1) == null ? USUALLY_BAD : Integer.parseInt(skip.group(1)));
    }

    private Target target() throws IOException {
        try {
            return Targets.of(target);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unknown.getMessage()));
        }
    }

    /** What options say wrong is a usage error. */
    private <T> T checked(Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }
}
