package dev.vernier.data;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** A cursor over another one: all but the samples is that one's, unless a subclass says else. */
public abstract class FilterCursor implements SampleCursor {

    private final SampleCursor cursor;

    /**
     * @param cursor closed with this one
     */
    protected FilterCursor(SampleCursor cursor) {
        this.cursor = cursor;
    }

    /** The cursor that this one is over. */
    protected final SampleCursor cursor() {
        return cursor;
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
