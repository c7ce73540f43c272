package dev.vernier.numeric;

import dev.vernier.kernel.CodeBookKernel;
import dev.vernier.kernel.NibbleKernel;
import dev.vernier.kernel.ParallelChunks;
import java.util.Arrays;

/**
 * Applies equations (18) and (19) to float32 tensors: one code book, a scale for each slice.
 *
 * <p>Every result equals {@link CodeBookGrid} of the element's slice, bit for bit. Codes are bytes,
 * one each; {@link #pack} stores 4-bit ones two to a byte as ONNX does. Infinities become the
 * outermost level; NaN its code, or that of zero where the book has none.
 *
 * <p>Immutable and thread-safe. A few ns an element; long arrays use the common pool, which does
 * not change the result.
 */
public final class CodeBookQuantizer {

    private final SliceLayout layout;
    private final CodeBook book;
    private final float[] scales;
    private final float[] thresholds;
    private final float[] levels = new float[256];

    private CodeBookQuantizer(SliceLayout layout, CodeBook book, float... scales) {
        this.layout = layout;
        this.book = book;
        this.scales = scales.clone();
        for (float scale : this.scales) {
            QuantizationParameters.checkScale(scale);
        }
        float[] between = book.thresholds();
        this.thresholds = new float[(Integer.highestOneBit(between.length) << 1) - 1];
        Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
        System.arraycopy(between, 0, thresholds, 0, between.length);
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

    /** The codes of a whole tensor, one a byte. */
    public byte[] quantize(float... values) {
        checkWhole(values.length);
        byte[] codes = new byte[values.length];
        byte[] ordered = book.orderedCodes();
        byte codeOfNan = (byte) book.codeOfNan();
        forEachRun(
                values.length,
                (at, length, slice, step) ->
                        CodeBookKernel.quantize(
                                values,
                                at,
                                codes,
                                at,
                                length,
                                scales,
                                slice,
                                step,
                                thresholds,
                                ordered,
                                codeOfNan));
        return codes;
    }

    /** The real numbers of a whole tensor of codes, one a byte. */
    public float[] dequantize(byte... codes) {
        checkWhole(codes.length);
        float[] values = new float[codes.length];
        forEachRun(
                codes.length,
                (at, length, slice, step) ->
                        CodeBookKernel.dequantize(
                                codes, at, values, at, length, scales, slice, step, levels));
        return values;
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

    private void forEachRun(int length, SliceLayout.RunVisitor visitor) {
        ParallelChunks.run(
                length,
                (from, n) ->
                        layout.forEachRun(
                                from,
                                n,
                                (at, run, slice, step) ->
                                        visitor.visit(from + at, run, slice, step)));
    }

    private void checkWhole(int length) {
        if (length != layout.elements()) {
            throw new IllegalArgumentException(
                    "elements must be as many as the tensor's; elements="
                            + length
                            + ", tensor="
                            + layout.elements());
        }
    }
}
