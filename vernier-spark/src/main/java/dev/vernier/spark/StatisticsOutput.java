package dev.vernier.spark;

import dev.vernier.StatisticsFiles;
import dev.vernier.model.OutputFile;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Where the statistics go: a file of the driver, or one of a file system that Hadoop knows. */
abstract sealed class StatisticsOutput {

    private StatisticsOutput() {}

    /**
     * Makes sure, before anything is run, that the file can be written.
     *
     * @throws FileAlreadyExistsException if there is one and it must not be replaced
     */
    static StatisticsOutput of(String output, boolean overwrite, Configuration hadoop)
            throws IOException {
        Path path = new Path(output);
        String scheme = path.toUri().getScheme();
        if (scheme == null || scheme.equals("file")) {
            java.nio.file.Path file =
                    java.nio.file.Path.of(scheme == null ? output : path.toUri().getPath());
            OutputFile.requireWritable(file, overwrite);
            return new Local(file, overwrite);
        }
        FileSystem files = path.getFileSystem(hadoop);
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

    /**
     * Written beside and renamed over what is there: old or new, never half, where the file system
     * renames in one step, as HDFS does. Others replace as well as they can.
     */
    private static final class Remote extends StatisticsOutput {

        private final FileSystem files;
        private final Path path;
        private final boolean overwrite;

        Remote(FileSystem files, Path path, boolean overwrite) {
            this.files = files;
            this.path = files.makeQualified(path);
            this.overwrite = overwrite;
        }

        @Override
        void write(StatisticsFile statistics) throws IOException {
            Path partial = new Path(path.getParent(), "." + path.getName() + ".partial");
            try {
                try (OutputStream out = files.create(partial, true)) {
                    statistics.write(out);
                }
                move(partial);
            } finally {
                files.delete(partial, false); // there is none where all went well
            }
        }

        private void move(Path partial) throws IOException {
            try {
                FileContext.getFileContext(path.toUri(), files.getConf())
                        .rename(partial, path, overwrite ? Rename.OVERWRITE : Rename.NONE);
            } catch (UnsupportedFileSystemException e) { // it knows no rename that replaces
                if (overwrite) {
                    files.delete(path, false);
                }
                if (!files.rename(partial, path)) {
                    throw exists(e);
                }
            } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
                throw exists(e);
            }
        }

        private IOException exists(IOException cause) {
            IOException exists = new FileAlreadyExistsException(path.toString());
            exists.initCause(cause);
            return exists;
        }
    }
}
