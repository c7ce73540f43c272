package dev.vernier.cli;

import dev.vernier.sensitivity.Budget;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.sensitivity.LeftInFloat;
import dev.vernier.sensitivity.Reached;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same as {@link BudgetSummary}, for programs. What is not a finite number is left out. */
final class BudgetJson {

    private BudgetJson() {}

    static Map<String, Object> of(BudgetResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("met", result.isMet());
        json.put("limits", limits(result.budget()));
        json.put("before", reached(result.before()));
        json.put("after", reached(result.after()));
        json.put("trials", result.trials());
        json.put("leftInFloat", result.left().stream().map(BudgetJson::node).toList());
        return json;
    }

    private static Map<String, Object> limits(Budget budget) {
        Map<String, Object> json = new LinkedHashMap<>();
        budget.minSqnr().ifPresent(limit -> json.put("minSqnrDecibel", limit));
        budget.minCosine().ifPresent(limit -> json.put("minCosine", limit));
        budget.maxDrop().ifPresent(limit -> json.put("maxDrop", limit));
        return json;
    }

    static Map<String, Object> reached(Reached reached) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (Double.isFinite(reached.sqnrDecibel())) {
            json.put("sqnrDecibel", reached.sqnrDecibel());
        }
        json.put("cosine", reached.cosine());
        reached.drop().ifPresent(drop -> json.put("drop", drop));
        return json;
    }

    private static Map<String, Object> node(LeftInFloat node) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", node.node());
        json.put("op", node.op());
        json.put("macs", node.macs());
        json.put("dynamic", node.dynamic());
        node.without().ifPresent(without -> json.put("inIntegers", reached(without)));
        return json;
    }
}
