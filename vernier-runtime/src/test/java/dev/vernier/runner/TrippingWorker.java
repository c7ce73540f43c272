package dev.vernier.runner;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker that dies or hangs when the model it is given has a node of some name and, where it is
 * asked to wait for that, the inputs have some bits: what a faulty operator would do.
 */
final class TrippingWorker {

    static final String NODE = "trips-the-worker";

    /** A NaN that nothing computes. */
    static final float INPUT = Float.intBitsToFloat(0x7FC0DEAD);

    private static final byte[] NODE_BYTES = NODE.getBytes(StandardCharsets.UTF_8);
    private static final byte[] INPUT_BYTES = {(byte) 0xAD, (byte) 0xDE, (byte) 0xC0, 0x7F};

    private TrippingWorker() {}

    /** Dies when the model is loaded. */
    static final class AtLoad {
        public static void main(String[] arguments) throws IOException {
            serve(new byte[][] {NODE_BYTES}, () -> Runtime.getRuntime().halt(134));
        }
    }

    /** Dies when the input comes. */
    static final class AtRun {
        public static void main(String[] arguments) throws IOException {
            serve(new byte[][] {NODE_BYTES, INPUT_BYTES}, () -> Runtime.getRuntime().halt(134));
        }
    }

    /** Hangs when the input comes. */
    static final class Hanging {
        public static void main(String[] arguments) throws IOException {
            serve(
                    new byte[][] {NODE_BYTES, INPUT_BYTES},
                    () -> {
                        while (true) {
                            LockSupport.park();
                        }
                    });
        }
    }

    private static void serve(byte[][] signs, Runnable end) throws IOException {
        System.setIn(new Tripwire(System.in, signs, end));
        WorkerMain.main(new String[0]);
    }

    /** Ends the process once all signs were read, in their order. */
    private static final class Tripwire extends FilterInputStream {

        private final byte[][] signs;
        private final Runnable end;
        private int sign;
        private int matched;

        Tripwire(InputStream in, byte[][] signs, Runnable end) {
            super(in);
            this.signs = signs;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            look((byte) read);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            for (int i = 0; i < read; i++) {
                look(bytes[offset + i]);
            }
            return read;
        }

        private void look(byte value) {
            byte[] searched = signs[sign];
            matched = value == searched[matched] ? matched + 1 : value == searched[0] ? 1 : 0;
            if (matched == searched.length) {
                matched = 0;
                if (++sign == signs.length) {
                    end.run();
                }
            }
        }
    }
}
