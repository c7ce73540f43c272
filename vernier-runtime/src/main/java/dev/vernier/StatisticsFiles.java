package dev.vernier;

import dev.vernier.data.DataException;
import dev.vernier.exchange.TableFormat;
import dev.vernier.model.OutputFile;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Statistics as files: written whole or not at all, and merged if they are of one model. */
public final class StatisticsFiles {

    private StatisticsFiles() {}

    /**
     * Writes statistics.
     *
     * @param overwrite whether a file of that name may be replaced
     * @throws java.nio.file.FileAlreadyExistsException if there is one and it must not be replaced
     */
    public static void write(Path output, StatisticsFile statistics, boolean overwrite)
            throws IOException {
        OutputFile.write(
                output,
                overwrite,
                channel -> statistics.write(Channels.newOutputStream(channel)),
                OutputFile.Check.NONE);
    }

    /**
     * The statistics of the samples of all files together. In any order of the files the result is
     * the same.
     *
     * @param files at least one, each once: which samples were seen is not stored, so a file read
     *     twice would count its samples twice
     * @throws DataException if they are of different models, one is given twice, or one is a
     *     calibration table
     * @throws dev.vernier.statistics.StatisticsFormatException if one is no statistics file
     */
    public static StatisticsFile merge(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files to merge must be at least one; files=0");
        }
        requireDistinct(files);
        Path first = files.get(0);
        StatisticsFile merged = read(first);
        for (Path file : files.subList(1, files.size())) {
            StatisticsFile next = read(file);
            if (!merged.model().equals(next.model())) {
                throw new DataException(
                        "statistics must be of the same model to be merged; %s is of %s, %s is of %s"
                                .formatted(first, merged.model(), file, next.model()));
            }
            merged = merge(merged, file, next);
        }
        return merged;
    }

    private static StatisticsFile read(Path file) throws IOException {
        if (!StatisticsFile.isStatistics(file) && TableFormat.of(file).isPresent()) {
            throw new DataException(
                    file
                            + ": files to merge must be statistics of vernier calibrate; this is a"
                            + " calibration table of another tool, which has ranges and no"
                            + " statistics; give it to --stats as it is");
        }
        return StatisticsFile.read(file);
    }

    /** What contradicts itself in spite of the same digest was not written by one version of us. */
    private static StatisticsFile merge(StatisticsFile merged, Path file, StatisticsFile next) {
        try {
            return merged.merge(next);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DataException(
                    "%s: statistics must fit those before; %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void requireDistinct(List<Path> files) throws IOException {
        Map<Path, Path> given = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (Path file : files) {
            Path before = given.putIfAbsent(file.toRealPath(), file);
            if (before != null) {
                twice.add(before.equals(file) ? file.toString() : before + " = " + file);
            }
        }
        if (!twice.isEmpty()) {
            throw new DataException(
                    "each statistics file must be given once, or its samples count twice; twice="
                            + twice);
        }
    }
}
