package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Samples of a path, at least one: a pass that ends before the first is refused. */
final class NonEmptySamples implements Samples {

    private final Samples samples;
    private final Path path;

    NonEmptySamples(Samples samples, Path path) {
        this.samples = samples;
        this.path = path;
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        return new FilterCursor(samples.cursor(inputs)) {
            private boolean isAny;

            @Override
            public Optional<Sample> next() throws IOException {
                Optional<Sample> next = cursor().next();
                if (next.isEmpty() && !isAny) {
                    throw new DataException(
                            "%s: sample data must hold at least one sample, better 32; samples=0%s"
                                    .formatted(path, because(notes())));
                }
                isAny = true;
                return next;
            }

            @Override
            public boolean skip() throws IOException {
                isAny = true; // there is nothing to say of a pass that does not want any
                return super.skip();
            }
        };
    }

    private static String because(List<String> notes) {
        return notes.isEmpty() ? "" : "; " + String.join("; ", notes);
    }

    @Override
    public void close() {
        samples.close();
    }
}
