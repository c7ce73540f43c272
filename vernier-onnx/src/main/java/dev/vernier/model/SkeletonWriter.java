package dev.vernier.model;

import com.google.protobuf.ByteString;
import dev.vernier.graph.TensorData;
import java.util.Optional;

/**
 * Puts the data of tensors back into a skeleton, or a word on where else it is.
 *
 * <pre>
 * skeleton with marks + payloads -> Pieces: the message, every length in it being exact
 * </pre>
 *
 * <p>The way back of {@link SkeletonReader}. Data goes where its field number puts it, so that a
 * message in canonical order stays so. Heap: linear in the skeleton; data is not touched.
 */
final class SkeletonWriter {

    /** Decides which data goes elsewhere. */
    @FunctionalInterface
    interface Placement {

        /** Everything into the message. */
        Placement INSIDE = (data, initializer) -> Optional.empty();

        /**
         * Where this data is going to be found; empty for: in the message.
         *
         * @param initializer whether it is a dense constant of a graph
         */
        Optional<ExternalEntry> place(TensorData data, boolean initializer);
    }

    private final byte[] skeleton;
    private final Payloads payloads;
    private final Placement placement;

    private SkeletonWriter(byte[] skeleton, Payloads payloads, Placement placement) {
        this.skeleton = skeleton;
        this.payloads = payloads;
        this.placement = placement;
    }

    static Pieces write(byte[] skeleton, Payloads payloads, Placement placement) {
        SkeletonWriter writer = new SkeletonWriter(skeleton, payloads, placement);
        return writer.message(RecordKind.MODEL, 0, skeleton.length)
                .orElseGet(() -> new Pieces().add(skeleton));
    }

    /** The message with its data; empty if nothing in it is marked. */
    private Optional<Pieces> message(RecordKind kind, int from, int to) {
        Pieces pieces = new Pieces();
        int written = from;
        FieldScan fields = new FieldScan(skeleton, from, to);
        while (fields.next()) {
            Optional<RecordKind> child = kind.child(fields.number());
            if (child.isEmpty() || !fields.isLengthDelimited()) {
                continue;
            }
            int start = fields.contentStart();
            boolean initializer =
                    kind == RecordKind.GRAPH && fields.number() == RecordKind.INITIALIZER;
            Optional<Pieces> content =
                    child.get() == RecordKind.TENSOR
                            ? tensor(start, fields.end(), initializer)
                            : message(child.get(), start, fields.end());
            if (content.isEmpty()) {
                continue;
            }
            pieces.add(skeleton, written, fields.start());
            WireBuffer head = new WireBuffer();
            head.tag(fields.number(), WireBuffer.LENGTH_DELIMITED).varint(content.get().size());
            pieces.add(head.toByteArray()).add(content.get());
            written = fields.end();
        }
        return written == from ? Optional.empty() : Optional.of(pieces.add(skeleton, written, to));
    }

    private Optional<Pieces> tensor(int from, int to, boolean initializer) {
        FieldScan fields = new FieldScan(skeleton, from, to);
        while (fields.next()) {
            if (fields.number() == StrippedData.MARK) {
                ByteString mark =
                        ByteString.copyFrom(
                                skeleton,
                                fields.contentStart(),
                                fields.end() - fields.contentStart());
                return Optional.of(filled(from, to, StrippedData.parse(mark), initializer));
            }
        }
        return Optional.empty();
    }

    private Pieces filled(int from, int to, StrippedData mark, boolean initializer) {
        TensorData data = payloads.get(mark);
        Optional<ExternalEntry> external = placement.place(data, initializer);
        Pieces insert = new Pieces();
        if (external.isPresent()) {
            insert.add(external.get().toByteArray());
        } else {
            WireBuffer head = new WireBuffer();
            head.tag(mark.field(), WireBuffer.LENGTH_DELIMITED).varint(data.size());
            insert.add(head.toByteArray()).add(data);
        }
        int last = external.isPresent() ? ExternalEntry.LAST_FIELD : mark.field();
        Pieces pieces = new Pieces();
        boolean inserted = false;
        FieldScan fields = new FieldScan(skeleton, from, to);
        while (fields.next()) {
            if (!inserted && fields.number() > last) {
                pieces.add(insert);
                inserted = true;
            }
            boolean replaced = external.isPresent() && ExternalEntry.isField(fields.number());
            if (fields.number() != StrippedData.MARK && !replaced) {
                pieces.add(skeleton, fields.start(), fields.end());
            }
        }
        return pieces;
    }
}
