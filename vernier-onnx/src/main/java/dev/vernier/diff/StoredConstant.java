package dev.vernier.diff;

import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.SliceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A constant of codes that DequantizeLinear turns into real numbers, equation (5).
 *
 * @param axis what its scales are counted along, where there are several
 */
record StoredConstant(Tensor codes, Tensor scale, Optional<Tensor> zeroPoint, int axis)
        implements Constant {

    @Override
    public String form() {
        return Numbers.form(ModelSide.typeName(codes), (int) scale.elements());
    }

    @Override
    public List<Float> scales() {
        List<Float> scales = new ArrayList<>();
        for (float each : Weights.floats(scale)) {
            scales.add(each);
        }
        return scales;
    }

    @Override
    public float[] values() {
        long[] stored = Weights.longs(codes);
        float[] scales = Weights.floats(scale);
        long[] zeros = zeroPoint.map(Weights::longs).orElse(new long[scales.length]);
        SliceLayout layout = layout(scales.length);
        float[] values = new float[stored.length];
        for (int i = 0; i < values.length; i++) {
            int slice = layout.sliceOf(i);
            values[i] = (stored[i] - zeros[slice]) * scales[slice];
        }
        return values;
    }

    private SliceLayout layout(int scales) {
        long[] shape = codes.dimensions().stream().mapToLong(Long::longValue).toArray();
        Granularity granularity =
                scales == 1 ? new Granularity.PerTensor() : new Granularity.PerChannel(axis);
        return granularity.layout(shape);
    }
}
