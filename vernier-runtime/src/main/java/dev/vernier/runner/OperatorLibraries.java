package dev.vernier.runner;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Native libraries whose operators every session of this process knows.
 *
 * <p>Options of ONNX Runtime 1.29 unload their libraries when they are closed, while sessions made
 * with them still run the libraries' code (decision 0114). So each library is held from its first
 * use to the end of the process, by options that are never closed. Safe for use by many threads.
 */
final class OperatorLibraries {

    private static final Set<Path> LIBRARIES = new CopyOnWriteArraySet<>();

    /** Options that are never closed, by the library that they hold. */
    private static final Map<Path, SessionOptions> HOLDERS = new HashMap<>();

    private OperatorLibraries() {}

    /** Every session from now on knows the operators of this library. */
    static void add(Path library) {
        LIBRARIES.add(library);
    }

    static Set<Path> all() {
        return Set.copyOf(LIBRARIES);
    }

    /** Makes the operators known to a session that is created with these options. */
    static void registerIn(SessionOptions session) throws OrtException {
        for (Path library : LIBRARIES) {
            hold(library);
            session.registerCustomOpLibrary(library.toString());
        }
    }

    private static synchronized void hold(Path library) throws OrtException {
        if (HOLDERS.containsKey(library)) {
            return;
        }
        SessionOptions holder = new SessionOptions();
        holder.registerCustomOpLibrary(library.toString());
        HOLDERS.put(library, holder);
    }
}
