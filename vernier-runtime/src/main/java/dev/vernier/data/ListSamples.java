package dev.vernier.data;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Samples in memory. */
final class ListSamples implements Samples {

    private final List<Sample> samples;

    ListSamples(List<Sample> samples) {
        this.samples = List.copyOf(samples);
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) {
        Iterator<Sample> iterator = samples.iterator();
        return new SampleCursor() {
            @Override
            public Optional<Sample> next() {
                return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.of(samples.size());
            }

            @Override
            public void close() {}
        };
    }
}
