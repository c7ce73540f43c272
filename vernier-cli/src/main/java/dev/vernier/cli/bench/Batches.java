package dev.vernier.cli.bench;

import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins samples along the first axis of every input. */
final class Batches {

    private Batches() {}

    /**
     * Runs of {@code size} neighbouring samples each; what is left over at the end is dropped, but
     * fewer samples than one batch needs are repeated.
     *
     * @throws DataException if neighbours differ in names, types or lengths of other axes
     */
    static List<Sample> of(List<Sample> samples, int size) {
        if (size == 1) {
            return List.copyOf(samples);
        }
        List<Sample> batches = new ArrayList<>();
        int count = Math.max(1, samples.size() / size);
        for (int batch = 0; batch < count; batch++) {
            List<Sample> members = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                members.add(samples.get((batch * size + i) % samples.size()));
            }
            batches.add(joined(members));
        }
        return batches;
    }

    private static Sample joined(List<Sample> members) {
        Sample first = members.get(0);
        Map<String, SampleTensor> inputs = new LinkedHashMap<>();
        first.inputs().keySet().forEach(name -> inputs.put(name, joined(name, members)));
        return new Sample("batch of " + first.name(), inputs);
    }

    private static SampleTensor joined(String name, List<Sample> members) {
        List<SampleTensor> parts = new ArrayList<>();
        long rows = 0;
        int bytes = 0;
        for (Sample member : members) {
            SampleTensor part = member.inputs().get(name);
            if (part == null || !fits(part, parts.isEmpty() ? part : parts.get(0))) {
                throw new DataException(
                        "samples of a batch must have the same shape but for the first axis;"
                                + " input=%s, sample=%s, the one before=%s"
                                        .formatted(name, member.name(), members.get(0).name()));
            }
            rows += part.shape()[0];
            bytes = Math.addExact(bytes, part.bytes().remaining());
            parts.add(part);
        }
        ByteBuffer data = ByteBuffer.allocate(bytes);
        parts.forEach(part -> data.put(part.bytes()));
        long[] shape = parts.get(0).shape();
        shape[0] = rows;
        return SampleTensor.ofBytes(parts.get(0).type(), shape, data.flip());
    }

    private static boolean fits(SampleTensor part, SampleTensor first) {
        return part.rank() > 0
                && part.type() == first.type()
                && part.type() != ElementType.STRING
                && part.rank() == first.rank()
                && Arrays.equals(part.shape(), 1, part.rank(), first.shape(), 1, first.rank());
    }
}
