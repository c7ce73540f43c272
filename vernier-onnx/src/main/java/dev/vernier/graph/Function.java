package dev.vernier.graph;

import java.util.List;

/**
 * A model-local function: an operator defined in the file by a list of nodes.
 *
 * <p>Source: ONNX {@code FunctionProto}.
 *
 * @param op the operator it defines
 * @param inputs its formal inputs
 * @param outputs its formal outputs
 * @param attributes names of the attributes it takes
 * @param nodes its body
 * @param opsets the operator sets of its body
 * @param extras what else the file said of it
 */
public record Function(
        OpType op,
        List<String> inputs,
        List<String> outputs,
        List<String> attributes,
        List<Node> nodes,
        Opsets opsets,
        Extras extras) {

    public Function {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = List.copyOf(attributes);
        nodes = List.copyOf(nodes);
    }

    public Function withNodes(List<Node> newNodes) {
        return new Function(op, inputs, outputs, attributes, newNodes, opsets, extras);
    }
}
