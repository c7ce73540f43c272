package dev.vernier.runner;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A {@link WorkerMain} seen from outside: one request at a time, each of which comes back within a
 * limit or ends the process. Not thread-safe, but for {@link #kill}.
 */
final class WorkerProcess implements AutoCloseable {

    /** Writes what follows the kind of a request. */
    @FunctionalInterface
    interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static final int SIGNALS = 128;
    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    private final JavaProcess process;
    private final Duration limit;
    private volatile boolean expired;

    private WorkerProcess(JavaProcess process, Duration limit) {
        this.process = process;
        this.limit = limit;
    }

    private static ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor alarms =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "vernier-worker-limit");
                            thread.setDaemon(true);
                            return thread;
                        });
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    /**
     * Starts a process.
     *
     * @throws WorkerDeathException if it does not come up
     */
    static WorkerProcess start(Isolation isolation) throws WorkerDeathException {
        JavaProcess process;
        try {
            process = isolation.start();
        } catch (IOException e) {
            throw new WorkerDeathException("the process to run it in does not start", e);
        }
        WorkerProcess worker = new WorkerProcess(process, isolation.limit());
        try {
            WorkerMain.writeVersion(process.orders());
            process.orders().flush();
            WorkerMain.requireVersion(process.answers());
            return worker;
        } catch (IOException e) {
            WorkerDeathException death = worker.death(e);
            worker.close();
            throw death;
        }
    }

    /**
     * Asks and waits for the answer.
     *
     * @param taker of the outputs of a run; what it throws is thrown on once the answer is read
     * @return what the request gives besides
     * @throws WorkerDeathException if the process ends or is ended meanwhile
     * @throws RunException if the request fails
     */
    List<String> ask(String model, byte request, Body body, BiConsumer<String, RunTensor> taker)
            throws WorkerDeathException {
        Future<?> alarm = ALARMS.schedule(this::expire, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            DataOutputStream orders = process.orders();
            orders.writeByte(request);
            body.writeTo(orders);
            orders.flush();
            return answer(model, new CarefulTaker(taker));
        } catch (IOException e) {
            throw death(e);
        } finally {
            alarm.cancel(false);
        }
    }

    private List<String> answer(String model, CarefulTaker taker) throws IOException {
        DataInputStream in = process.answers();
        while (true) {
            byte kind = in.readByte();
            switch (kind) {
                case WorkerMain.OUTPUT -> {
                    String name = WireFormat.readString(in);
                    taker.accept(name, WireFormat.readRunTensor(in));
                }
                case WorkerMain.DONE -> {
                    List<String> strings = WireFormat.readStrings(in);
                    taker.rethrow();
                    return strings;
                }
                case WorkerMain.FAILED -> {
                    String node = WireFormat.readString(in);
                    throw new RunException(model, node, WireFormat.readString(in));
                }
                case WorkerMain.OUT_OF_MEMORY ->
                        throw new OutOfMemoryError(WireFormat.readString(in));
                default -> throw new IOException("answer must be known; answer=" + kind);
            }
        }
    }

    private void expire() {
        expired = true;
        kill();
    }

    /** Ends the process whatever it does; a request under way fails. */
    void kill() {
        process.close();
    }

    private WorkerDeathException death(IOException cause) {
        if (expired) {
            return new WorkerDeathException(
                    "the process that ran it did not come back within %s s and was ended"
                            .formatted(limit.toMillis() / 1000.0),
                    cause);
        }
        kill(); // of no use if it speaks another language
        int code = process.exitCode().orElse(0);
        String signal = code > SIGNALS ? ", signal " + (code - SIGNALS) : "";
        return new WorkerDeathException(
                "the process that ran it ended by itself; exitCode=%d%s".formatted(code, signal),
                cause);
    }

    @Override
    public void close() {
        kill();
    }

    /** Hands outputs on until the first failure; the rest of the answer has to be read anyway. */
    private static final class CarefulTaker {

        private final BiConsumer<String, RunTensor> taker;
        private Optional<RuntimeException> failure = Optional.empty();

        CarefulTaker(BiConsumer<String, RunTensor> taker) {
            this.taker = taker;
        }

        void accept(String name, RunTensor tensor) {
            if (failure.isEmpty()) {
                try {
                    taker.accept(name, tensor);
                } catch (RuntimeException e) {
                    failure = Optional.of(e);
                }
            }
        }

        void rethrow() {
            failure.ifPresent(
                    e -> {
                        throw e;
                    });
        }
    }
}
