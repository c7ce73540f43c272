package dev.vernier.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Samples without the bad ones, as long as these are few: more than the given percentage of all,
 * and the pass fails with the reason of the first. What was skipped is noted.
 */
final class SkippingSamples implements Samples {

    private final Samples samples;
    private final int maxPercent;

    SkippingSamples(Samples samples, int maxPercent) {
        this.samples = samples;
        this.maxPercent = maxPercent;
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        return new Cursor(samples.cursor(inputs), maxPercent);
    }

    @Override
    public void close() {
        samples.close();
    }

    private static final class Cursor extends FilterCursor {

        private final int maxPercent;
        private final List<BadSampleException> bad = new ArrayList<>();
        private long seen;

        Cursor(SampleCursor cursor, int maxPercent) {
            super(cursor);
            this.maxPercent = maxPercent;
        }

        @Override
        public Optional<Sample> next() throws IOException {
            while (true) {
                try {
                    Optional<Sample> next = cursor().next();
                    if (next.isEmpty()) {
                        checkShare(seen);
                        return next;
                    }
                    seen++;
                    return next;
                } catch (BadSampleException e) {
                    seen++;
                    bad.add(e);
                    if (size().isPresent()) {
                        checkShare(size().getAsLong());
                    }
                }
            }
        }

        @Override
        public boolean skip() throws IOException {
            return next().isPresent(); // only decoding tells which are bad
        }

        private void checkShare(long total) {
            if (bad.size() * 100L > maxPercent * total) {
                throw new DataException(
                        "bad samples must be at most %d %% of %d; bad=%d, first: %s;"
                                        .formatted(
                                                maxPercent,
                                                total,
                                                bad.size(),
                                                bad.get(0).getMessage())
                                + " --on-bad-sample=skip:N% allows more",
                        bad.get(0));
            }
        }

        @Override
        public List<String> notes() {
            List<String> notes = new ArrayList<>(super.notes());
            if (!bad.isEmpty()) {
                notes.add("skipped %d of %d samples [bad-samples]".formatted(bad.size(), seen));
            }
            bad.forEach(reason -> notes.add("skipped " + reason.getMessage()));
            return notes;
        }
    }
}
