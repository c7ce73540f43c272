package dev.vernier.benchmarks;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import com.google.protobuf.ByteString;
import dev.vernier.numeric.QuantizationParameters;
import java.util.Map;

/**
 * A session of ONNX Runtime on one thread whose only node quantizes or dequantizes x to y, int8.
 *
 * <p>Input and output stay in buffers of the caller: nothing is copied or allocated in {@link
 * #run}.
 */
final class OperatorSession implements AutoCloseable {

    private final OrtSession session;
    private final Map<String, OnnxTensor> input;
    private final Map<String, OnnxTensor> output;

    OperatorSession(
            String operator, QuantizationParameters grid, OnnxTensor input, OnnxTensor output)
            throws OrtException {
        this.input = Map.of("x", input);
        this.output = Map.of("y", output);
        byte[] model = model(operator, grid, input.getInfo().getShape()[0]);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            this.session = OrtEnvironment.getEnvironment().createSession(model, options);
        }
    }

    void run() throws OrtException {
        session.run(input, output).close();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private static byte[] model(String operator, QuantizationParameters grid, long elements) {
        boolean quantize = operator.equals("QuantizeLinear");
        int real = TensorProto.DataType.FLOAT_VALUE;
        int code = TensorProto.DataType.INT8_VALUE;
        GraphProto graph =
                GraphProto.newBuilder()
                        .setName(operator)
                        .addInput(vector("x", quantize ? real : code, elements))
                        .addOutput(vector("y", quantize ? code : real, elements))
                        .addInitializer(
                                TensorProto.newBuilder()
                                        .setName("scale")
                                        .setDataType(real)
                                        .addFloatData(grid.scale()))
                        .addInitializer(
                                TensorProto.newBuilder()
                                        .setName("zero_point")
                                        .setDataType(code)
                                        .setRawData(
                                                ByteString.copyFrom(
                                                        new byte[] {(byte) grid.zeroPoint()})))
                        .addNode(
                                NodeProto.newBuilder()
                                        .setOpType(operator)
                                        .addInput("x")
                                        .addInput("scale")
                                        .addInput("zero_point")
                                        .addOutput("y"))
                        .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto vector(String name, int type, long elements) {
        TensorShapeProto shape =
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(elements))
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(type)
                                                .setShape(shape)))
                .build();
    }
}
