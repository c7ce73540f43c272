package dev.vernier.kernel;

import java.util.Random;

/** Floats on which rounding, clamping and packing go wrong first. */
final class Samples {

    static final long SEED = 20260103L;

    /** One more than any vector loop's unrolling: 4,096 and a remainder. */
    static final int LONGEST = 4098;

    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Math.nextDown(Float.MIN_NORMAL),
        1f,
        -1f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        0x1p22f,
        0x1p23f,
        0x1.8p23f,
        -0x1.8p23f,
        0x1p31f,
        -0x1p31f,
        0x1p63f,
    };

    private Samples() {}

    /** Special values, half-way points of {@code scale} with both neighbours, and random bits. */
    static float[] around(float scale, int codes) {
        Random random = new Random(SEED);
        float[] values = new float[LONGEST];
        for (int i = 0; i < values.length; i++) {
            float half = (random.nextInt(2 * codes) - codes + 0.5f) * scale;
            values[i] =
                    switch (i % 6) {
                        case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                        case 1 -> half;
                        case 2 -> Math.nextUp(half);
                        case 3 -> Math.nextDown(half);
                        case 4 -> (float) (random.nextGaussian() * codes * scale);
                        default -> finite(random.nextInt());
                    };
        }
        return values;
    }

    private static float finite(int bits) {
        float value = Float.intBitsToFloat(bits);
        return Float.isNaN(value) ? 0.1f : value;
    }
}
