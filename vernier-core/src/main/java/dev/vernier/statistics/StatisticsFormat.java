package dev.vernier.statistics;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The bytes of a statistics file, version 1.
 *
 * <p>Integers are big-endian; a varint has seven bits a byte, the lowest first; a signed varint is
 * zigzag (0, -1, 1, -2 as 0, 1, 2, 3); a string is its length in bytes as a varint and UTF-8.
 *
 * <pre>
 * file      8 bytes        "VERNSTAT"
 *           int16          version, 1
 *           32 bytes       SHA-256 of the model
 *           varint         number of samples
 *           varint         number of tensors, then each in ascending order of names (UTF-16)
 *           int32          CRC-32C of all bytes before
 * tensor    string         name
 *           histogram      every finite value
 *           histogram      minimum of each sample
 *           histogram      maximum of each sample
 *           extremes       if there is a finite value
 *           varint x 3     number of NaN, +infinity, -infinity
 *           string         if one of these is positive: smallest sample that had one
 *           varint         number of channels, 0 if none were asked for
 *           signed varint  if there are channels: their axis, then each
 * histogram varint         number of bins in use, then for each in ascending order:
 *           varint         distance from the bin before; the first: signed varint, its number
 *           varint         count
 * extremes  float32 string smallest value and its sample
 *           float32 string largest value and its sample
 * channel   float32        largest magnitude
 *           varint         number of finite values
 *           varint         z, number of zero bytes at the end of the sum
 *           varint, bytes  their number, and the sum / 256^z as two's complement in units of
 *                          2^-149, as short as it can be
 * </pre>
 *
 * <p>{@link StatisticsWriter} writes it, {@link StatisticsReader} reads it. Any other bytes for the
 * same statistics are refused, so reading and writing again gives the same file. Memory to read: at
 * most some ten times the size of the file.
 */
final class StatisticsFormat {

    static final int VERSION = 1;

    static final byte[] MAGIC = "VERNSTAT".getBytes(StandardCharsets.US_ASCII);
    static final int CHECKSUM_BYTES = 4;

    static final int MIN_TENSOR_BYTES = 8;
    static final int MIN_CHANNEL_BYTES = 8;
    static final int MIN_BIN_BYTES = 2;

    /** A sum has at most 278 bits of the floats, 63 of their number and a sign. */
    static final int MAX_SUM_BYTES = 43;

    private StatisticsFormat() {}

    static int checksum(byte[] bytes, int end) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        return (int) checksum.getValue();
    }
}
