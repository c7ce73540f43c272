package dev.vernier;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.plan.PlanFit;
import dev.vernier.plan.PlanJson;
import dev.vernier.plan.QuantizationPlan;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A plan that a user gives, perhaps edited: refused unless it fits the model to the last name. */
final class GivenPlan {

    private GivenPlan() {}

    /**
     * Reads and checks a plan.
     *
     * @throws ModelFormatException if it is no plan, or not one of this model and target; the
     *     message has the file and the place in it
     */
    static QuantizationPlan read(Path file, PlacedModel model) throws IOException {
        try {
            QuantizationPlan plan = PlanJson.read(Files.readString(file));
            PlanFit.require(
                    plan, model.graph(), model.target(), model.placement(), model.file().sha256());
            return plan;
        } catch (ModelFormatException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        } catch (MalformedInputException e) {
            throw new ModelFormatException(file + ": plan must be UTF-8 text", e);
        }
    }
}
