package dev.vernier.diff;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.List;

/** A constant whose elements are what it stands for; strings have no values. */
record PlainConstant(Tensor tensor) implements Constant {

    @Override
    public String form() {
        return ModelSide.typeName(tensor);
    }

    @Override
    public List<Float> scales() {
        return List.of();
    }

    @Override
    public float[] values() {
        if (tensor.type().isFloat()) {
            return Weights.floats(tensor);
        }
        if (tensor.type() == ElementType.STRING) {
            return new float[0];
        }
        long[] codes = Weights.longs(tensor);
        float[] values = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            values[i] = codes[i];
        }
        return values;
    }
}
