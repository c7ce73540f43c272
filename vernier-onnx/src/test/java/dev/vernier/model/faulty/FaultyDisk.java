package dev.vernier.model.faulty;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Counts operations and lets them go wrong. One thread at a time.
 *
 * <p>{@link #crash} makes of the real files what a machine would find after its power came back.
 */
public final class FaultyDisk {

    private final FaultyProvider provider = new FaultyProvider(this);
    private final Durable durable = new Durable();
    private Fault fault = Fault.NONE;
    private int at;
    private int operations;

    /** The same file, behind faults. */
    public Path path(Path real) {
        if (real.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("path must be real; path=" + real);
        }
        return new FaultyPath(provider.fileSystem(), real.toAbsolutePath());
    }

    /** From now on: {@code newFault} at the {@code operation}-th operation, counted from 1. */
    public void fail(Fault newFault, int operation) {
        fault = newFault;
        at = operation;
        operations = 0;
    }

    /** How many operations there were since {@link #fail}. */
    public int operations() {
        return operations;
    }

    /** The power fails now. */
    public void crash() throws IOException {
        durable.crash(fault == Fault.CRASH_LOSING_NAMES);
    }

    Durable durable() {
        return durable;
    }

    /** An operation on a path that takes no room. */
    void operation(String what, Path path) throws IOException {
        operations++;
        boolean fails =
                switch (fault) {
                    case NONE, SHORT, FULL -> false;
                    case ONCE -> operations == at;
                    case FOREVER, CRASH, CRASH_LOSING_NAMES -> operations >= at;
                };
        if (fails) {
            throw new IOException("fault at operation " + operations + ": " + what + " " + path);
        }
    }

    /** An operation that takes room for {@code bytes}; returns for how many there is. */
    int room(String what, Path path, int bytes) throws IOException {
        operation(what, path);
        if (fault == Fault.FULL && operations >= at) {
            throw new IOException("No space left on device");
        }
        return fault == Fault.SHORT ? (bytes + 1) / 2 : bytes;
    }

    /** Whether a write that fails for want of room stores a part before. */
    boolean storesHalf() {
        return fault == Fault.FULL && operations + 1 == at;
    }
}
