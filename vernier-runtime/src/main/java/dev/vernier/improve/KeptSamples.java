package dev.vernier.improve;

import dev.vernier.data.FilterCursor;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Passes samples through and keeps some of them, so that nothing has to be decoded twice.
 *
 * <p>Every choice of as many is equally likely (reservoir sampling: Vitter, Random Sampling with a
 * Reservoir, 1985, algorithm R), and the same samples are kept at every pass. At most 128, and at
 * most some 128 MB. Small ones, as sentences, are kept in memory, others in a temporary file, or in
 * memory where none can be written. The last cursor opened decides; one cursor is used by one
 * thread at a time.
 */
public final class KeptSamples implements Samples {

    private static final int MOST = 128;
    private static final long MOST_BYTES = 128L << 20;
    private static final long MOST_BYTES_IN_MEMORY = 8L << 20;
    private static final long SEED = 0x5A3F1E5;

    private record Kept(long index, Sample sample, Optional<SampleStore.Stored> stored) {}

    private final Samples samples;
    private final List<Kept> kept = new ArrayList<>();
    private Optional<SampleStore> store = Optional.empty();
    private boolean isStoreRefused;

    public KeptSamples(Samples samples) {
        this.samples = samples;
    }

    /** What was kept of the last pass, in the order of the data; to be used before closing. */
    public List<Sample> kept() {
        return kept.stream()
                .sorted(Comparator.comparingLong(Kept::index))
                .map(Kept::sample)
                .toList();
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        forget();
        return new Cursor(samples.cursor(inputs));
    }

    /** Frees what is kept, and leaves the samples open that were passed through. */
    public void forget() {
        kept.clear();
        try {
            if (store.isPresent()) {
                store.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            store = Optional.empty();
        }
    }

    @Override
    public void close() {
        forget();
        samples.close();
    }

    private Kept keep(long index, Sample sample) {
        if (SampleStore.bytes(sample) > MOST_BYTES_IN_MEMORY / MOST && !isStoreRefused) {
            try {
                if (store.isEmpty()) {
                    store = Optional.of(SampleStore.create());
                }
                SampleStore.Stored stored = store.get().put(sample);
                return new Kept(index, stored.sample(), Optional.of(stored));
            } catch (IOException e) {
                isStoreRefused = true; // a full or read-only disk: what is stored can be read
            }
        }
        return new Kept(index, sample, Optional.empty());
    }

    private void drop(Kept dropped) {
        dropped.stored().ifPresent(stored -> store.orElseThrow().remove(stored));
    }

    private final class Cursor extends FilterCursor {

        private final Random random = new Random(SEED);
        private long taken;
        private long largest = 1;

        Cursor(SampleCursor cursor) {
            super(cursor);
        }

        @Override
        public Optional<Sample> next() throws IOException {
            Optional<Sample> next = cursor().next();
            next.ifPresent(this::consider);
            return next;
        }

        private void consider(Sample sample) {
            largest = Math.max(largest, bytes(sample));
            int room = (int) Math.max(1, Math.min(MOST, MOST_BYTES / largest));
            while (kept.size() > room) {
                drop(kept.remove(random.nextInt(kept.size())));
            }
            long index = taken++;
            if (kept.size() < room) {
                kept.add(keep(index, sample));
                return;
            }
            long place = random.nextLong(taken);
            if (place < kept.size()) {
                drop(kept.get((int) place));
                kept.set((int) place, keep(index, sample));
            }
        }

        private static long bytes(Sample sample) {
            return SampleStore.bytes(sample)
                    + sample.inputs().values().stream()
                            .flatMap(tensor -> tensor.strings().stream())
                            .mapToLong(String::length)
                            .sum();
        }
    }
}
