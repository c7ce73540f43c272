package dev.vernier.spark;

import dev.vernier.collect.Collection;
import dev.vernier.statistics.StatisticsFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a partition, or several, gave. Travels as bytes, which every serializer of Spark can carry
 * and which hold no class of ours.
 *
 * @param seen statistics and notes
 * @param rows how many there were, with the bad ones
 * @param bad those that were passed over
 */
record PartResult(Collection seen, long rows, BadRows bad) {

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] statistics = seen.statistics().toBytes();
            out.writeInt(statistics.length);
            out.write(statistics);
            out.writeInt(seen.notes().size());
            for (String note : seen.notes()) {
                out.writeUTF(note);
            }
            out.writeLong(rows);
            bad.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return bytes.toByteArray();
    }

    static PartResult of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte[] statistics = in.readNBytes(in.readInt());
            List<String> notes = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                notes.add(in.readUTF());
            }
            Collection seen =
                    new Collection(
                            StatisticsFile.read(new ByteArrayInputStream(statistics)), notes);
            return new PartResult(seen, in.readLong(), BadRows.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both together; in any order the same. */
    PartResult merge(PartResult other) {
        TreeSet<String> notes = new TreeSet<>(seen.notes());
        notes.addAll(other.seen.notes());
        BadRows allBad = new BadRows();
        allBad.addAll(bad);
        allBad.addAll(other.bad);
        return new PartResult(
                new Collection(
                        seen.statistics().merge(other.seen.statistics()), List.copyOf(notes)),
                rows + other.rows,
                allBad);
    }

    /** Merges results as they travel; no bytes stand for no result. */
    static byte[] merge(byte[] left, byte[] right) {
        if (left.length == 0) {
            return right;
        }
        return right.length == 0 ? left : of(left).merge(of(right)).toBytes();
    }
}
