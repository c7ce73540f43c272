package dev.vernier.numeric;

import dev.vernier.kernel.LinearKernel;
import dev.vernier.kernel.LinearRowKernel;
import java.util.List;

/**
 * The parameters of all slices of a tensor, held so that the kernels can take them, and the choice
 * of kernel for a run: one for elements that share a slice (step 0), one where each has the next
 * (step 1).
 *
 * <p>One type and code range for all slices. Bounds of arrays are checked before, see {@link
 * TensorQuantizer}. Immutable and thread-safe.
 */
final class LinearSlices {

    private final IntegerType type;
    private final CodeRange codeRange;
    private final int min;
    private final int max;
    private final float[] scales;
    private final int[] zeros;

    private LinearSlices(List<QuantizationParameters> parameters) {
        this.type = parameters.get(0).type();
        this.codeRange = parameters.get(0).codeRange();
        this.min = codeRange.min(type);
        this.max = type.max();
        this.scales = new float[parameters.size()];
        this.zeros = new int[parameters.size()];
        for (int slice = 0; slice < scales.length; slice++) {
            QuantizationParameters each = parameters.get(slice);
            scales[slice] = each.scale();
            zeros[slice] = each.zeroPoint();
        }
    }

    /** For at least one slice. */
    static LinearSlices of(List<QuantizationParameters> parameters) {
        QuantizationParameters first = parameters.get(0);
        if (first.type().bits() > 16) {
            throw new IllegalArgumentException(
                    "codes must have at most 16 bits; type=" + first.type());
        }
        for (int slice = 1; slice < parameters.size(); slice++) {
            QuantizationParameters each = parameters.get(slice);
            if (!each.type().equals(first.type()) || each.codeRange() != first.codeRange()) {
                throw new IllegalArgumentException(
                        "parameters of all slices must have one type and code range; slice "
                                + slice
                                + "="
                                + each);
            }
        }
        return new LinearSlices(parameters);
    }

    IntegerType type() {
        return type;
    }

    QuantizationParameters parameters(int slice) {
        return new QuantizationParameters(scales[slice], zeros[slice], type, codeRange);
    }

    void quantize(float[] values, int from, byte[] codes, int to, int n, int slice, int step) {
        if (step == 0) {
            float scale = scales[slice];
            LinearKernel.quantize(values, from, codes, to, n, scale, zeros[slice], min, max);
        } else {
            LinearRowKernel.quantize(values, from, codes, to, n, scales, zeros, slice, min, max);
        }
    }

    void quantize(float[] values, int from, short[] codes, int to, int n, int slice, int step) {
        if (step == 0) {
            float scale = scales[slice];
            LinearKernel.quantize(values, from, codes, to, n, scale, zeros[slice], min, max);
        } else {
            LinearRowKernel.quantize(values, from, codes, to, n, scales, zeros, slice, min, max);
        }
    }

    void dequantize(byte[] codes, int from, float[] values, int to, int n, int slice, int step) {
        if (step != 0) {
            int mask = type.signed() ? -1 : 0xFF;
            LinearRowKernel.dequantize(codes, from, values, to, n, scales, zeros, slice, mask);
        } else if (type.signed()) {
            LinearKernel.dequantizeSigned(codes, from, values, to, n, scales[slice], zeros[slice]);
        } else {
            LinearKernel.dequantizeUnsigned(
                    codes, from, values, to, n, scales[slice], zeros[slice]);
        }
    }

    void dequantize(short[] codes, int from, float[] values, int to, int n, int slice, int step) {
        if (step != 0) {
            int mask = type.signed() ? -1 : 0xFFFF;
            LinearRowKernel.dequantize(codes, from, values, to, n, scales, zeros, slice, mask);
        } else if (type.signed()) {
            LinearKernel.dequantizeSigned(codes, from, values, to, n, scales[slice], zeros[slice]);
        } else {
            LinearKernel.dequantizeUnsigned(
                    codes, from, values, to, n, scales[slice], zeros[slice]);
        }
    }

    void fakeQuantize(float[] values, int from, float[] to, int at, int n, int slice, int step) {
        if (step == 0) {
            float scale = scales[slice];
            LinearKernel.fakeQuantize(values, from, to, at, n, scale, zeros[slice], min, max);
        } else {
            LinearRowKernel.fakeQuantize(values, from, to, at, n, scales, zeros, slice, min, max);
        }
    }
}
