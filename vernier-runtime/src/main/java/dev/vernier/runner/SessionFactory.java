package dev.vernier.runner;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Creates sessions of ONNX Runtime. Its log is turned off: what fails is in the exception too, and
 * warnings are about models that Vernier checks itself.
 */
final class SessionFactory {

    private static final OrtLoggingLevel QUIET = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

    /** Where external data of a model that comes as bytes is looked for. */
    private static final String WEIGHTS_FOLDER =
            "session.model_external_initializers_file_folder_path";

    private static final String DISABLE_PREPACKING = "session.disable_prepacking";
    private static final String ALLOW_SPINNING = "session.intra_op.allow_spinning";

    private SessionFactory() {}

    /** The process's one environment, created at first use and never closed. */
    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    private static final class Holder {
        static final OrtEnvironment ENVIRONMENT = createEnvironment();
    }

    /** Not in the holder: the other thread would wait for the holder to be initialized. */
    private static OrtEnvironment createEnvironment() {
        return DeepStack.call(() -> OrtEnvironment.getEnvironment(QUIET, "vernier"));
    }

    /**
     * A session of a model in memory.
     *
     * @param model outside of the heap, where it is read without a copy
     */
    static OrtSession create(String name, ByteBuffer model, Path folder, RunnerOptions options) {
        try (SessionOptions session = options(options, Optional.empty())) {
            session.addConfigEntry(WEIGHTS_FOLDER, folder.toRealPath().toString());
            return NativeHandles.opened(environment().createSession(model, session));
        } catch (OrtException e) {
            throw Failures.loading(name, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A session of a model file. */
    static OrtSession create(Path file, RunnerOptions options) {
        try (SessionOptions session = options(options, Optional.empty())) {
            return NativeHandles.opened(environment().createSession(file.toString(), session));
        } catch (OrtException e) {
            throw Failures.loading(file.toString(), e);
        }
    }

    /** Writes what a session would run. */
    static void writeOptimized(Path file, RunnerOptions options, Path optimized) {
        try (SessionOptions session = options(options, Optional.of(optimized));
                OrtSession created = environment().createSession(file.toString(), session)) {
            created.getNumOutputs(); // written when it was created
        } catch (OrtException e) {
            throw Failures.loading(file.toString(), e);
        }
    }

    private static SessionOptions options(RunnerOptions options, Optional<Path> optimized)
            throws OrtException {
        environment(); // first: else libraries of operators create it, on whatever stack there is
        SessionOptions session = new SessionOptions();
        try {
            session.setSessionLogLevel(QUIET);
            session.setIntraOpNumThreads(options.threads());
            session.setOptimizationLevel(
                    switch (options.optimization()) {
                        case NONE -> OptLevel.NO_OPT;
                        case BASIC -> OptLevel.BASIC_OPT;
                        case ALL -> OptLevel.ALL_OPT;
                    });
            session.setCPUArenaAllocator(options.arena());
            session.setMemoryPatternOptimization(!options.keepingOutputs());
            session.setDeterministicCompute(options.deterministic());
            session.addConfigEntry(DISABLE_PREPACKING, options.prepacking() ? "0" : "1");
            session.addConfigEntry(ALLOW_SPINNING, options.spinning() ? "1" : "0");
            OperatorLibraries.registerIn(session);
            if (options.profile().isPresent()) {
                session.enableProfiling(options.profile().get().toString());
            }
            if (optimized.isPresent()) {
                session.setOptimizedModelFilePath(optimized.get().toString());
            }
            return session;
        } catch (OrtException e) {
            session.close();
            throw e;
        }
    }
}
