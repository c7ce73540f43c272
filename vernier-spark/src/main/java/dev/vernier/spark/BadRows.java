package dev.vernier.spark;

import dev.vernier.data.BadSampleException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How many rows were no samples, and why the first few of them were not, in the order of the
 * reasons. Bounded; merging is associative and commutative.
 */
final class BadRows {

    private static final int KEPT = 10;
    private static final int LONGEST_REASON = 2000;

    private long count;
    private final TreeSet<String> reasons = new TreeSet<>();

    void add(BadSampleException bad) {
        count++;
        keep(String.valueOf(bad.getMessage()));
    }

    private void keep(String reason) {
        reasons.add(reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
        if (reasons.size() > KEPT) {
            reasons.pollLast();
        }
    }

    void addAll(BadRows other) {
        count += other.count;
        other.reasons.forEach(this::keep);
    }

    long count() {
        return count;
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** One note a reason, and one for those that were not kept. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        reasons.forEach(reason -> notes.add("skipped " + reason));
        if (count > reasons.size()) {
            notes.add("skipped %d rows in all".formatted(count));
        }
        return notes;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(count);
        out.writeInt(reasons.size());
        for (String reason : reasons) {
            out.writeUTF(reason);
        }
    }

    static BadRows read(DataInputStream in) throws IOException {
        BadRows bad = new BadRows();
        bad.count = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            bad.reasons.add(in.readUTF());
        }
        return bad;
    }
}
