package dev.vernier.cli;

import dev.vernier.ProgressListener;
import java.util.Optional;
import java.util.OptionalLong;

/** Shows the stages of a quantization as they go. */
final class StageProgress implements ProgressListener, AutoCloseable {

    private final Session session;
    private String stage = "";
    private Optional<Progress> shown = Optional.empty();

    StageProgress(Session session) {
        this.session = session;
    }

    @Override
    public void started(String newStage) {
        close();
        stage = newStage;
        session.detail(newStage);
    }

    @Override
    public synchronized void advanced(long samples, OptionalLong total) {
        if (shown.isEmpty()) {
            shown = Optional.of(session.progress(stage, total.orElse(0)));
        }
        shown.get().advanceTo(samples);
    }

    @Override
    public void warned(String warning) {
        session.note(warning);
    }

    @Override
    public synchronized void close() {
        shown.ifPresent(Progress::close);
        shown = Optional.empty();
    }
}
