package dev.vernier.statistics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads a statistics file as {@link StatisticsFormat} lays it out, and refuses all else.
 *
 * <p>Not thread-safe.
 */
final class StatisticsReader {

    /** Bytes of another file that are shown. */
    private static final int SHOWN = 16;

    private final byte[] bytes;
    private final FormatInput in;

    StatisticsReader(byte[] bytes) {
        this.bytes = bytes;
        this.in = new FormatInput(bytes, bytes.length - StatisticsFormat.CHECKSUM_BYTES);
    }

    StatisticsFile read() throws StatisticsFormatException {
        checkEnvelope();
        ModelDigest model = ModelDigest.of(in.raw(ModelDigest.BYTES, "digest"));
        long samples = in.varint("number of samples");
        int count = in.size("number of tensors", StatisticsFormat.MIN_TENSOR_BYTES);
        TreeMap<String, TensorStatistics> tensors = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.string("name of tensor");
            if (!tensors.isEmpty() && tensors.lastKey().compareTo(name) >= 0) {
                throw in.malformed(
                        "names of tensors must ascend; name=%s, before=%s"
                                .formatted(name, tensors.lastKey()));
            }
            tensors.put(name, readTensor());
        }
        if (in.remaining() > 0) {
            throw in.malformed("must end after the last tensor");
        }
        return checked(() -> new StatisticsFile(model, samples, tensors));
    }

    private void checkEnvelope() throws StatisticsFormatException {
        byte[] magic = StatisticsFormat.MAGIC;
        if (bytes.length < magic.length
                || !Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
            throw new StatisticsFormatException(
                    0, "must start with VERNSTAT; it starts with '%s'".formatted(start()));
        }
        in.raw(magic.length, "signature");
        int version = in.int16("version");
        if (version != StatisticsFormat.VERSION) {
            throw in.malformed(
                    "version must be %d; version=%d".formatted(StatisticsFormat.VERSION, version));
        }
        int end = bytes.length - StatisticsFormat.CHECKSUM_BYTES;
        FormatOutput checksum = new FormatOutput();
        checksum.int32(StatisticsFormat.checksum(bytes, end));
        if (!Arrays.equals(checksum.toByteArray(), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new StatisticsFormatException(
                    end, "must match its checksum: it was damaged or cut short");
        }
    }

    /** The first bytes as far as they are text, a dot for each other. */
    private String start() {
        String text = new String(bytes, 0, Math.min(SHOWN, bytes.length), ISO_8859_1);
        return text.replaceAll("[^ -~]", ".");
    }

    private TensorStatistics readTensor() throws StatisticsFormatException {
        BinadeHistogram values = readHistogram();
        BinadeHistogram minima = readHistogram();
        BinadeHistogram maxima = readHistogram();
        Optional<Extremes> extremes =
                values.size() > 0 ? Optional.of(readExtremes()) : Optional.empty();
        NonFinite nonFinite = readNonFinite();
        Optional<ChannelStatistics> channels = readChannels();
        return checked(
                () -> new TensorStatistics(values, minima, maxima, extremes, nonFinite, channels));
    }

    private BinadeHistogram readHistogram() throws StatisticsFormatException {
        int size = in.size("number of bins", StatisticsFormat.MIN_BIN_BYTES);
        int[] bins = new int[size];
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            bins[i] =
                    i == 0
                            ? in.signedVarint("bin")
                            : bins[i - 1] + in.varint("distance of bins", 1 << 17);
            counts[i] = in.varint("count");
        }
        return checked(() -> BinadeHistogram.of(bins, counts));
    }

    private Extremes readExtremes() throws StatisticsFormatException {
        float min = in.float32("minimum");
        String minSample = in.string("name of sample");
        float max = in.float32("maximum");
        String maxSample = in.string("name of sample");
        if (Float.floatToRawIntBits(min) == Float.floatToRawIntBits(-0f)
                || Float.floatToRawIntBits(max) == Float.floatToRawIntBits(-0f)) {
            throw in.malformed("extremes must not be -0.0");
        }
        return checked(() -> new Extremes(min, minSample, max, maxSample));
    }

    private NonFinite readNonFinite() throws StatisticsFormatException {
        long nan = in.varint("number of NaN");
        long positive = in.varint("number of infinities");
        long negative = in.varint("number of infinities");
        Optional<String> sample =
                nan > 0 || positive > 0 || negative > 0
                        ? Optional.of(in.string("name of sample"))
                        : Optional.empty();
        return checked(() -> new NonFinite(nan, positive, negative, sample));
    }

    private Optional<ChannelStatistics> readChannels() throws StatisticsFormatException {
        int size = in.size("number of channels", StatisticsFormat.MIN_CHANNEL_BYTES);
        if (size == 0) {
            return Optional.empty();
        }
        int axis = in.signedVarint("axis");
        float[] magnitudes = new float[size];
        long[] counts = new long[size];
        BigInteger[] sums = new BigInteger[size];
        for (int channel = 0; channel < size; channel++) {
            magnitudes[channel] = in.float32("magnitude");
            counts[channel] = in.varint("number of values");
            sums[channel] = readSum();
        }
        return Optional.of(checked(() -> new ChannelStatistics(axis, magnitudes, counts, sums)));
    }

    private BigInteger readSum() throws StatisticsFormatException {
        int zeroBytes = in.varint("zero bytes of a sum", StatisticsFormat.MAX_SUM_BYTES);
        int length = in.varint("bytes of a sum", StatisticsFormat.MAX_SUM_BYTES - zeroBytes);
        byte[] stored = in.raw(length, "sum");
        BigInteger sum = length == 0 ? BigInteger.ZERO : new BigInteger(stored);
        boolean shortest =
                Arrays.equals(stored, sum.toByteArray())
                        && (sum.signum() == 0 ? zeroBytes == 0 : sum.getLowestSetBit() < 8);
        if (!shortest) {
            throw in.malformed("sum must be written in as few bytes as it needs");
        }
        return sum.shiftLeft(8 * zeroBytes);
    }

    /** Turns what a value refuses into what the file does wrong. */
    private <T> T checked(Supplier<T> value) throws StatisticsFormatException {
        try {
            return value.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw in.malformed(String.valueOf(e.getMessage()));
        }
    }
}
