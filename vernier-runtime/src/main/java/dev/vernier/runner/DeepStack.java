package dev.vernier.runner;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Calls something on a thread with a large stack, and waits for it.
 *
 * <p>ONNX Runtime 1.29 matches a regular expression against the command line of the process when
 * its environment is created, in a recursion that takes some 260 bytes of stack a character: a
 * class path of 4,000 characters overflows the 1 MB of an ordinary thread and ends the process.
 */
final class DeepStack {

    /** Enough for 240,000 characters; only what is used costs memory. */
    private static final long STACK_BYTES = 64L << 20;

    private DeepStack() {}

    static <T> T call(Supplier<T> supplier) {
        FutureTask<T> task = new FutureTask<>(supplier::get);
        Thread thread = new Thread(null, task, "vernier-onnxruntime", STACK_BYTES);
        thread.start();
        boolean wasInterrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("ONNX Runtime must start", e.getCause());
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
