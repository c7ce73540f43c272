package dev.vernier.spark;

import dev.vernier.PartialCalibration;
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * The model on the driver: read where it is, or fetched from a file system of Hadoop first.
 *
 * @param file the local file
 */
record LocalModel(Path file, PartialCalibration calibration) {

    /**
     * Reads a model.
     *
     * @param model a local path, or a URI of any file system that Hadoop knows; external data of
     *     the latter must be beside it and begin with its name, as {@code model.onnx_data} does
     */
    static LocalModel read(String model, Target target, Configuration hadoop) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(model);
        String scheme = path.toUri().getScheme();
        Path file;
        if (scheme == null) {
            file = Path.of(model);
        } else if (scheme.equals("file")) {
            file = Path.of(path.toUri().getPath());
        } else {
            file = fetch(path, hadoop);
        }
        return new LocalModel(file, PartialCalibration.of(file, target));
    }

    private static Path fetch(org.apache.hadoop.fs.Path model, Configuration hadoop)
            throws IOException {
        FileSystem files = model.getFileSystem(hadoop);
        if (!files.exists(model)) {
            throw new NoSuchFileException(model.toString(), null, "model not found");
        }
        Path folder = Files.createTempDirectory(ShippedFile.root(), "vernier-model");
        String name = model.getName();
        for (FileStatus sibling : files.listStatus(model.getParent())) {
            org.apache.hadoop.fs.Path path = sibling.getPath();
            if (sibling.isFile() && path.getName().startsWith(name)) {
                Path copy = folder.resolve(path.getName());
                files.copyToLocalFile(
                        false, path, new org.apache.hadoop.fs.Path(copy.toUri()), true);
            }
        }
        return folder.resolve(name);
    }
}
