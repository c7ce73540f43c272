package dev.vernier.statistics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers the statistics of all watched tensors, sample by sample.
 *
 * <p>One accumulator a thread; then merge what {@link #statistics} gives. {@link #begin} names a
 * sample, {@link #add} takes its tensors. A tensor of a sample may come in any number of arrays
 * (rows of several batches), as long as they come before the next sample begins; how they are cut
 * does not show in the statistics.
 *
 * <p>NaN and infinities are counted and left out. Memory: 0.9 MB, and some 120 KB a tensor,
 * whatever the number of samples. Time: 0.4 to 0.6 ns a value for arrays of 32768 and more, 1 to 2
 * below, 3 more where channels are asked for. Not thread-safe.
 */
public final class StatisticsAccumulator {

    /** Values copied at a time. */
    private static final int PIECE = 4 * TensorGroup.LARGE;

    private final Map<String, Integer> channelAxes;
    private final long mostCounted;
    private final Map<String, TensorAccumulator> tensors = new TreeMap<>();
    private final Map<List<String>, TensorGroup> groups = new HashMap<>();
    private final FlatBins flat = new FlatBins();
    private float[] copy = new float[0];
    private ByteBuffer outside = ByteBuffer.allocateDirect(0);
    private Optional<String> sample = Optional.empty();
    private long samples;

    /** An accumulator without summaries by channel. */
    public StatisticsAccumulator() {
        this(Map.of());
    }

    /**
     * An accumulator with summaries by channel for some tensors.
     *
     * @param channelAxes the channels' axis by name of tensor, negative if counted from the end of
     *     the shape
     */
    public StatisticsAccumulator(Map<String, Integer> channelAxes) {
        this(channelAxes, Integer.MAX_VALUE);
    }

    /**
     * For tests.
     *
     * @param mostCounted how many values are counted in integers of 32 bits before they are moved
     */
    StatisticsAccumulator(Map<String, Integer> channelAxes, long mostCounted) {
        this.channelAxes = Map.copyOf(channelAxes);
        this.mostCounted = mostCounted;
    }

    /**
     * Begins a sample, which ends the one before; beginning the open one again continues it.
     *
     * <p>Names should be unique: two samples of one name count as two.
     */
    public void begin(String name) {
        if (sample.isPresent() && sample.get().equals(name)) {
            return;
        }
        end();
        sample = Optional.of(name);
        samples = Math.addExact(samples, 1);
    }

    /**
     * Adds values of a tensor for which no channels were asked.
     *
     * @throws IllegalStateException if no sample was begun
     */
    public void add(String tensor, float[] values) {
        add(List.of(tensor), FloatBuffer.wrap(values), values.length);
    }

    /**
     * Adds the remaining values of a buffer, whose position is left alone.
     *
     * @param shape the lengths along the axes of these values
     * @throws IllegalArgumentException if the shape does not hold as many values as remain, or does
     *     not fit the channels asked for
     * @throws IllegalStateException if no sample was begun
     */
    public void add(String tensor, FloatBuffer values, long... shape) {
        add(List.of(tensor), values, shape);
    }

    /**
     * Adds the same values to several tensors, as {@link #add(String, FloatBuffer, long...)} to
     * each. They are counted once.
     *
     * @param names at least one, one as often as it takes the values
     */
    public void add(List<String> names, FloatBuffer values, long... shape) {
        TensorGroup group = openGroup(names, values.remaining(), shape);
        int length = values.remaining();
        for (int done = 0; done < length; done += PIECE) {
            FloatBuffer piece =
                    values.slice(values.position() + done, Math.min(PIECE, length - done));
            ByteBuffer copied = outside(piece.remaining()).order(ByteOrder.nativeOrder());
            copied.asFloatBuffer().put(piece);
            add(group, copied, done);
        }
    }

    /**
     * As above. Many values outside of the heap are counted where they are.
     *
     * @param values floats in the byte order of the buffer
     */
    public void add(List<String> names, ByteBuffer values, long... shape) {
        TensorGroup group = openGroup(names, values.remaining() / Float.BYTES, shape);
        if (values.isDirect()) {
            add(group, values, 0);
        } else {
            addCopied(group, values);
        }
    }

    private void addCopied(TensorGroup group, ByteBuffer values) {
        int length = values.remaining() / Float.BYTES;
        for (int done = 0; done < length; done += PIECE) {
            ByteBuffer copied = outside(Math.min(PIECE, length - done)).order(values.order());
            int from = values.position() + done * Float.BYTES;
            copied.put(0, values, from, copied.limit());
            add(group, copied, done);
        }
    }

    /** Memory outside of the heap for so many values: all are counted from there, by one code. */
    private ByteBuffer outside(int size) {
        if (outside.capacity() < size * Float.BYTES) {
            outside = ByteBuffer.allocateDirect(PIECE * Float.BYTES);
        }
        return outside.clear().limit(size * Float.BYTES);
    }

    /**
     * @param values outside of the heap
     * @param position index of the first value among all that were given
     */
    private void add(TensorGroup group, ByteBuffer values, long position) {
        group.add(values.asIntBuffer());
        for (TensorAccumulator tensor : group.tensors()) {
            tensor.channels().ifPresent(channels -> add(channels, values, position));
        }
    }

    private void add(ChannelAccumulator channels, ByteBuffer values, long position) {
        FloatBuffer floats = values.asFloatBuffer();
        if (copy.length < Math.min(PIECE, floats.limit())) {
            copy = new float[Math.min(PIECE, floats.limit())];
        }
        for (int done = 0; done < floats.limit(); done += copy.length) {
            int size = Math.min(copy.length, floats.limit() - done);
            floats.get(done, copy, 0, size);
            channels.add(copy, 0, size, position + done);
        }
    }

    /** The tensors of these names, ready to take values of this shape. */
    private TensorGroup openGroup(List<String> names, int length, long... shape) {
        String current =
                sample.orElseThrow(
                        () -> new IllegalStateException("begin must come before add; " + names));
        checkShape(names, shape, length);
        TensorGroup group = groups.get(names);
        if (group == null) {
            group = new TensorGroup(flat, mostCounted, names.stream().map(this::tensor).toList());
            groups.put(List.copyOf(names), group);
        }
        for (TensorAccumulator tensor : group.tensors()) {
            if (!tensor.isOpen()) {
                tensor.begin(current);
            }
            if (length > 0) {
                tensor.channels().ifPresent(channels -> channels.open(shape));
            }
        }
        return group;
    }

    private TensorAccumulator tensor(String name) {
        return tensors.computeIfAbsent(
                name,
                key ->
                        new TensorAccumulator(
                                Optional.ofNullable(channelAxes.get(key))
                                        .map(axis -> new ChannelAccumulator(key, axis))));
    }

    private static void checkShape(List<String> names, long[] shape, int length) {
        long product = 1;
        for (long dimension : shape) {
            product = dimension < 0 ? -1 : Math.multiplyExact(product, dimension);
        }
        if (product != length) {
            throw new IllegalArgumentException(
                    "shape must hold as many values as were given; tensor=%s, shape=%s, values=%d"
                            .formatted(names.get(0), Arrays.toString(shape), length));
        }
    }

    private void end() {
        tensors.values().stream().filter(TensorAccumulator::isOpen).forEach(TensorAccumulator::end);
        sample = Optional.empty();
    }

    /** The statistics of all samples so far; ends the open one. */
    public StatisticsFile statistics(ModelDigest model) {
        end();
        Map<String, TensorStatistics> statistics = new TreeMap<>();
        tensors.forEach((name, tensor) -> statistics.put(name, tensor.statistics()));
        return new StatisticsFile(model, samples, statistics);
    }
}
