package dev.vernier.runner;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The native library of ONNX Runtime, which every process unpacks from its jar into a temporary
 * folder, 29 MB of it, unless the system property {@code onnxruntime.native.path} names a folder
 * that holds it.
 */
public final class NativeLibrary {

    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeLibrary() {}

    /**
     * Unpacks the library of this system into a new folder; makes none where the jar holds no
     * library for it, or not in the place known here.
     *
     * @throws IOException if the folder is there already or cannot be written
     */
    public static void unpack(Path folder) throws IOException {
        Map<String, InputStream> files = new LinkedHashMap<>();
        try {
            for (String name : NAMES) {
                String file = System.mapLibraryName(name);
                InputStream library =
                        OrtEnvironment.class.getResourceAsStream("native/" + system() + "/" + file);
                if (library == null) {
                    return;
                }
                files.put(file, library);
            }
            Files.createDirectory(folder);
            for (Map.Entry<String, InputStream> file : files.entrySet()) {
                Files.copy(file.getValue(), folder.resolve(file.getKey()));
            }
        } finally {
            for (InputStream library : files.values()) {
                library.close();
            }
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        return (name.startsWith("mac") ? "osx" : name.startsWith("win") ? "win" : "linux")
                + (architecture.equals("amd64") || architecture.equals("x86_64")
                        ? "-x64"
                        : "-" + architecture);
    }
}
