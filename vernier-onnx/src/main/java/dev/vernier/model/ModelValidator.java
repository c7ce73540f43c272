package dev.vernier.model;

import dev.vernier.graph.Model;
import java.util.List;

/**
 * Looks at a model as a whole: when it has been read, before it is written, before it goes to
 * native code.
 *
 * <p>The checks are in an order in which each can rely on those before it. What concerns one record
 * alone is checked where the record is decoded.
 */
final class ModelValidator {

    private static final List<ModelCheck> CHECKS =
            List.of(
                    new CheckOutputs(),
                    new CheckSingleAssignment(),
                    new CheckReads(),
                    new CheckCycles(),
                    new CheckOpsets(),
                    new CheckOperands(),
                    new CheckWindows(),
                    new CheckFunctions(),
                    new CheckInlinedSize(),
                    new CheckTensorSizes(),
                    new CheckSparseTensors(),
                    new CheckClaimedSizes());

    private ModelValidator() {}

    /**
     * Passes if the model is sound.
     *
     * @throws dev.vernier.graph.ModelFormatException if it is not
     */
    static void check(Model model, Place file) {
        List<GraphScope> graphs = GraphScope.all(model, file);
        CHECKS.forEach(check -> check.check(model, graphs, file));
    }
}
