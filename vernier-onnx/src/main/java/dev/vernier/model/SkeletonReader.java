package dev.vernier.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Copies a model's protobuf message without the data of its large tensors.
 *
 * <pre>
 * ModelProto, 90 MB -> ModelProto, 300 KB: raw_data, float_data and double_data of 1 KB and more
 *                      are replaced by a mark ({@link StrippedData}) that says where they are
 * </pre>
 *
 * <p>Packed float_data and double_data are on the wire what raw_data is: little-endian elements.
 * Tensors are found wherever they can be: initializers, attributes, subgraphs, sparse tensors,
 * functions, training information.
 *
 * <p>Iterative, depth limited, every length checked against the record around it before anything is
 * allocated. Time and heap: linear in the file without its large tensors.
 */
final class SkeletonReader {

    /** Data of this size and more stays in the file. */
    static final int LARGE = 1024;

    /** A protobuf message cannot be larger. */
    static final long MAX_FILE = Integer.MAX_VALUE;

    private static final int MAX_DEPTH = 100;

    private record Frame(RecordKind kind, int field, long end, WireBuffer copy) {}

    private final Place place;
    private final String path;
    private final FileWindow file;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private long skeletonSize;
    private int graphs;

    private SkeletonReader(Place place, Path path, FileChannel channel) {
        this.place = place;
        this.path = path.toString();
        this.file = new FileWindow(channel);
    }

    /**
     * The skeleton of the model in a file of {@code size} bytes.
     *
     * @param path the file's real path, which goes into the marks
     * @throws dev.vernier.graph.ModelFormatException if the file is not well-formed; the message
     *     has the byte offset
     */
    static byte[] read(Place place, Path path, FileChannel channel, long size) throws IOException {
        return new SkeletonReader(place, path, channel).read(size);
    }

    private byte[] read(long size) throws IOException {
        Frame model = new Frame(RecordKind.MODEL, 0, size, new WireBuffer());
        frames.push(model);
        while (!frames.isEmpty()) {
            Frame frame = frames.element();
            if (file.position() < frame.end) {
                copyField(frame);
            } else {
                frames.pop();
                close(frame);
            }
        }
        return model.copy.toByteArray();
    }

    private void close(Frame frame) {
        if (frame.kind == RecordKind.GRAPH) {
            graphs--;
        }
        if (!frames.isEmpty()) {
            frames.element().copy.field(frame.field, frame.copy);
        }
    }

    private void copyField(Frame frame) throws IOException {
        long start = file.position();
        long tag = varint(frame);
        int field = (int) (tag >>> 3);
        if (tag >>> 32 != 0 || field == 0) {
            throw place.refuse("field number must be 1 to 536870911" + at(start));
        }
        if (field == StrippedData.MARK) {
            throw place.refuse("field number must not be " + field + at(start));
        }
        int wireType = (int) (tag & 7);
        switch (wireType) {
            case WireBuffer.VARINT ->
                    frame.copy.tag(field, wireType).varint(grow(10, varint(frame)));
            case WireBuffer.FIXED64 -> copy(frame.copy.tag(field, wireType), within(8, frame));
            case WireBuffer.FIXED32 -> copy(frame.copy.tag(field, wireType), within(4, frame));
            case WireBuffer.LENGTH_DELIMITED -> copyRecord(frame, field);
            default ->
                    throw place.refuse(
                            "wire type must be 0, 1, 2 or 5; was " + wireType + at(start));
        }
    }

    private void copyRecord(Frame frame, int field) throws IOException {
        long length = within(varint(frame), frame);
        Optional<RecordKind> child = frame.kind.child(field);
        if (child.isPresent()) {
            open(child.get(), field, length);
        } else if (frame.kind == RecordKind.TENSOR
                && RecordKind.isPlainData(field)
                && length >= LARGE) {
            StrippedData data = new StrippedData(field, file.position(), length, path);
            frame.copy.field(StrippedData.MARK, data.toByteString().toByteArray());
            grow(path.length() + 32L, 0);
            file.skip(length);
        } else {
            copy(frame.copy.tag(field, WireBuffer.LENGTH_DELIMITED).varint(length), length);
        }
    }

    private void open(RecordKind kind, int field, long length) {
        if ((kind == RecordKind.GRAPH && Limit.GRAPH_DEPTH.isExceededBy(++graphs))
                || frames.size() >= MAX_DEPTH) {
            throw place.refuse(
                    "graphs must be nested at most "
                            + Limit.GRAPH_DEPTH.value()
                            + " deep"
                            + at(file.position()),
                    Limit.GRAPH_DEPTH.remedy() + GraphScope.FEWER);
        }
        grow(16, 0);
        frames.push(new Frame(kind, field, file.position() + length, new WireBuffer()));
    }

    private void copy(WireBuffer to, long length) throws IOException {
        grow(length + 8, 0);
        file.copyTo(to, length);
    }

    /** Counts bytes that come onto the heap. */
    private long grow(long bytes, long value) {
        skeletonSize += bytes;
        if (Limit.STRUCTURE_BYTES.isExceededBy(skeletonSize)) {
            throw place.notSupported(
                    "everything but raw weights must be at most "
                            + Limit.STRUCTURE_BYTES.value()
                            + " bytes"
                            + at(file.position())
                            + "; store weights as raw_data, or "
                            + Limit.STRUCTURE_BYTES.remedy());
        }
        return value;
    }

    private long varint(Frame frame) throws IOException {
        long start = file.position();
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (file.position() >= frame.end) {
                throw truncated(start, 1, frame);
            }
            byte next = file.next();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw place.refuse("variable-length integer must have at most 10 bytes" + at(start));
    }

    private long within(long length, Frame frame) {
        if (length < 0 || length > frame.end - file.position()) {
            throw truncated(file.position(), length, frame);
        }
        return length;
    }

    private RuntimeException truncated(long offset, long length, Frame frame) {
        return place.refuse(
                "record must end inside the "
                        + (frames.size() == 1 ? "file, which looks truncated" : "one around it")
                        + at(offset)
                        + ", length="
                        + Long.toUnsignedString(length)
                        + ", end="
                        + frame.end);
    }

    private static String at(long offset) {
        return "; offset=" + offset;
    }
}
