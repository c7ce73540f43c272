package dev.vernier.cli.bench;

import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.runner.JavaProcess;
import dev.vernier.runner.Runners;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A {@link Worker} seen from outside. */
final class WorkerProcess implements AutoCloseable {

    private final Path model;
    private final JavaProcess process;

    private WorkerProcess(Path model, JavaProcess process) {
        this.model = model;
        this.process = process;
    }

    /** Starts a process and lets it load its model. */
    static WorkerProcess start(Path model, int threads, List<Sample> samples) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of(model.toString(), Integer.toString(threads)));
        Runners.operators().forEach(library -> arguments.add(library.toString()));
        JavaProcess process = JavaProcess.start(Worker.class, List.of(), arguments);
        WorkerProcess worker = new WorkerProcess(model, process);
        try {
            SampleStream.write(samples, process.orders());
            worker.answer();
            return worker;
        } catch (IOException | RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    /** Runs one sample and returns the nanoseconds it took. */
    long run(int sample) throws IOException {
        process.orders().writeByte(Worker.RUN);
        process.orders().writeInt(sample);
        return answer();
    }

    /** Loads the model once more, with profiling, and runs it. */
    void profile(Path prefix, int runs) throws IOException {
        DataOutputStream orders = process.orders();
        orders.writeByte(Worker.PROFILE);
        orders.writeUTF(prefix.toString());
        orders.writeInt(runs);
        answer();
    }

    OptionalLong peakMemory() throws IOException {
        process.orders().writeByte(Worker.PEAK);
        long bytes = answer();
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private long answer() throws IOException {
        try {
            process.orders().flush();
            DataInputStream answers = process.answers();
            if (answers.readByte() == Worker.OK) {
                return answers.readLong();
            }
            throw new DataException(answers.readUTF());
        } catch (EOFException e) {
            throw new IOException(
                    "the process that ran the model ended by itself; model=" + model, e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
