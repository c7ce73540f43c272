package dev.vernier.numeric;

import dev.vernier.kernel.RealKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How ONNX stores real numbers, little-endian, and their conversion to and from float32.
 *
 * <p>Reading float32, float16 and bfloat16 is exact; a double is rounded to float32 first, since
 * scales are float32 and runtimes compute with them. Writing rounds to nearest, ties to even; what
 * is too large becomes infinite. A NaN stays a NaN.
 */
public enum RealFormat {
    FLOAT32(Float.BYTES) {
        @Override
        void readBulk(ByteBuffer source, float[] values, int to, int length) {
            source.asFloatBuffer().get(values, to, length);
        }

        @Override
        void writeBulk(float[] values, int from, ByteBuffer target, int length) {
            target.asFloatBuffer().put(values, from, length);
        }
    },
    FLOAT16(Short.BYTES) {
        @Override
        void readBulk(ByteBuffer source, float[] values, int to, int length) {
            RealKernel.widenFloat16(shorts(source, length), 0, values, to, length);
        }

        @Override
        void writeBulk(float[] values, int from, ByteBuffer target, int length) {
            short[] halves = new short[length];
            RealKernel.narrowFloat16(values, from, halves, 0, length);
            target.asShortBuffer().put(halves);
        }
    },
    BFLOAT16(Short.BYTES) {
        @Override
        void readBulk(ByteBuffer source, float[] values, int to, int length) {
            RealKernel.widenBfloat16(shorts(source, length), 0, values, to, length);
        }

        @Override
        void writeBulk(float[] values, int from, ByteBuffer target, int length) {
            short[] halves = new short[length];
            RealKernel.narrowBfloat16(values, from, halves, 0, length);
            target.asShortBuffer().put(halves);
        }
    },
    FLOAT64(Double.BYTES) {
        @Override
        void readBulk(ByteBuffer source, float[] values, int to, int length) {
            double[] doubles = new double[length];
            source.asDoubleBuffer().get(doubles);
            RealKernel.narrowDouble(doubles, 0, values, to, length);
        }

        @Override
        void writeBulk(float[] values, int from, ByteBuffer target, int length) {
            double[] doubles = new double[length];
            RealKernel.widenDouble(values, from, doubles, 0, length);
            target.asDoubleBuffer().put(doubles);
        }
    };

    private final int bytes;

    RealFormat(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes an element. */
    public int bytes() {
        return bytes;
    }

    /** Reads {@code length} elements from the position of {@code source}, which moves on. */
    public void read(ByteBuffer source, float[] values, int to, int length) {
        ByteBuffer elements = take(source, length);
        readBulk(elements, values, to, length);
    }

    /** Writes {@code length} elements at the position of {@code target}, which moves on. */
    public void write(float[] values, int from, ByteBuffer target, int length) {
        ByteBuffer elements = take(target, length);
        writeBulk(values, from, elements, length);
    }

    abstract void readBulk(ByteBuffer source, float[] values, int to, int length);

    abstract void writeBulk(float[] values, int from, ByteBuffer target, int length);

    private ByteBuffer take(ByteBuffer buffer, int length) {
        long size = (long) length * bytes;
        if (size > buffer.remaining()) {
            throw new IllegalArgumentException(
                    "buffer must hold the elements; elements="
                            + length
                            + ", format="
                            + this
                            + ", bytes="
                            + buffer.remaining());
        }
        ByteBuffer taken =
                buffer.slice(buffer.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(buffer.position() + (int) size);
        return taken;
    }

    private static short[] shorts(ByteBuffer source, int length) {
        short[] shorts = new short[length];
        source.asShortBuffer().get(shorts);
        return shorts;
    }
}
