package dev.vernier.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What stands in a skeleton's tensor in place of its data: an unknown field that says where the
 * data is.
 *
 * <p>In the file's own region: path, offset and length, so that the mark means the same wherever
 * the record is carried, {@link dev.vernier.graph.Extras} included. For data on the heap the path
 * is empty and the offset is its position in a list of {@link Payloads}.
 *
 * @param field the field of the tensor that the data belongs into
 * @param offset the first byte, or a position in a list
 * @param length the number of bytes
 * @param path the file; empty for data on the heap
 */
record StrippedData(int field, long offset, long length, String path) {

    /** A field number that no version of ONNX uses; files that use it are refused. */
    static final int MARK = 419_430_401;

    static StrippedData of(int field, FileRegion region) {
        return new StrippedData(field, region.offset(), region.length(), region.file().toString());
    }

    FileRegion region() {
        return new FileRegion(Path.of(path), offset, length);
    }

    ByteString toByteString() {
        WireBuffer bytes = new WireBuffer();
        bytes.varint(field).varint(offset).varint(length);
        bytes.writeBytes(path.getBytes(StandardCharsets.UTF_8));
        return ByteString.copyFrom(bytes.toByteArray());
    }

    static StrippedData parse(ByteString mark) {
        CodedInputStream in = mark.newCodedInput();
        try {
            int field = in.readRawVarint32();
            long offset = in.readRawVarint64();
            long length = in.readRawVarint64();
            return new StrippedData(
                    field, offset, length, mark.substring(in.getTotalBytesRead()).toStringUtf8());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("mark of stripped data must be our own", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
