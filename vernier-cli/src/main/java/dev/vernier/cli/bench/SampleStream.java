package dev.vernier.cli.bench;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.runner.WireFormat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands samples from process to process. */
final class SampleStream {

    private SampleStream() {}

    static void write(List<Sample> samples, DataOutputStream out) throws IOException {
        out.writeInt(samples.size());
        for (Sample sample : samples) {
            WireFormat.writeString(sample.name(), out);
            out.writeInt(sample.inputs().size());
            for (Map.Entry<String, SampleTensor> input : sample.inputs().entrySet()) {
                WireFormat.writeString(input.getKey(), out);
                WireFormat.write(input.getValue(), out);
            }
        }
    }

    static List<Sample> read(DataInputStream in) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = WireFormat.readString(in);
            Map<String, SampleTensor> inputs = new LinkedHashMap<>();
            for (int inputsLeft = in.readInt(); inputsLeft > 0; inputsLeft--) {
                String input = WireFormat.readString(in);
                inputs.put(input, WireFormat.readSampleTensor(in));
            }
            samples.add(new Sample(name, inputs));
        }
        return samples;
    }
}
