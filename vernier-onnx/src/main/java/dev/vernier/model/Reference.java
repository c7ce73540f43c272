package dev.vernier.model;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.UnsupportedModelException;

/**
 * The ONNX reference implementation: version converter, shape inference and checker.
 *
 * <p>Runs native code, on models that have passed our own checks and without their large tensors.
 * There is a library for Linux, macOS and Windows on x86-64 only: ask {@link #isAvailable} first.
 * Knows IR version 10; a newer one is lowered for the call, and the result has the original's.
 *
 * <p>Safe for use by many threads.
 */
public final class Reference {

    /** The newest version of the default operator set that it knows. */
    public static final long NEWEST_OPSET = 22;

    private static final long NEWEST_IR = 10;

    private Reference() {}

    /** Whether there is a native library for this system. */
    public static boolean isAvailable() {
        return NativeOnnx.isAvailable();
    }

    /**
     * The model in another version of the default operator set, IR version 4 at least. Types,
     * metadata and whatever else the conversion does not concern stay as they are.
     *
     * @throws UnsupportedModelException if the model has local functions or sparse initializers,
     *     which the converter would drop, or if an operator cannot be converted
     */
    public static Model convert(Model model, long opset) {
        requireKnown(opset);
        Conversion conversion = Conversion.of(model);
        if (!conversion.isNeeded()) {
            return conversion.resultWithout(opset);
        }
        byte[] skeleton = skeleton(withTypes(conversion.input()));
        byte[] converted = NativeOnnx.convertVersion(skeleton, (int) opset);
        return conversion.result(ModelBytes.attach(converted, conversion.input()));
    }

    /** Some conversions need shapes; where inference fails they go without. */
    private static Model withTypes(Model model) {
        try {
            byte[] inferred = NativeOnnx.inferShapes(skeleton(KernelShapes.in(model)));
            Graph graph = ModelBytes.attach(inferred, model).graph();
            return model.withGraph(
                    model.graph().toBuilder()
                            .valueInfos(graph.valueInfos())
                            .outputs(graph.outputs())
                            .build());
        } catch (UnsupportedModelException e) {
            return model;
        }
    }

    /**
     * The model with the types that can be inferred for its values, subgraphs included.
     *
     * @throws UnsupportedModelException if inference fails
     */
    public static Model inferShapes(Model model) {
        requireKnown(model.graph().opsets().onnx());
        byte[] inferred = NativeOnnx.inferShapes(skeleton(KernelShapes.in(model)));
        return ModelBytes.attach(inferred, model).withIrVersion(model.irVersion());
    }

    /**
     * Passes if the reference checker does, the elements of large tensors apart.
     *
     * @throws UnsupportedModelException with its reason if it does not
     */
    public static void check(Model model) {
        requireKnown(model.graph().opsets().onnx());
        NativeOnnx.check(skeleton(model));
    }

    private static byte[] skeleton(Model model) {
        return ModelBytes.skeleton(model.withIrVersion(Math.min(model.irVersion(), NEWEST_IR)));
    }

    private static void requireKnown(long opset) {
        if (!isAvailable()) {
            throw new UnsupportedModelException(
                    "ONNX reference implementation must be available; system="
                            + System.getProperty("os.name")
                            + ", architecture="
                            + System.getProperty("os.arch"));
        }
        if (opset > NEWEST_OPSET) {
            throw new UnsupportedModelException(
                    "operator set must be at most "
                            + NEWEST_OPSET
                            + " for the ONNX reference implementation; opset="
                            + opset);
        }
    }
}
