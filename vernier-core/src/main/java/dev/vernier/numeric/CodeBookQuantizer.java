package dev.vernier.numeric;

import dev.vernier.kernel.CodeBookKernel;
import dev.vernier.kernel.NibbleKernel;
import java.util.Arrays;

/**
 * Applies equations (18) and (19) to float32 tensors: one code book, a scale for each slice.
 *
 * <p>Every result equals {@link CodeBookGrid} of the element's slice, bit for bit. Codes are bytes,
 * one each; {@link #pack} stores 4-bit ones two to a byte as ONNX does. Infinities become the
 * outermost level; NaN its code, or that of zero where the book has none.
 *
 * <p>Methods with a {@code position}, the index of the first element in the flattened tensor, take
 * a tensor in pieces; those without it take it whole. {@link TensorStream} streams stored ones.
 *
 * <p>Immutable and thread-safe. A few ns an element; long arrays use the common pool, which does
 * not change the result.
 */
public final class CodeBookQuantizer {

    private final TensorRuns runs;
    private final CodeBook book;
    private final float[] scales;
    private final float[] thresholds;
    private final byte[] orderedCodes;
    private final byte codeOfNan;
    private final float[] levels = new float[256];

    private CodeBookQuantizer(SliceLayout layout, CodeBook book, float... scales) {
        this.runs = new TensorRuns(layout);
        this.book = book;
        this.scales = scales.clone();
        for (float scale : this.scales) {
            QuantizationParameters.checkScale(scale);
        }
        float[] between = book.thresholds();
        this.thresholds = new float[(Integer.highestOneBit(between.length) << 1) - 1];
        Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
        System.arraycopy(between, 0, thresholds, 0, between.length);
        this.orderedCodes = book.orderedCodes();
        this.codeOfNan = (byte) book.codeOfNan();
        Arrays.fill(levels, Float.NaN);
        for (int code = 0; code < 1 << book.bits(); code++) {
            levels[code] = book.value(code);
        }
    }

    /** For a tensor whose slice i has {@code scales[i]}. */
    public static CodeBookQuantizer of(SliceLayout layout, CodeBook book, float... scales) {
        if (scales.length != layout.slices()) {
            throw new IllegalArgumentException(
                    "scales must be as many as the slices of the tensor; scales="
                            + scales.length
                            + ", slices="
                            + layout.slices());
        }
        return new CodeBookQuantizer(layout, book, scales);
    }

    public CodeBookGrid grid(int slice) {
        return new CodeBookGrid(book, scales[slice]);
    }

    public SliceLayout layout() {
        return runs.layout();
    }

    public CodeBook book() {
        return book;
    }

    /** The codes of a whole tensor, one a byte. */
    public byte[] quantize(float... values) {
        runs.requireWhole(values.length);
        byte[] codes = new byte[values.length];
        quantize(0, values, 0, codes, 0, values.length);
        return codes;
    }

    /** The real numbers of a whole tensor of codes, one a byte. */
    public float[] dequantize(byte... codes) {
        runs.requireWhole(codes.length);
        float[] values = new float[codes.length];
        dequantize(0, codes, 0, values, 0, codes.length);
        return values;
    }

    /** Equation (18) for {@code length} elements from {@code position} of the tensor on. */
    public void quantize(
            long position, float[] values, int from, byte[] codes, int to, int length) {
        runs.requireWithin(position, values.length, from, codes.length, to, length);
        runs.forEach(
                position,
                length,
                (at, n, slice, step) ->
                        CodeBookKernel.quantize(
                                values,
                                from + at,
                                codes,
                                to + at,
                                n,
                                scales,
                                slice,
                                step,
                                thresholds,
                                orderedCodes,
                                codeOfNan));
    }

    /** Equation (19) for {@code length} elements from {@code position} of the tensor on. */
    public void dequantize(
            long position, byte[] codes, int from, float[] values, int to, int length) {
        runs.requireWithin(position, codes.length, from, values.length, to, length);
        runs.forEach(
                position,
                length,
                (at, n, slice, step) ->
                        CodeBookKernel.dequantize(
                                codes, from + at, values, to + at, n, scales, slice, step, levels));
    }

    /** Codes of at most 4 bits as ONNX stores them, two a byte; wider ones unchanged. */
    public byte[] pack(byte... codes) {
        if (book.bits() > 4) {
            return codes.clone();
        }
        byte[] packed = new byte[NibbleKernel.packedLength(codes.length)];
        NibbleKernel.pack(codes, 0, packed, 0, codes.length);
        return packed;
    }
}
