package dev.vernier.spark;

import dev.vernier.StatisticsFiles;
import dev.vernier.model.OutputFile;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Where the statistics go: a file of the driver, or one of a file system that Hadoop knows. */
abstract sealed class StatisticsOutput {

    private StatisticsOutput() {}

    /**
     * Makes sure, before anything is run, that the file can be written.
     *
     * @throws FileAlreadyExistsException if there is one and it must not be replaced
     */
    static StatisticsOutput of(String output, boolean overwrite, SparkSession session)
            throws IOException {
        Path path = new Path(output);
        String scheme = path.toUri().getScheme();
        if (scheme == null || scheme.equals("file")) {
            java.nio.file.Path file =
                    java.nio.file.Path.of(scheme == null ? output : path.toUri().getPath());
            OutputFile.requireWritable(file, overwrite);
            return new Local(file, overwrite);
        }
        FileSystem files = path.getFileSystem(session.sparkContext().hadoopConfiguration());
        if (!overwrite && files.exists(path)) {
            throw new FileAlreadyExistsException(output);
        }
        return new Remote(files, path, overwrite);
    }

    abstract void write(StatisticsFile statistics) throws IOException;

    private static final class Local extends StatisticsOutput {

        private final java.nio.file.Path file;
        private final boolean overwrite;

        Local(java.nio.file.Path file, boolean overwrite) {
            this.file = file;
            this.overwrite = overwrite;
        }

        @Override
        void write(StatisticsFile statistics) throws IOException {
            StatisticsFiles.write(file, statistics, overwrite);
        }
    }

    /** Written beside and renamed; an object store makes that one put. */
    private static final class Remote extends StatisticsOutput {

        private final FileSystem files;
        private final Path path;
        private final boolean overwrite;

        Remote(FileSystem files, Path path, boolean overwrite) {
            this.files = files;
            this.path = path;
            this.overwrite = overwrite;
        }

        @Override
        void write(StatisticsFile statistics) throws IOException {
            Path partial = new Path(path.getParent(), "." + path.getName() + ".partial");
            try (OutputStream out = files.create(partial, true)) {
                statistics.write(out);
            }
            if (overwrite) {
                files.delete(path, false);
            }
            if (!files.rename(partial, path)) {
                files.delete(partial, false);
                throw new FileAlreadyExistsException(path.toString());
            }
        }
    }
}
