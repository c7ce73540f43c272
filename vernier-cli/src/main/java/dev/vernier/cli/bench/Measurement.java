package dev.vernier.cli.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one model took.
 *
 * @param model its file
 * @param bytes its size with external data
 * @param times of its runs
 * @param peakMemory bytes that its process had at most, above what it had before it loaded the
 *     model; empty where the system does not tell
 * @param operators milliseconds of one run by operator, the longest first; empty if not asked for
 */
public record Measurement(
        Path model,
        long bytes,
        Times times,
        OptionalLong peakMemory,
        Map<String, Double> operators) {}
