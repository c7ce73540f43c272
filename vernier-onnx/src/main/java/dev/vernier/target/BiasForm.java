package dev.vernier.target;

import java.util.Locale;

/** In which type the bias of a product in integers is stored. */
public enum BiasForm {
    /** With the scale of the accumulator, equation (11): ONNX Runtime adds it before rescaling. */
    INT32,
    /** As it is: TensorRT adds it behind the product. */
    FLOAT;

    /** As target files spell it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
