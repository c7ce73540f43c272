package dev.vernier.spark;

import dev.vernier.PartialCalibration;
import dev.vernier.data.TextInputs;
import dev.vernier.spark.SampleColumns.Content;
import dev.vernier.target.Target;
import dev.vernier.target.TargetJson;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * What executors need to make samples of rows and run them: travels as names of files, equal for
 * equal contents.
 *
 * @param files the model's own first, then its external data
 * @param target as the text of its file
 * @param tokenizer one for text, else none
 * @param maxLength of a text in tokens
 */
record ShippedModel(
        List<ShippedFile> files, String target, List<ShippedFile> tokenizer, int maxLength)
        implements Serializable {

    private static final int DIGITS = 16;

    /** Ships the files of a model, and the tokenizer that its columns need. */
    static ShippedModel ship(
            SparkContext context, LocalModel model, Target target, SampleColumns columns)
            throws IOException {
        PartialCalibration calibration = model.calibration();
        String digest = calibration.model().sha256().substring(0, DIGITS);
        Path folder = calibration.folder();
        Path file = model.file().toRealPath();
        List<ShippedFile> files = new ArrayList<>();
        files.add(ShippedFile.ship(context, digest, folder, file));
        for (Path external : calibration.externalFiles()) {
            if (!external.equals(file)) {
                files.add(ShippedFile.ship(context, digest, folder, external));
            }
        }
        List<ShippedFile> tokenizer = new ArrayList<>();
        int maxLength = 0;
        if (columns.content() instanceof Content.Text text) {
            Path json = Path.of(text.tokenizer()).toAbsolutePath();
            tokenizer.add(ShippedFile.ship(context, digest(json), json.resolveSibling(""), json));
            maxLength = text.maxLength();
        }
        return new ShippedModel(files, TargetJson.write(target), tokenizer, maxLength);
    }

    private static String digest(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Loads it in this process. */
    LoadedModel load() throws IOException {
        Path folder = Files.createTempDirectory(ShippedFile.root(), "vernier");
        Path model = files.get(0).placeIn(folder);
        for (ShippedFile external : files.subList(1, files.size())) {
            external.placeIn(folder);
        }
        PartialCalibration calibration = PartialCalibration.of(model, TargetJson.read(target));
        Optional<TextInputs> text =
                tokenizer.isEmpty()
                        ? Optional.empty()
                        : Optional.of(TextInputs.load(tokenizer.get(0).fetched(), maxLength));
        return new LoadedModel(calibration, text);
    }
}
