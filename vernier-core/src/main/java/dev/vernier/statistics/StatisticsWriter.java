package dev.vernier.statistics;

import java.math.BigInteger;

/** Writes a statistics file as {@link StatisticsFormat} lays it out. Stateless. */
final class StatisticsWriter {

    private StatisticsWriter() {}

    static byte[] write(StatisticsFile file) {
        FormatOutput out = new FormatOutput();
        out.raw(StatisticsFormat.MAGIC);
        out.int16(StatisticsFormat.VERSION);
        out.raw(file.model().bytes());
        out.varint(file.samples());
        out.varint(file.tensors().size());
        file.tensors().forEach((name, tensor) -> writeTensor(out, name, tensor));
        byte[] body = out.toByteArray();
        out.int32(StatisticsFormat.checksum(body, body.length));
        return out.toByteArray();
    }

    private static void writeTensor(FormatOutput out, String name, TensorStatistics tensor) {
        out.string(name);
        writeHistogram(out, tensor.values());
        writeHistogram(out, tensor.sampleMinima());
        writeHistogram(out, tensor.sampleMaxima());
        tensor.extremes().ifPresent(extremes -> writeExtremes(out, extremes));
        NonFinite nonFinite = tensor.nonFinite();
        out.varint(nonFinite.nan());
        out.varint(nonFinite.positiveInfinity());
        out.varint(nonFinite.negativeInfinity());
        nonFinite.sample().ifPresent(out::string);
        tensor.channels()
                .ifPresentOrElse(channels -> writeChannels(out, channels), () -> out.varint(0));
    }

    private static void writeHistogram(FormatOutput out, BinadeHistogram histogram) {
        out.varint(histogram.size());
        for (int i = 0; i < histogram.size(); i++) {
            if (i == 0) {
                out.signedVarint(histogram.binAt(0));
            } else {
                out.varint(histogram.binAt(i) - histogram.binAt(i - 1));
            }
            out.varint(histogram.countAt(i));
        }
    }

    private static void writeExtremes(FormatOutput out, Extremes extremes) {
        out.float32(extremes.min());
        out.string(extremes.minSample());
        out.float32(extremes.max());
        out.string(extremes.maxSample());
    }

    private static void writeChannels(FormatOutput out, ChannelStatistics channels) {
        out.varint(channels.channels());
        out.signedVarint(channels.axis());
        for (int channel = 0; channel < channels.channels(); channel++) {
            out.float32(channels.magnitude(channel));
            out.varint(channels.count(channel));
            BigInteger sum = channels.sum(channel);
            int zeroBytes = sum.signum() == 0 ? 0 : sum.getLowestSetBit() / 8;
            byte[] bytes = sum.shiftRight(8 * zeroBytes).toByteArray();
            out.varint(zeroBytes);
            out.varint(bytes.length);
            out.raw(bytes);
        }
    }
}
