package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vernier.data.DataOptions;
import dev.vernier.data.ImagePreprocessing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class QuantizeCommandTest {

    private static CommandLine line(QuantizeCommand command) {
        return CommandTree.withConventions(new CommandLine(command));
    }

    private static QuantizeCommand parse(String... arguments) {
        QuantizeCommand command = new QuantizeCommand(CommandRun.session());
        line(command).parseArgs(arguments);
        return command;
    }

    @Test
    void defaults() {
        QuantizeCommand command = parse("models/bert.onnx", "--data", "a.npz");
        assertThat(command.model()).isEqualTo(Path.of("models/bert.onnx"));
        assertThat(command.data().data()).contains(Path.of("a.npz"));
        assertThat(command.data().random()).isEmpty();
        assertThat(command.data().reading()).isEqualTo(DataOptions.DEFAULT);
        assertThat(command.data().nonFinite()).isEqualTo(DataArguments.NonFinite.REFUSE);
        assertThat(command.data().threads()).isPositive();
        assertThat(command.evaluation()).isEmpty();
        assertThat(command.labels()).isEmpty();
        assertThat(command.targetName()).isEqualTo("onnxruntime-cpu");
        assertThat(command.output()).isEqualTo(Path.of("models/bert.int8.onnx"));
        assertThat(command.planOutput()).isEmpty();
        assertThat(command.force()).isFalse();
    }

    @Test
    void everyOption() {
        QuantizeCommand command =
                parse(
                        "m.onnx --random 8 --tokenizer t.json --column text --max-length 9 --force"
                                .concat(" --nonfinite=ignore --threads 3 --eval e.npz -o o.onnx")
                                .concat(
                                        " --cast --on-bad-sample=skip:3% --preprocess unit,order=bgr")
                                .concat(" --labels l.npy --target tensorrt --plan-out p.json")
                                .split(" "));
        assertThat(command.data().random()).hasValue(8);
        assertThat(command.data().data()).isEmpty();
        assertThat(command.data().reading())
                .isEqualTo(
                        DataOptions.DEFAULT
                                .withTokenizer(Path.of("t.json"))
                                .withColumn("text")
                                .withMaxLength(9)
                                .withCast(true)
                                .withBadSamples(3)
                                .withImages(ImagePreprocessing.parse("unit,order=bgr")));
        assertThat(command.data().nonFinite()).isEqualTo(DataArguments.NonFinite.IGNORE);
        assertThat(command.data().threads()).isEqualTo(3);
        assertThat(command.evaluation()).contains(Path.of("e.npz"));
        assertThat(command.labels()).contains(Path.of("l.npy"));
        assertThat(command.targetName()).isEqualTo("tensorrt");
        assertThat(command.output()).isEqualTo(Path.of("o.onnx"));
        assertThat(command.planOutput()).contains(Path.of("p.json"));
        assertThat(command.force()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m.onnx | sample inputs must be given: --data DATA, or --random N to try",
                "m.onnx --data a.npz --random 8 | --data and --random exclude each other",
                "m.onnx --random 8 --samples 4 | --samples must be at least 1 and come with --data",
                "m.onnx --data a.npz --samples 0 | --samples must be at least 1 and come with --data",
                "m.onnx --random 0 | --random must be at least 1; --random=0",
                "m.onnx --data a.txt --max-length 0 | --max-length must be at least 1; --max-length=0"
            })
    void contradictionsAreRefused(String arguments, String message) {
        QuantizeCommand command = new QuantizeCommand(CommandRun.session());
        CommandLine line = line(command);
        line.parseArgs(arguments.split(" "));
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> command.data().check(line))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--on-bad-sample=ignore",
                "--on-bad-sample=skip:101",
                "--on-bad-sample=skip:",
                "--preprocess=tensorflow"
            })
    void wrongValuesAreRefused(String option) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse("m.onnx", "--data", "a.npz", option))
                .withMessageContaining("must be");
    }

    @Test
    void labelsNeedAllSamples() {
        CommandRun run =
                CommandRun.of("quantize m.onnx --data a.npz --labels l.npy --samples 3".split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--labels go by the order of all samples");
    }

    @Test
    void theOutputNeverHasTheNameOfTheModel() {
        assertThat(parse("net.pb", "--random", "1").output())
                .isEqualTo(Path.of("net.pb.int8.onnx"));
    }
}
