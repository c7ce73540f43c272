package dev.vernier.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;

/**
 * A pass whose samples are decoded ahead on a thread of its own, a bounded number of them.
 *
 * <p>What decoding throws is thrown by {@link #next} in its place and ends the pass. Notes are
 * complete when the end has been reached.
 */
public final class PrefetchedCursor implements SampleCursor {

    private final SampleCursor cursor;
    private final OptionalLong size;
    private final BlockingQueue<Decoded> queue;
    private final Thread decoder;
    private boolean isAtEnd;

    /** What the decoding thread hands over: a sample, the end, or why there is none. */
    private sealed interface Decoded {
        record Next(Sample sample) implements Decoded {}

        record End() implements Decoded {}

        record Failure(Throwable cause) implements Decoded {}
    }

    /**
     * Starts decoding.
     *
     * @param cursor closed with this one
     * @param ahead the most samples to hold decoded
     */
    public PrefetchedCursor(SampleCursor cursor, int ahead) {
        this.cursor = cursor;
        this.size = cursor.size();
        this.queue = new ArrayBlockingQueue<>(ahead);
        this.decoder = new Thread(this::decode, "vernier-decoder");
        decoder.setDaemon(true);
        decoder.start();
    }

    private void decode() {
        try {
            Decoded decoded;
            do {
                decoded = decodeNext();
                queue.put(decoded);
            } while (decoded instanceof Decoded.Next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed before the end
        }
    }

    private Decoded decodeNext() {
        try {
            Optional<Sample> next = cursor.next();
            return next.isPresent() ? new Decoded.Next(next.get()) : new Decoded.End();
        } catch (IOException | RuntimeException | Error e) {
            return new Decoded.Failure(e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws CancellationException if the calling thread is interrupted while it waits
     */
    @Override
    public Optional<Sample> next() throws IOException {
        if (isAtEnd) {
            return Optional.empty();
        }
        Decoded decoded;
        try {
            decoded = queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a sample");
        }
        if (decoded instanceof Decoded.Next next) {
            return Optional.of(next.sample());
        }
        isAtEnd = true;
        if (decoded instanceof Decoded.Failure failure) {
            throwIt(failure.cause());
        }
        return Optional.empty();
    }

    private static void throwIt(Throwable cause) throws IOException {
        if (cause instanceof IOException exception) {
            throw exception;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        throw (Error) cause;
    }

    @Override
    public OptionalLong size() {
        return size;
    }

    @Override
    public List<String> notes() {
        return cursor.notes();
    }

    @Override
    public void close() throws IOException {
        decoder.interrupt();
        boolean wasInterrupted = false;
        while (decoder.isAlive()) {
            try {
                decoder.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        cursor.close();
    }
}
