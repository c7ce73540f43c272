package dev.vernier.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Arrays cut along their first axis into runs: of the model's fixed batch size, or of 1.
 *
 * <p>All arrays must give the same number of runs. Rows left over at the end are noted.
 */
final class BatchCursor implements SampleCursor {

    private final String name;
    private final List<Cut> cuts;
    private final Set<String> notes;
    private final Closeable file;
    private final long runs;
    private long next;

    /** An array, the input it feeds, and how many of its rows make a run. */
    private record Cut(String input, NpyArray array, long batch) {

        static Cut of(String input, NpyArray array, ModelInputs inputs) {
            if (array.header().shape().isEmpty()) {
                throw new DataException(
                        array
                                + ": array must have a first axis to cut into runs; where an input"
                                + " has none, give a folder of .npz files, each one run");
            }
            return new Cut(input, array, inputs.find(input).map(ModelInputs::batch).orElse(1L));
        }

        long runs() {
            return array.rows() / batch;
        }

        long rowsLeft() {
            return array.rows() % batch;
        }
    }

    /**
     * @param name what samples are called after
     * @param arrays by the input that each feeds
     * @param notes what was noted so far; more is added here
     * @param file closed with the cursor
     */
    BatchCursor(
            String name,
            Map<String, NpyArray> arrays,
            ModelInputs inputs,
            Set<String> notes,
            Closeable file) {
        this.name = name;
        this.cuts =
                arrays.entrySet().stream()
                        .map(entry -> Cut.of(entry.getKey(), entry.getValue(), inputs))
                        .toList();
        this.notes = notes;
        this.file = file;
        this.runs = countRuns(inputs);
    }

    private long countRuns(ModelInputs inputs) {
        if (cuts.stream().mapToLong(Cut::runs).distinct().count() > 1) {
            throw new DataException(
                    "%s: arrays must give the same number of runs; found=[%s], needed=[%s]"
                            .formatted(
                                    name,
                                    cuts.stream()
                                            .map(cut -> cut.array().header().describe())
                                            .collect(Collectors.joining(", ")),
                                    inputs.describe()));
        }
        for (Cut cut : cuts) {
            if (cut.rowsLeft() > 0) {
                notes.add(
                        "%s: the last %d rows of '%s' are left out, the model's batch is %d"
                                .formatted(name, cut.rowsLeft(), cut.input(), cut.batch()));
            }
        }
        return cuts.isEmpty() ? 0 : cuts.get(0).runs();
    }

    @Override
    public Optional<Sample> next() throws IOException {
        if (isAtEnd()) {
            return Optional.empty();
        }
        Map<String, SampleTensor> tensors = new LinkedHashMap<>();
        for (Cut cut : cuts) {
            tensors.put(cut.input(), cut.array().nextRows(cut.batch()));
        }
        return Optional.of(new Sample(name + "[" + next++ + "]", tensors));
    }

    @Override
    public boolean skip() throws IOException {
        if (isAtEnd()) {
            return false;
        }
        for (Cut cut : cuts) {
            cut.array().skipRows(cut.batch());
        }
        next++;
        return true;
    }

    private boolean isAtEnd() throws IOException {
        if (next < runs) {
            return false;
        }
        for (Cut cut : cuts) {
            if (cut.rowsLeft() == 0) {
                cut.array().expectEnd();
            }
        }
        return true;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(runs);
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() throws IOException {
        for (Cut cut : cuts) {
            cut.array().close();
        }
        file.close();
    }
}
