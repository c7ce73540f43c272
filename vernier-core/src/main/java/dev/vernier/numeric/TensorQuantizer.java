package dev.vernier.numeric;

import java.util.List;

/**
 * Applies equations (4) and (5) to float32 tensors: per tensor, per channel or per block (10).
 *
 * <p>Every result equals {@link QuantizationParameters#quantize} and {@link
 * QuantizationParameters#dequantize} of the element's slice, bit for bit. Codes of up to 8 bits are
 * bytes, one each; of 9 to 16 bits shorts; unsigned codes are the bits of the unsigned value.
 *
 * <p>All methods take a {@code position}, the index of the first element in the flattened tensor,
 * so that a tensor can pass in pieces; those without it take the tensor whole. Infinities clamp.
 * NaN is to be refused before: which code it gets is not specified; fake quantization keeps it.
 *
 * <p>Immutable and thread-safe. About the time of copying the tensor; long arrays use the common
 * pool, which does not change the result.
 */
public final class TensorQuantizer {

    private final TensorRuns runs;
    private final LinearSlices slices;

    private TensorQuantizer(SliceLayout layout, LinearSlices slices) {
        this.runs = new TensorRuns(layout);
        this.slices = slices;
    }

    /** For a tensor of any shape with one scale and zero point. */
    public static TensorQuantizer perTensor(QuantizationParameters parameters, long... shape) {
        return of(new Granularity.PerTensor().layout(shape), List.of(parameters));
    }

    /** For a tensor whose slice i has {@code parameters.get(i)}. */
    public static TensorQuantizer of(SliceLayout layout, List<QuantizationParameters> parameters) {
        if (parameters.size() != layout.slices() || parameters.isEmpty()) {
            throw new IllegalArgumentException(
                    "parameters must be as many as the slices of the tensor, and at least one;"
                            + " parameters="
                            + parameters.size()
                            + ", slices="
                            + layout.slices());
        }
        return new TensorQuantizer(layout, LinearSlices.of(parameters));
    }

    public SliceLayout layout() {
        return runs.layout();
    }

    public IntegerType type() {
        return slices.type();
    }

    public QuantizationParameters parameters(int slice) {
        return slices.parameters(slice);
    }

    /** The codes of a whole tensor, one a byte; the type must have at most 8 bits. */
    public byte[] quantizeToBytes(float[] values) {
        byte[] codes = new byte[values.length];
        runs.requireWhole(values.length);
        quantize(0, values, 0, codes, 0, values.length);
        return codes;
    }

    /** The codes of a whole tensor; the type must have 9 to 16 bits. */
    public short[] quantizeToShorts(float[] values) {
        short[] codes = new short[values.length];
        runs.requireWhole(values.length);
        quantize(0, values, 0, codes, 0, values.length);
        return codes;
    }

    /** The real numbers of a whole tensor of codes of at most 8 bits. */
    public float[] dequantize(byte[] codes) {
        float[] values = new float[codes.length];
        runs.requireWhole(codes.length);
        dequantize(0, codes, 0, values, 0, codes.length);
        return values;
    }

    /** The real numbers of a whole tensor of codes of 9 to 16 bits. */
    public float[] dequantize(short[] codes) {
        float[] values = new float[codes.length];
        runs.requireWhole(codes.length);
        dequantize(0, codes, 0, values, 0, codes.length);
        return values;
    }

    /** The grid points that stand for the values of a whole tensor. */
    public float[] fakeQuantize(float[] values) {
        float[] results = new float[values.length];
        runs.requireWhole(values.length);
        fakeQuantize(0, values, 0, results, 0, values.length);
        return results;
    }

    /** Equation (4) for {@code length} elements from {@code position} of the tensor on. */
    public void quantize(
            long position, float[] values, int from, byte[] codes, int to, int length) {
        checkWidth(8);
        runs.requireWithin(position, values.length, from, codes.length, to, length);
        runs.forEach(
                position,
                length,
                (at, n, slice, step) ->
                        slices.quantize(values, from + at, codes, to + at, n, slice, step));
    }

    /** Equation (4) for {@code length} elements from {@code position} of the tensor on. */
    public void quantize(
            long position, float[] values, int from, short[] codes, int to, int length) {
        checkWidth(16);
        runs.requireWithin(position, values.length, from, codes.length, to, length);
        runs.forEach(
                position,
                length,
                (at, n, slice, step) ->
                        slices.quantize(values, from + at, codes, to + at, n, slice, step));
    }

    /** Equation (5) for {@code length} elements from {@code position} of the tensor on. */
    public void dequantize(
            long position, byte[] codes, int from, float[] values, int to, int length) {
        checkWidth(8);
        runs.requireWithin(position, codes.length, from, values.length, to, length);
        runs.forEach(
                position,
                length,
                (at, n, slice, step) ->
                        slices.dequantize(codes, from + at, values, to + at, n, slice, step));
    }

    /** Equation (5) for {@code length} elements from {@code position} of the tensor on. */
    public void dequantize(
            long position, short[] codes, int from, float[] values, int to, int length) {
        checkWidth(16);
        runs.requireWithin(position, codes.length, from, values.length, to, length);
        runs.forEach(
                position,
                length,
                (at, n, slice, step) ->
                        slices.dequantize(codes, from + at, values, to + at, n, slice, step));
    }

    /** Equations (4) and (5) in one pass; {@code results} may be {@code values}. */
    public void fakeQuantize(
            long position, float[] values, int from, float[] results, int to, int length) {
        runs.requireWithin(position, values.length, from, results.length, to, length);
        runs.forEach(
                position,
                length,
                (at, n, slice, step) ->
                        slices.fakeQuantize(values, from + at, results, to + at, n, slice, step));
    }

    private void checkWidth(int storageBits) {
        IntegerType type = type();
        if (type.bits() > storageBits || type.bits() <= storageBits - 8) {
            throw new IllegalArgumentException(
                    "codes of "
                            + type
                            + " must be held in "
                            + (type.bits() <= 8 ? "bytes" : "shorts")
                            + "; storage bits="
                            + storageBits);
        }
    }
}
