package dev.vernier.report;

import dev.vernier.report.Layer.Activation;
import dev.vernier.report.Layer.Alternative;
import dev.vernier.report.Layer.Distribution;
import dev.vernier.report.Layer.Weight;
import dev.vernier.report.RunRecord.Macs;
import dev.vernier.report.RunRecord.Output;
import dev.vernier.report.RunRecord.Pair;
import dev.vernier.report.RunRecord.StepGain;
import dev.vernier.report.RunRecord.Task;
import dev.vernier.report.RunRecord.Warning;
import dev.vernier.report.Verdict.Level;
import dev.vernier.report.Verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Records with every field filled: a chain of Conv, Relu and Softmax nodes. */
final class TestRuns {

    /** What no page must take for markup. */
    static final String HOSTILE =
            "</script><img src=x onerror=\"document.title='owned'\">&lt;b&gt;";

    private static final long SEED = 11;
    private static final List<String> OPS = List.of("Conv", "Relu", "Softmax");

    private TestRuns() {}

    static RunRecord of(int layers) {
        return of(layers, "/model");
    }

    /** All names begin with {@code prefix}. */
    static RunRecord of(int layers, String prefix) {
        return new RunRecord(
                RunRecord.SCHEMA_VERSION,
                new Verdict(
                        Level.LOOK,
                        "Usable, but look at " + prefix,
                        List.of(
                                new Reason(Level.SHIP, "Top-1 accuracy 91 %"),
                                new Reason(Level.LOOK, "1.2 times slower"),
                                new Reason(Level.STOP, "3 % in integers"))),
                new Origin(
                        "vernier quantize '" + prefix + "'",
                        prefix + ".onnx",
                        "11aa",
                        prefix + ".int8.onnx",
                        "22bb",
                        "33cc",
                        Optional.of("44dd"),
                        "0.1.0",
                        "1.29.0",
                        "25",
                        "a processor"),
                "onnxruntime-cpu",
                Optional.of(128L),
                450,
                new Pair(4_000_000, 1_000_000),
                new Pair(12.5, 4.5),
                Optional.of(new Task("top-1 accuracy", new Pair(0.92, 0.91), 0.985, 450)),
                List.of(new Output(prefix + "/logits", Optional.of(28.31), 0.9993, 0.71)),
                new Macs(1_000_000_000, 800_000_000, 700_000_000, List.of(prefix + "/3")),
                layers(layers, prefix),
                List.of(
                        new StepGain(
                                "bias-correction",
                                "12 of 14 layers",
                                Optional.of(25.1),
                                Optional.of(28.3),
                                true)),
                List.of(new Warning("Something about " + prefix, "Do something.")));
    }

    private static List<Layer> layers(int count, String prefix) {
        Random random = new Random(SEED);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String tensor = prefix + "/block" + i + "/out";
            String before = i == 0 ? prefix + "/in" : prefix + "/block" + (i - 1) + "/out";
            boolean integer = i % 3 < 2;
            layers.add(
                    new Layer(
                            prefix + "/block" + i + "/" + OPS.get(i % 3),
                            OPS.get(i % 3),
                            integer,
                            integer ? "weighted-kernel" : "no-integer-kernel",
                            "because of " + prefix,
                            tensor,
                            List.of(before),
                            List.of(tensor),
                            integer ? List.of(before) : List.of(),
                            List.of(1L, 64L, 56L, 56L),
                            Optional.of(1_000_000L + i),
                            Optional.of(20 + 100.0 * i % 17),
                            Optional.of(40 - 10.0 * i / count),
                            false,
                            Optional.of(0.25 + i % 5),
                            Optional.of(integer ? "estimated" : "measured"),
                            Optional.of(
                                    new Activation(
                                            "uint8",
                                            0.03,
                                            100,
                                            -3.1,
                                            4.6,
                                            "entropy",
                                            Optional.of(0.0003))),
                            Optional.of(distribution(random)),
                            Optional.of(weight(tensor + "_weight", random))));
        }
        return layers;
    }

    private static Distribution distribution(Random random) {
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < Distributions.BINS; i++) {
            counts.add((long) random.nextInt(1_000_000));
        }
        return new Distribution(
                -4.12,
                5.61,
                counts,
                3,
                4,
                -1e30,
                9.75,
                12_345_678,
                List.of(
                        new Alternative("min-max", -4.12, 5.61, Optional.of(33.1)),
                        new Alternative("percentile:99.99", -3.5, 5.1, Optional.of(35.2)),
                        new Alternative("entropy", -3.1, 4.6, Optional.of(34.8)),
                        new Alternative("mean-squared-error", -3.2, 4.7, Optional.of(36.4))));
    }

    private static Weight weight(String name, Random random) {
        List<Double> smallest = new ArrayList<>();
        List<Double> largest = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            smallest.add(Rounded.of(0.1 + random.nextDouble()));
            largest.add(Rounded.of(1.1 + random.nextDouble()));
        }
        return new Weight(name, "int8", 512, smallest, largest);
    }
}
