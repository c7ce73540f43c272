package dev.vernier.model;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Function;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Opsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ModelProto} and {@link Model}.
 *
 * <p>The codecs of this package work alike: decoding takes from the message what the graph
 * interprets and keeps the rest of the message as {@link Extras}; encoding starts from the extras
 * and puts the interpreted values back. A field that is there but says what its absence would say
 * stays in the extras, so that it is there again when nothing changed.
 */
final class ModelCodec {

    private ModelCodec() {}

    /**
     * @throws dev.vernier.graph.ModelFormatException if a record is not what it must be
     */
    static Model decode(byte[] skeleton, TensorCodec tensors, Place place) {
        ModelProto proto;
        try {
            proto = ModelProto.parseFrom(skeleton);
        } catch (InvalidProtocolBufferException e) {
            throw place.refuse("file must be an ONNX model; " + e.getMessage());
        }
        if (!proto.hasGraph()) {
            throw place.refuse("model must have a graph");
        }
        if (proto.getIrVersion() <= 0) {
            throw place.refuse("IR version must be positive; ir_version=" + proto.getIrVersion());
        }
        Opsets opsets = OpsetCodec.decode(proto.getOpsetImportList(), place);
        GraphCodec graphs = new GraphCodec(opsets, tensors);
        ModelProto.Builder rest =
                proto.toBuilder()
                        .clearIrVersion()
                        .clearGraph()
                        .clearFunctions()
                        .clearOpsetImport()
                        .addAllOpsetImport(OpsetCodec.remains(proto.getOpsetImportList(), opsets))
                        .clearMetadataProps();
        rest.addAllMetadataProps(MetadataCodec.remains(proto.getMetadataPropsList(), place));
        for (int i = 0; i < proto.getTrainingInfoCount(); i++) {
            rest.setTrainingInfo(i, training(proto.getTrainingInfo(i), graphs, place));
        }
        Graph graph = graphs.decode(proto.getGraph(), place);
        List<Function> functions = new ArrayList<>();
        for (FunctionProto function : proto.getFunctionsList()) {
            functions.add(FunctionCodec.decode(function, tensors, place));
        }
        return new Model(
                proto.getIrVersion(),
                graph,
                functions,
                MetadataCodec.decode(proto.getMetadataPropsList(), place),
                Extras.of(rest.build().toByteArray()));
    }

    /** The skeleton message; large data is in {@code payloads} or still in its file. */
    static ModelProto encode(Model model, Payloads payloads) {
        ModelProto.Builder proto = parse(model.extras()).toBuilder();
        Opsets opsets = model.graph().opsets();
        GraphCodec graphs = new GraphCodec(opsets, new TensorCodec(payloads));
        proto.setIrVersion(model.irVersion());
        OpsetCodec.encode(opsets, proto.getOpsetImportList())
                .ifPresent(entries -> proto.clearOpsetImport().addAllOpsetImport(entries));
        MetadataCodec.encode(model.metadata(), proto.getMetadataPropsList())
                .ifPresent(entries -> proto.clearMetadataProps().addAllMetadataProps(entries));
        proto.setGraph(graphs.encode(model.graph()));
        for (Function function : model.functions()) {
            proto.addFunctions(FunctionCodec.encode(function, new TensorCodec(payloads)));
        }
        return proto.build();
    }

    private static ModelProto parse(Extras extras) {
        try {
            return ModelProto.parseFrom(extras.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be a model record", e);
        }
    }

    /** Not interpreted, but its tensors are checked and found like all others. */
    private static TrainingInfoProto training(
            TrainingInfoProto info, GraphCodec graphs, Place place) {
        Place inside = place.in("training_info", "");
        TrainingInfoProto.Builder checked = info.toBuilder();
        if (info.hasInitialization()) {
            checked.setInitialization(graphs.checked(info.getInitialization(), inside));
        }
        if (info.hasAlgorithm()) {
            checked.setAlgorithm(graphs.checked(info.getAlgorithm(), inside));
        }
        return checked.build();
    }
}
