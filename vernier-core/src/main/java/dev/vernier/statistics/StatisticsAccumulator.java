package dev.vernier.statistics;

import java.nio.ByteBuffer;
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
 * <p>NaN and infinities are counted and left out. Memory: 1.3 MB, and some 120 KB a tensor,
 * whatever the number of samples. Time: 0.4 to 0.6 ns a value for arrays of 32768 and more, 1 to 2
 * below, 3 more where channels are asked for. Not thread-safe.
 */
public final class StatisticsAccumulator {

    /** Values copied at a time out of a buffer without an array. */
    private static final int CHUNK = 4 * TensorGroup.LARGE;

    private static final int LARGE_BYTES = TensorGroup.LARGE * Float.BYTES;

    private final Map<String, Integer> channelAxes;
    private final long mostCounted;
    private final Map<String, TensorAccumulator> tensors = new TreeMap<>();
    private final Map<List<String>, TensorGroup> groups = new HashMap<>();
    private final FlatBins flat = new FlatBins();
    private float[] chunk = new float[0];
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
        addCopied(openGroup(names, values.remaining(), shape), values);
    }

    /**
     * As above. Many values outside of the heap are counted where they are.
     *
     * @param values floats in the byte order of the buffer
     */
    public void add(List<String> names, ByteBuffer values, long... shape) {
        TensorGroup group = openGroup(names, values.remaining() / Float.BYTES, shape);
        boolean isLarge = values.remaining() >= LARGE_BYTES;
        for (TensorAccumulator tensor : group.tensors()) {
            isLarge &= tensor.channels().isEmpty();
        }
        if (!isLarge) {
            addCopied(group, values.asFloatBuffer());
        } else if (values.isDirect()) {
            addLarge(group, values);
        } else {
            addOutside(group, values);
        }
    }

    /** Adds values of the heap from memory outside of it, where counting is the same code. */
    private void addOutside(TensorGroup group, ByteBuffer values) {
        if (outside.capacity() == 0) {
            outside = ByteBuffer.allocateDirect(CHUNK * Float.BYTES);
        }
        ByteBuffer rest = values.duplicate();
        while (rest.hasRemaining()) {
            int size = Math.min(rest.remaining(), outside.capacity());
            outside.clear().order(values.order()).put(rest.slice(rest.position(), size)).flip();
            addLarge(group, outside);
            rest.position(rest.position() + size);
        }
    }

    private void addLarge(TensorGroup group, ByteBuffer values) {
        if (!group.addInPlace(values.asIntBuffer())) {
            addCopied(group, values.asFloatBuffer());
        }
    }

    /** Adds values from an array, into which pieces of them are copied if they are in none. */
    private void addCopied(TensorGroup group, FloatBuffer values) {
        int length = values.remaining();
        if (values.hasArray()) {
            int from = values.arrayOffset() + values.position();
            add(group, values.array(), from, from + length, 0);
            return;
        }
        if (chunk.length < Math.min(CHUNK, length)) {
            chunk = new float[Math.min(CHUNK, length)];
        }
        for (int done = 0; done < length; done += chunk.length) {
            int size = Math.min(chunk.length, length - done);
            values.get(values.position() + done, chunk, 0, size);
            add(group, chunk, 0, size, done);
        }
    }

    /**
     * @param position index of the first value among all that were given
     */
    private static void add(TensorGroup group, float[] values, int from, int to, long position) {
        group.add(values, from, to);
        for (TensorAccumulator tensor : group.tensors()) {
            tensor.channels().ifPresent(channels -> channels.add(values, from, to, position));
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
