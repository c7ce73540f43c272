package dev.vernier.benchmarks;

import org.openjdk.jmh.annotations.Fork;

/**
 * {@link LinearQuantizationBenchmark} in a heap of huge pages, for which Java asks Linux only where
 * it is told to.
 */
@Fork(
        value = 3,
        jvmArgsAppend = {
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0", // the caller's thread only
            "--enable-native-access=ALL-UNNAMED",
            "-Xms1g",
            "-XX:+UseTransparentHugePages"
        })
public class LinearQuantizationHugePagesBenchmark extends LinearQuantizationBenchmark {}
