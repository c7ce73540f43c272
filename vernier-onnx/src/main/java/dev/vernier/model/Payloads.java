package dev.vernier.model;

import com.google.protobuf.ByteString;
import dev.vernier.graph.TensorData;
import java.util.ArrayList;
import java.util.List;

/** The large data of a model that is being written, set aside while its skeleton is made. */
final class Payloads {

    private final List<TensorData> all = new ArrayList<>();

    /** Sets data aside and returns the mark that stands for it. */
    ByteString add(int field, TensorData data) {
        all.add(data);
        return new StrippedData(field, all.size() - 1, data.size(), "").toByteString();
    }

    /** The data that a mark stands for: set aside here, or in the file that it names. */
    TensorData get(StrippedData mark) {
        return mark.path().isEmpty() ? all.get((int) mark.offset()) : mark.region();
    }
}
