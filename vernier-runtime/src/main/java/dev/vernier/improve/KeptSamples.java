package dev.vernier.improve;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Passes samples through and keeps some of them, so that nothing has to be decoded twice.
 *
 * <p>Every choice of as many is equally likely (reservoir sampling: Vitter, Random Sampling with a
 * Reservoir, 1985, algorithm R), and the same samples are kept at every pass. At most 128, and at
 * most some 128 MB. The last cursor opened decides; one cursor is used by one thread at a time.
 */
public final class KeptSamples implements Samples {

    private static final int MOST = 128;
    private static final long MOST_BYTES = 128L << 20;
    private static final long SEED = 0x5A3F1E5;

    private record Numbered(long index, Sample sample) {}

    private final Samples samples;
    private final List<Numbered> kept = new ArrayList<>();

    public KeptSamples(Samples samples) {
        this.samples = samples;
    }

    /** What was kept of the last pass, in the order of the data. */
    public List<Sample> kept() {
        return kept.stream()
                .sorted(Comparator.comparingLong(Numbered::index))
                .map(Numbered::sample)
                .toList();
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        kept.clear();
        return new Cursor(samples.cursor(inputs));
    }

    @Override
    public void close() {
        samples.close();
    }

    private final class Cursor implements SampleCursor {

        private final SampleCursor cursor;
        private final Random random = new Random(SEED);
        private long taken;
        private long largest = 1;

        Cursor(SampleCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public Optional<Sample> next() throws IOException {
            Optional<Sample> next = cursor.next();
            next.ifPresent(this::consider);
            return next;
        }

        private void consider(Sample sample) {
            largest = Math.max(largest, bytes(sample));
            int room = (int) Math.max(1, Math.min(MOST, MOST_BYTES / largest));
            while (kept.size() > room) {
                kept.remove(random.nextInt(kept.size()));
            }
            long index = taken++;
            if (kept.size() < room) {
                kept.add(new Numbered(index, sample));
                return;
            }
            long place = random.nextLong(taken);
            if (place < kept.size()) {
                kept.set((int) place, new Numbered(index, sample));
            }
        }

        private static long bytes(Sample sample) {
            return sample.inputs().values().stream().mapToLong(Cursor::bytes).sum();
        }

        private static long bytes(SampleTensor tensor) {
            return tensor.strings().isEmpty()
                    ? tensor.bytes().remaining()
                    : tensor.strings().stream().mapToLong(String::length).sum();
        }

        @Override
        public boolean skip() throws IOException {
            return cursor.skip();
        }

        @Override
        public OptionalLong size() {
            return cursor.size();
        }

        @Override
        public List<String> notes() {
            return cursor.notes();
        }

        @Override
        public void close() throws IOException {
            cursor.close();
        }
    }
}
