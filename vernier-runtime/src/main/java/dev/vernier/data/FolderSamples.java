package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Files each of which is one run, in the order of their names. A bad one does not end the pass. */
final class FolderSamples implements Samples {

    /** How the inputs of one run are read from one file. */
    @FunctionalInterface
    interface Reader {
        Sample read(Path file, ModelInputs inputs, Set<String> notes) throws IOException;
    }

    private final List<Path> files;
    private final Reader reader;
    private final List<String> notes;

    /**
     * @param files in the order of their samples
     * @param notes what was noted on choosing them
     */
    FolderSamples(List<Path> files, Reader reader, List<String> notes) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.notes = List.copyOf(notes);
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) {
        Iterator<Path> iterator = files.iterator();
        Set<String> passNotes = new LinkedHashSet<>(notes);
        return new SampleCursor() {
            @Override
            public Optional<Sample> next() throws IOException {
                return iterator.hasNext()
                        ? Optional.of(read(iterator.next(), inputs, passNotes))
                        : Optional.empty();
            }

            @Override
            public boolean skip() {
                boolean hasNext = iterator.hasNext();
                if (hasNext) {
                    iterator.next();
                }
                return hasNext;
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.of(files.size());
            }

            @Override
            public List<String> notes() {
                return List.copyOf(passNotes);
            }

            @Override
            public void close() {}
        };
    }

    private Sample read(Path file, ModelInputs inputs, Set<String> passNotes) throws IOException {
        try {
            return reader.read(file, inputs, passNotes);
        } catch (DataException e) {
            String name = String.valueOf(file.getFileName());
            String message = String.valueOf(e.getMessage());
            String path = file + ": "; // says what the name says
            throw new BadSampleException(
                    name, message.startsWith(path) ? message.substring(path.length()) : message, e);
        }
    }
}
