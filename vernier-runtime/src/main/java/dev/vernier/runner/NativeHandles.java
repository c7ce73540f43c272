package dev.vernier.runner;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The native handles of one run, closed together and in reverse order.
 *
 * <p>Counts those that are open in the whole process. Used by one thread.
 */
final class NativeHandles implements AutoCloseable {

    private static final AtomicLong OPEN = new AtomicLong();

    private final Deque<AutoCloseable> handles = new ArrayDeque<>();

    /** How many handles are open now. */
    static long open() {
        return OPEN.get();
    }

    /** Counts a handle that lives longer than a run; {@link #close(AutoCloseable)} ends it. */
    static <T extends AutoCloseable> T opened(T handle) {
        OPEN.incrementAndGet();
        return handle;
    }

    /** Closes a handle counted by {@link #opened}. */
    static void close(AutoCloseable handle) {
        try {
            handle.close();
            OPEN.decrementAndGet();
        } catch (Exception e) {
            throw new IllegalStateException("native handle must close", e);
        }
    }

    /** Takes charge of a handle. */
    <T extends AutoCloseable> T add(T handle) {
        handles.push(opened(handle));
        return handle;
    }

    @Override
    public void close() {
        while (!handles.isEmpty()) {
            close(handles.pop());
        }
    }
}
