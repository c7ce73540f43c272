package dev.vernier.model;

import dev.vernier.graph.UnsupportedModelException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.onnx.ModelProto;
import org.bytedeco.onnx.OpSchemaRegistry;
import org.bytedeco.onnx.ShapeInferenceOptions;
import org.bytedeco.onnx.StringTensorShapeProtoMap;
import org.bytedeco.onnx.global.onnx;

/**
 * The ONNX reference implementation in C++, called with serialised models.
 *
 * <p>Its exceptions become {@link UnsupportedModelException}s with its words. Native memory is
 * released before a method returns. Stateless.
 */
final class NativeOnnx {

    private static final int LENIENT = 0;

    /** {@code /home/runner/work/onnx/common/ir.h:274: find: }, where the library was built. */
    private static final Pattern SOURCE = Pattern.compile("/\\S+\\.(h|cc|cpp):\\d+: \\w+: ");

    private NativeOnnx() {}

    /** Loads the library once; whether there is one for this system. */
    static boolean isAvailable() {
        return Library.LOADED;
    }

    private static final class Library {
        static final boolean LOADED = load();

        private static boolean load() {
            try {
                Loader.load(onnx.class);
                return true;
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                return false;
            }
        }
    }

    static byte[] convertVersion(byte[] model, int opset) {
        return map(model, "converted", proto -> onnx.ConvertVersion(proto, opset));
    }

    static byte[] inferShapes(byte[] model) {
        return map(
                model,
                "inferred",
                proto -> {
                    try (ShapeInferenceOptions options =
                                    new ShapeInferenceOptions(false, LENIENT, true);
                            StringTensorShapeProtoMap symbols = new StringTensorShapeProtoMap()) {
                        onnx.InferShapes(proto, OpSchemaRegistry.Instance(), options, symbols);
                        return proto;
                    }
                });
    }

    static void check(byte[] model) {
        with(model, "checked", proto -> onnx.check_model(proto, false, false, false));
    }

    private static byte[] map(byte[] model, String what, UnaryOperator<ModelProto> change) {
        byte[][] result = {{}};
        with(
                model,
                what,
                proto -> {
                    ModelProto changed = change.apply(proto);
                    try (changed;
                            BytePointer bytes = new BytePointer(changed.ByteSizeLong())) {
                        changed.SerializeToArray(bytes, (int) bytes.capacity());
                        result[0] = new byte[(int) bytes.capacity()];
                        bytes.get(result[0]);
                    }
                });
        return result[0];
    }

    private static void with(byte[] model, String what, Consumer<ModelProto> action) {
        try (ModelProto proto = new ModelProto();
                BytePointer bytes = new BytePointer(model)) {
            if (!proto.ParseFromArray(bytes, model.length)) {
                throw new UnsupportedModelException(
                        "model could not be " + what + "; reason=not parsed by the ONNX library");
            }
            action.accept(proto);
        } catch (UnsupportedModelException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnsupportedModelException(
                    "model could not be "
                            + what
                            + "; reason="
                            + SOURCE.matcher(String.valueOf(e.getMessage())).replaceAll(""),
                    e);
        }
    }
}
