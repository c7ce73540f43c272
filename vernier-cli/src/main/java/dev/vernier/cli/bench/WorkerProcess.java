package dev.vernier.cli.bench;

import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.runner.JavaProcess;
import dev.vernier.runner.Runners;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
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
    private final Process process;
    private final DataOutputStream orders;
    private final DataInputStream answers;

    private WorkerProcess(Path model, Process process) {
        this.model = model;
        this.process = process;
        this.orders = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** Starts a process and lets it load its model. */
    static WorkerProcess start(Path model, int threads, List<Sample> samples) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of(model.toString(), Integer.toString(threads)));
        Runners.operators().forEach(library -> arguments.add(library.toString()));
        List<String> command = JavaProcess.command(Worker.class, List.of(), arguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        WorkerProcess worker = new WorkerProcess(model, process);
        try {
            SampleStream.write(samples, worker.orders);
            worker.answer();
            return worker;
        } catch (IOException | RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    /** Runs one sample and returns the nanoseconds it took. */
    long run(int sample) throws IOException {
        orders.writeByte(Worker.RUN);
        orders.writeInt(sample);
        return answer();
    }

    /** Loads the model once more, with profiling, and runs it. */
    void profile(Path prefix, int runs) throws IOException {
        orders.writeByte(Worker.PROFILE);
        orders.writeUTF(prefix.toString());
        orders.writeInt(runs);
        answer();
    }

    OptionalLong peakMemory() throws IOException {
        orders.writeByte(Worker.PEAK);
        long bytes = answer();
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private long answer() throws IOException {
        try {
            orders.flush();
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
        process.destroyForcibly();
    }
}
