package dev.vernier.prepare;

import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Model;
import java.util.List;

/**
 * Prepares a model for planning: the steps, and the rules within them, in the order in which they
 * run.
 *
 * <p>The result computes what the model computed, up to the rounding of folded weights, under the
 * same inputs, outputs and metadata. Deterministic. Safe for use by many threads.
 */
public final class Preparation {

    /** What stands between a weight and its reader goes before the operator set is raised. */
    private static final List<GraphRule> UNCOVER =
            List.of(
                    new LiftConstant(),
                    new RemoveIdentity(),
                    new RemoveDropout(),
                    new ReshapeConstant());

    private Preparation() {}

    /**
     * Prepares a model.
     *
     * @throws dev.vernier.graph.ModelFormatException if its graph has a cycle
     * @throws dev.vernier.graph.UnsupportedModelException if its operator set is older than asked
     *     for and cannot be raised
     */
    public static Prepared prepare(Model model, PreparationOptions options) {
        return run(steps(options), model);
    }

    /**
     * The model with all that is known of its shapes; no weight is read or changed.
     *
     * @throws dev.vernier.graph.ModelFormatException as {@link #prepare} does
     * @throws dev.vernier.graph.UnsupportedModelException as {@link #prepare} does
     */
    public static Prepared inferShapes(Model model, PreparationOptions options) {
        return run(shapeSteps(options), model);
    }

    private static Prepared run(List<ModelStep> steps, Model model) {
        Prepared prepared = Prepared.of(model);
        for (ModelStep step : steps) {
            prepared = prepared.then(step);
        }
        return prepared;
    }

    private static List<ModelStep> steps(PreparationOptions options) {
        return List.of(
                new SortNodes(),
                new NameNodes(),
                new SeparateInitializersFromInputs(),
                new InlineFunctions(),
                new DropUnusedOpsets(),
                new DensifyInitializers(),
                new ApplyRules(UNCOVER),
                ComputeInFloat32.halves(),
                ComputeInFloat32.doubles(),
                new RaiseOpset(options.minimumOpset()),
                new ApplyRules(UNCOVER), // the converter makes constants of attributes
                new InferReferenceShapes(),
                new InferSymbolicShapes(),
                new RefuseOversizedValues(),
                new NameBodyValues(),
                new ApplyRules(
                        List.of(new InlineConstantIf(), new LiftConstant(), new RemoveIdentity())),
                new ApplyRules(fold()), // with the ranks of what is multiplied
                new DropUnusedNodes(),
                new NameBodyValues());
    }

    /** A normalization may stand behind a bias as well as before one. */
    private static List<GraphRule> fold() {
        return List.of(
                new FoldConstants(),
                new PutBiasBehindProduct(),
                new FoldAttentionBiases(),
                new AddBroadcastFirst(),
                new WriteMatMulAsGemm(),
                new PlainGemm(),
                new WriteSplitAsSlices(),
                new WriteMeanAsPool(),
                new WriteHardSwishAsProduct(),
                new WriteClipAsHardSigmoid(),
                new FoldChannelArithmetic(),
                new FoldBatchNormalization(),
                new FoldChannelArithmetic(),
                new WidenProductBias());
    }

    private static List<ModelStep> shapeSteps(PreparationOptions options) {
        return List.of(
                new SortNodes(),
                new NameNodes(),
                new InlineFunctions(),
                new DropUnusedOpsets(),
                new ApplyRules(List.of(new LiftConstant())),
                new RaiseOpset(options.minimumOpset()),
                new ApplyRules(List.of(new LiftConstant())),
                new InferReferenceShapes(),
                new InferSymbolicShapes());
    }
}
