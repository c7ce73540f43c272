package dev.vernier.diff;

import dev.vernier.diff.Side.Place;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.WeightPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as a {@link Side}: of its constants only the scales are known. */
final class PlanSide {

    private record Planned(WeightPlan weight) implements Constant {
        @Override
        public String form() {
            return Numbers.form(weight.type().toString(), weight.scales().size());
        }

        @Override
        public List<Float> scales() {
            return weight.scales();
        }

        @Override
        public float[] values() {
            return new float[0];
        }
    }

    private PlanSide() {}

    static Side of(QuantizationPlan plan) {
        Map<String, Place> nodes = new LinkedHashMap<>();
        plan.nodes()
                .forEach(
                        node ->
                                nodes.put(
                                        node.node(),
                                        new Place(
                                                node.op(),
                                                node.isInteger() ? "integer" : "float",
                                                node.reason().id())));
        Map<String, String> values = new LinkedHashMap<>();
        plan.activations()
                .forEach(
                        (name, value) ->
                                values.put(
                                        name,
                                        Numbers.grid(
                                                value.parameters().type().toString(),
                                                value.parameters().scale(),
                                                value.parameters().zeroPoint())));
        Map<String, Constant> constants = new LinkedHashMap<>();
        plan.weights().values().forEach(w -> constants.put(w.tensor(), new Planned(w)));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("target", plan.target());
        facts.put("modelSha256", plan.modelSha256());
        plan.improved()
                .ifPresent(improved -> facts.put("improved", String.join(", ", improved.steps())));
        return new Side(nodes, values, constants, facts);
    }
}
