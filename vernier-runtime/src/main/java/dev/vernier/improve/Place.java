package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.runner.LiftedForm;

/**
 * Where a node stands: in the graph of a model, or in a body of an If, Loop or Scan.
 *
 * @param scopes all graphs of the model
 * @param graph the one with the node; one of these
 */
record Place(Scopes scopes, Graph graph) {

    /** Of a node that writes something. */
    static Place of(Node node, Graph whole) {
        Scopes scopes = Scopes.of(whole);
        return new Place(scopes, scopes.defining(node.output()).orElseThrow());
    }

    /** How a run of the model gives a value of the graph, or one that it reads from around it. */
    LiftedForm formOf(String value) {
        return LiftedForm.of(scopes.graphs().get(0), value);
    }

    /** Whether a constant, which may stand around the graph, is read by one node in all graphs. */
    boolean isReadOnce(Tensor constant) {
        return scopes.readers(constant.name()).size() == 1 && !scopes.isOutput(constant.name());
    }
}
