package dev.vernier.report;

import java.util.Optional;

/**
 * Where a quantized model comes from: enough to make it again.
 *
 * @param command the command line, or the call
 * @param model the float model's path
 * @param modelSha256 its digest
 * @param output the quantized model's path
 * @param outputSha256 its digest
 * @param planSha256 digest of the plan's JSON
 * @param statisticsSha256 digest of the statistics, if there were any
 * @param vernier version
 * @param runtime version of ONNX Runtime
 * @param java version
 * @param processor name and instruction sets
 */
public record Origin(
        String command,
        String model,
        String modelSha256,
        String output,
        String outputSha256,
        String planSha256,
        Optional<String> statisticsSha256,
        String vernier,
        String runtime,
        String java,
        String processor) {}
