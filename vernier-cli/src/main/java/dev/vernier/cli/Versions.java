package dev.vernier.cli;

import ai.onnxruntime.OrtEnvironment;
import dev.vernier.target.Processor;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the tool, and what its results depend on. */
final class Versions implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "vernier " + vernier(),
            "ONNX Runtime " + runtime(),
            "Java "
                    + System.getProperty("java.runtime.version")
                    + " ("
                    + System.getProperty("java.home")
                    + ")",
            "CPU " + ProcessorText.of(Processor.detect()) + ", " + processors()
        };
    }

    static String vernier() {
        return ofJarOf(Versions.class);
    }

    static String runtime() {
        return ofJarOf(OrtEnvironment.class);
    }

    /** From the manifest, so that nothing native is loaded. */
    static String ofJarOf(Class<?> type) {
        Package of = type.getPackage();
        String version = of == null ? null : of.getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    private static String processors() {
        int count = Runtime.getRuntime().availableProcessors();
        return count == 1 ? "1 core" : count + " cores";
    }
}
