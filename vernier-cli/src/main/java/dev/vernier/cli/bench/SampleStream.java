package dev.vernier.cli.bench;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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
            out.writeUTF(sample.name());
            out.writeInt(sample.inputs().size());
            for (Map.Entry<String, SampleTensor> input : sample.inputs().entrySet()) {
                out.writeUTF(input.getKey());
                write(input.getValue(), out);
            }
        }
    }

    static List<Sample> read(DataInputStream in) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            Map<String, SampleTensor> inputs = new LinkedHashMap<>();
            for (int inputsLeft = in.readInt(); inputsLeft > 0; inputsLeft--) {
                String input = in.readUTF();
                inputs.put(input, readTensor(in));
            }
            samples.add(new Sample(name, inputs));
        }
        return samples;
    }

    private static void write(SampleTensor tensor, DataOutputStream out) throws IOException {
        out.writeInt(tensor.type().code());
        out.writeInt(tensor.rank());
        for (long length : tensor.shape()) {
            out.writeLong(length);
        }
        if (tensor.type() == ElementType.STRING) {
            for (String string : tensor.strings()) {
                out.writeUTF(string);
            }
            return;
        }
        byte[] bytes = new byte[tensor.bytes().remaining()];
        tensor.bytes().get(bytes);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static SampleTensor readTensor(DataInputStream in) throws IOException {
        ElementType type = ElementType.ofCode(in.readInt()).orElseThrow();
        long[] shape = new long[in.readInt()];
        long elements = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.readLong();
            elements *= shape[i];
        }
        if (type == ElementType.STRING) {
            List<String> strings = new ArrayList<>();
            for (long i = 0; i < elements; i++) {
                strings.add(in.readUTF());
            }
            return SampleTensor.ofStrings(shape, strings);
        }
        return SampleTensor.ofBytes(type, shape, ByteBuffer.wrap(in.readNBytes(in.readInt())));
    }
}
