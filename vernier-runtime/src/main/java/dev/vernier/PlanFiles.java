package dev.vernier;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.PlanJson;
import dev.vernier.plan.QuantizationPlan;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes files of plans, in the form of {@link PlanJson}. */
public final class PlanFiles {

    private PlanFiles() {}

    /**
     * The plan in a file.
     *
     * @throws ModelFormatException if it is none; the message has the file and the place in it
     * @throws IOException if the file cannot be read
     */
    public static QuantizationPlan read(Path file) throws IOException {
        try {
            return PlanJson.read(Files.readString(file));
        } catch (ModelFormatException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        } catch (MalformedInputException e) {
            throw new ModelFormatException(file + ": plan must be UTF-8 text", e);
        }
    }

    /**
     * Writes a plan; the file appears whole or not at all.
     *
     * @param overwrite whether a file of that name may be replaced
     * @throws java.nio.file.FileAlreadyExistsException if there is one and it must not be replaced
     */
    public static void write(Path output, QuantizationPlan plan, boolean overwrite)
            throws IOException {
        byte[] json = PlanJson.write(plan).getBytes(StandardCharsets.UTF_8);
        OutputFile.write(
                output,
                overwrite,
                channel -> Channels.newOutputStream(channel).write(json),
                OutputFile.Check.NONE);
    }
}
