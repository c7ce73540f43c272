package dev.vernier;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.model.ModelFile;
import dev.vernier.plan.ImprovedModel;
import dev.vernier.plan.PlanFit;
import dev.vernier.plan.QuantizationPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A plan that a user gives, perhaps edited: refused unless it fits the model to the last name.
 *
 * @param plan what it says
 * @param model the model that its scales are for, with the constants that accuracy methods gave it
 */
record GivenPlan(QuantizationPlan plan, PlacedModel model) {

    /**
     * Reads and checks a plan.
     *
     * @throws ModelFormatException if it is no plan, or not one of this model and target; the
     *     message has the file and the place in it
     */
    static GivenPlan read(Path file, PlacedModel model) throws IOException {
        QuantizationPlan plan = PlanFiles.read(file);
        try {
            PlacedModel planned = improved(file, plan.improved(), model);
            PlanFit.require(
                    plan,
                    planned.graph(),
                    planned.target(),
                    planned.placement(),
                    planned.file().sha256());
            return new GivenPlan(plan, planned);
        } catch (ModelFormatException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        }
    }

    private static PlacedModel improved(
            Path plan, Optional<ImprovedModel> improved, PlacedModel model) throws IOException {
        if (improved.isEmpty()) {
            return model;
        }
        Path beside = plan.resolveSibling(improved.get().file());
        if (!Files.isRegularFile(beside)) {
            throw new ModelFormatException(
                    "plan.improved.model must be beside the plan, as its scales are for the"
                            + " constants in it; found no "
                            + beside);
        }
        ModelFile file = ModelFile.read(beside);
        if (!file.sha256().equals(improved.get().sha256())) {
            throw new ModelFormatException(
                    "plan.improved.sha256 must be that of %s, %s; found=%s"
                            .formatted(beside, file.sha256(), improved.get().sha256()));
        }
        return model.withGraph(file.model().graph());
    }
}
