package dev.vernier;

import dev.vernier.collect.NonFiniteException;
import dev.vernier.data.InventionException;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.runner.RunException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What goes wrong inside of a model names nodes and tensors; a user has files.
 *
 * <p>Refusals that name the file already, and those of other files, stay as they are.
 */
final class InFile {

    private InFile() {}

    /** Does work, and puts the model's file in front of what the model is refused for. */
    static <T> T of(Path model, Work<T> work) throws IOException {
        try {
            return work.result();
        } catch (RunException e) {
            throw e.of(model);
        } catch (NonFiniteException e) {
            throw isNamed(model, e) ? e : e.of(model);
        } catch (InventionException e) {
            throw isNamed(model, e) ? e : e.of(model);
        } catch (ModelFormatException e) {
            throw isNamed(model, e) ? e : new ModelFormatException(named(model, e), e);
        } catch (UnsupportedModelException e) {
            throw isNamed(model, e) ? e : new UnsupportedModelException(named(model, e), e);
        }
    }

    private static boolean isNamed(Path model, Exception e) {
        return String.valueOf(e.getMessage()).contains(model.toString());
    }

    private static String named(Path model, Exception e) {
        return model + ": " + e.getMessage();
    }
}
