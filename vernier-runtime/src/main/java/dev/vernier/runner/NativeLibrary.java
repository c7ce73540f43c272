package dev.vernier.runner;

import ai.onnxruntime.OrtEnvironment;
import dev.vernier.model.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The native library of ONNX Runtime, which every process unpacks from its jar into a temporary
 * folder, 29 MB of it, unless the system property {@code onnxruntime.native.path} names a folder
 * that holds it.
 */
public final class NativeLibrary {

    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private static final String FOLDER = "onnxruntime.native.path";

    private NativeLibrary() {}

    /** The option of Java that lets another process have it from where this one has it. */
    static Optional<String> option() {
        return Optional.ofNullable(System.getProperty(FOLDER))
                .map(folder -> "-D" + FOLDER + "=" + folder);
    }

    /**
     * Unpacks the library of this system into a folder; nothing where the jar holds none for it, or
     * not in the place known here.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there already
     * @throws IOException if the folder is missing or cannot be written
     */
    public static void unpack(Path folder) throws IOException {
        for (String name : NAMES) {
            String file = System.mapLibraryName(name);
            try (InputStream library =
                    OrtEnvironment.class.getResourceAsStream("native/" + system() + "/" + file)) {
                if (library == null) {
                    return;
                }
                OutputFile.write(
                        folder.resolve(file),
                        false,
                        channel -> library.transferTo(Channels.newOutputStream(channel)),
                        OutputFile.Check.NONE);
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
