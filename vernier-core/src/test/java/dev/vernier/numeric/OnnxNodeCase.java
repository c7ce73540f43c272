package dev.vernier.numeric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One node test of the ONNX project, as written by src/test/scripts/onnx_node_vectors.py. */
record OnnxNodeCase(
        String name, String operator, int axis, int block, Map<String, String[]> lines) {

    private static final String RESOURCE = "onnx-node-vectors.txt";

    static List<OnnxNodeCase> all() {
        List<OnnxNodeCase> cases = new ArrayList<>();
        try (InputStream file = OnnxNodeCase.class.getResourceAsStream(RESOURCE);
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(Objects.requireNonNull(file), UTF_8))) {
            for (String line : reader.lines().toList()) {
                if (line.contains(" axis=")) {
                    cases.add(header(line.split(" ", -1)));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] words = line.split(" ", -1);
                    boolean raw = words[0].equals("raw");
                    Map<String, String[]> lines = cases.get(cases.size() - 1).lines;
                    lines.put(raw ? "raw " + words[1] : words[0], words);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static OnnxNodeCase header(String... words) {
        int axis = Integer.parseInt(words[2].substring("axis=".length()));
        int block = Integer.parseInt(words[3].substring("block=".length()));
        return new OnnxNodeCase(words[0], words[1], axis, block, new LinkedHashMap<>());
    }

    boolean has(String role) {
        return lines.containsKey(role);
    }

    /** The ONNX name of the element type. */
    String type(String role) {
        return line(role)[1];
    }

    long[] shape(String role) {
        String shape = line(role)[2];
        return shape.equals("scalar")
                ? new long[0]
                : Stream.of(shape.split("x", -1)).mapToLong(Long::parseLong).toArray();
    }

    float[] floats(String role) {
        String[] words = line(role);
        float[] values = new float[words.length - 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(words[i + 3], 16));
        }
        return values;
    }

    int[] codes(String role) {
        return Stream.of(line(role)).skip(3).mapToInt(Integer::parseInt).toArray();
    }

    /** The stored bytes of the tensor. */
    byte[] raw(String role) {
        return HexFormat.of().parseHex(line("raw " + role)[2]);
    }

    /** How the scales lie on a tensor of the shape of {@code role}. */
    SliceLayout layout(String role) {
        Granularity granularity = new Granularity.PerTensor();
        if (block > 0) {
            granularity = new Granularity.PerBlock(axis, block);
        } else if (floats("scale").length > 1) {
            granularity = new Granularity.PerChannel(axis);
        }
        return granularity.layout(shape(role));
    }

    private String[] line(String role) {
        return Objects.requireNonNull(lines.get(role), () -> name + ": " + role);
    }

    @Override
    public String toString() {
        return name;
    }
}
