package dev.vernier.data;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Some of the samples, chosen at random but the same for the same seed, in their own order.
 *
 * <p>Every choice of that size is equally likely (selection sampling: Knuth, The Art of Computer
 * Programming, volume 2, 3.4.2, algorithm S). Where the number of samples is not known beforehand a
 * pass is spent on counting them.
 */
final class ChosenSamples implements Samples {

    private final Samples samples;
    private final int limit;
    private final long seed;

    ChosenSamples(Samples samples, int limit, long seed) {
        this.samples = samples;
        this.limit = limit;
        this.seed = seed;
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        return new Cursor(samples.cursor(inputs), choose(count(inputs)));
    }

    private int count(ModelInputs inputs) throws IOException {
        try (SampleCursor counting = samples.cursor(inputs)) {
            if (counting.size().isPresent()) {
                return Math.toIntExact(counting.size().getAsLong());
            }
            int count = 0;
            while (counting.skip()) {
                count++;
            }
            return count;
        }
    }

    private BitSet choose(int count) {
        Random random = new Random(seed);
        BitSet chosen = new BitSet(count);
        int needed = Math.min(limit, count);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(count - i) < needed) {
                chosen.set(i);
                needed--;
            }
        }
        return chosen;
    }

    @Override
    public void close() {
        samples.close();
    }

    private static final class Cursor extends FilterCursor {

        private final BitSet chosen;
        private int position;

        Cursor(SampleCursor cursor, BitSet chosen) {
            super(cursor);
            this.chosen = chosen;
        }

        @Override
        public Optional<Sample> next() throws IOException {
            return advance() ? cursor().next() : Optional.empty();
        }

        @Override
        public boolean skip() throws IOException {
            return advance() && cursor().skip();
        }

        /** Goes to the next chosen sample, if there is one. */
        private boolean advance() throws IOException {
            int target = chosen.nextSetBit(position);
            if (target < 0) {
                return false;
            }
            for (; position < target; position++) {
                if (!cursor().skip()) {
                    return false;
                }
            }
            position++;
            return true;
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(chosen.cardinality());
        }
    }
}
