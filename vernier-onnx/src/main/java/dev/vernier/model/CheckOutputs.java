package dev.vernier.model;

import dev.vernier.graph.Model;
import dev.vernier.graph.ValueInfo;
import java.util.List;

/** The main graph has an output, and inputs and outputs have names. */
final class CheckOutputs implements ModelCheck {

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        if (model.graph().outputs().isEmpty()) {
            throw graphs.get(0).place().refuse("graph must have an output");
        }
        for (GraphScope scope : graphs) {
            requireNames("input", scope.graph().inputs(), scope.place());
            requireNames("output", scope.graph().outputs(), scope.place());
        }
    }

    private static void requireNames(String what, List<ValueInfo> values, Place place) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).name().isEmpty()) {
                throw place.refuse("graph " + what + " name must not be empty; " + what + "=" + i);
            }
        }
    }
}
