package dev.vernier.spark.vector;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Optional;

/** What {@link FitFunction} knows of a group so far. */
final class FitState implements Serializable {

    private static final long serialVersionUID = 1L;

    private String scheme = "";
    private String calibrator = "";
    private transient VectorStatistics seen = new VectorStatistics(false);

    void add(float[] vector, String newScheme, String newCalibrator, boolean perDimension) {
        if (scheme.isEmpty()) {
            scheme = newScheme;
            calibrator = newCalibrator;
            seen = new VectorStatistics(perDimension);
        }
        seen.add(vector);
    }

    FitState merge(FitState other) {
        if (scheme.isEmpty()) {
            return other;
        }
        if (!other.scheme.isEmpty()) {
            seen.merge(other.seen);
        }
        return this;
    }

    /** Empty if there was no vector. */
    Optional<VectorGrid> grid() {
        return scheme.isEmpty()
                ? Optional.empty()
                : Optional.of(VectorQuantization.of(scheme).calibrator(calibrator).gridOf(seen));
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(seen.toBytes());
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        seen = VectorStatistics.of((byte[]) in.readObject());
    }
}
