package dev.vernier;

import dev.vernier.graph.Model;
import dev.vernier.improve.Improvement;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.ImprovedModel;
import dev.vernier.plan.QuantizationPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan of a model that is written, and the float model beside it that its scales are for, if
 * accuracy methods changed constants.
 *
 * <p>Together with the model that was read they give the same quantized model again.
 *
 * @param file where the plan goes, if anywhere
 * @param plan names the float model beside it
 * @param improved that float model
 */
record PlanOutput(Optional<Path> file, QuantizationPlan plan, Optional<Model> improved) {

    static PlanOutput of(
            Optional<Path> file, PlacedModel model, Refined refined, QuantizationPlan plan)
            throws IOException {
        boolean changed = !refined.graph().equals(model.graph());
        if (file.isEmpty() || (!changed && plan.improved().isEmpty())) {
            return new PlanOutput(file, plan, Optional.empty());
        }
        Model improved = model.prepared().model().withGraph(refined.graph());
        List<String> steps =
                new ArrayList<>(plan.improved().map(ImprovedModel::steps).orElse(List.of()));
        refined.improved().improvements().stream()
                .filter(Improvement::kept)
                .map(Improvement::step)
                .forEach(steps::add);
        String name = String.valueOf(beside(file.get()).getFileName());
        return new PlanOutput(
                file,
                plan.withImproved(new ImprovedModel(name, ModelFile.sha256(improved), steps)),
                Optional.of(improved));
    }

    /** {@code plan.improved.onnx} for {@code plan.json}. */
    static Path beside(Path plan) {
        String name = String.valueOf(plan.getFileName());
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        return plan.resolveSibling(stem + ".improved.onnx");
    }

    /** Writes both, the plan last. */
    void write(boolean overwrite) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        if (improved.isPresent()) {
            ModelFile.write(beside(file.get()), improved.get(), overwrite, OutputFile.Check.NONE);
        }
        PlanFiles.write(file.get(), plan, overwrite);
    }
}
