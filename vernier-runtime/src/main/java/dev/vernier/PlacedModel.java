package dev.vernier;

import dev.vernier.collect.Collection;
import dev.vernier.collect.CollectionOptions;
import dev.vernier.collect.Collector;
import dev.vernier.data.Samples;
import dev.vernier.graph.Graph;
import dev.vernier.model.ModelFile;
import dev.vernier.plan.Exclusions;
import dev.vernier.plan.Overrides;
import dev.vernier.plan.Placement;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import dev.vernier.prepare.Prepared;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A float model that was read, made uniform, and looked through for what a target computes in
 * integers: what calibrating, planning and quantizing begin with.
 *
 * @param file as the user gave it
 * @param prepared the model that statistics and plans speak of
 * @param target the runtime to quantize for
 * @param exclusions nodes that the user leaves in float
 * @param overrides what the user fixes of single values
 * @param placement which nodes could run in integers
 */
record PlacedModel(
        ModelFile file,
        Prepared prepared,
        Target target,
        Exclusions exclusions,
        Overrides overrides,
        Placement placement) {

    static PlacedModel read(Path input, Target target) throws IOException {
        return read(input, target, Choices.NONE, target.minimumOpset());
    }

    /**
     * @param choices what the user says of nodes and values
     * @param opset what the written nodes need, at least that of the target
     */
    static PlacedModel read(Path input, Target target, Choices choices, long opset)
            throws IOException {
        Tolerance tolerance = choices.tolerance();
        ModelFile file = ModelFile.read(input);
        file.digestAhead();
        FloatModel.requireKnown(file);
        if (!tolerance.quantizedParts()) {
            FloatModel.requireFloat(file);
        }
        Prepared prepared =
                InFile.of(
                        input,
                        () -> Preparation.prepare(file.model(), new PreparationOptions(opset)));
        Graph graph = prepared.model().graph();
        Exclusions exclusions =
                tolerance.exclusions(choices.selection().exclusionsIn(graph), graph);
        PlacedModel placed =
                FiniteWeights.of(
                        new PlacedModel(
                                file,
                                prepared,
                                target,
                                exclusions,
                                choices.overrides(),
                                Placement.of(graph, target, exclusions)),
                        tolerance);
        FloatModel.requireSomethingToQuantize(file, placed.placement(), target);
        return placed;
    }

    /**
     * The same model, of which more is said, and with other nodes that the user leaves in float.
     */
    PlacedModel noting(List<String> notes, Exclusions newExclusions) {
        return new PlacedModel(
                file,
                prepared.noting(notes),
                target,
                newExclusions,
                overrides,
                Placement.of(graph(), target, newExclusions));
    }

    /** The same model with other constants. */
    PlacedModel withGraph(Graph graph) {
        Prepared changed = prepared.withModel(prepared.model().withGraph(graph));
        Placement placement = Placement.of(graph, target, exclusions);
        return new PlacedModel(file, changed, target, exclusions, overrides, placement);
    }

    Graph graph() {
        return prepared.model().graph();
    }

    ModelDigest digest() {
        return new ModelDigest(file.sha256());
    }

    /** Loads the model to gather what the placement needs to know. */
    Collector collector() throws IOException {
        return InFile.of(
                file.path(),
                () ->
                        Collector.open(
                                prepared.model(), file.folder(), digest(), placement.watched()));
    }

    /** Runs the samples and gathers what the placement needs to know. */
    Collection collect(Samples samples, CollectionOptions options) throws IOException {
        return InFile.of(
                file.path(),
                () ->
                        Collection.collect(
                                prepared.model(),
                                file.folder(),
                                digest(),
                                placement.watched(),
                                samples,
                                options));
    }
}
