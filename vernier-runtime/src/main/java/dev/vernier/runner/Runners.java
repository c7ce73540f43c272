package dev.vernier.runner;

import dev.vernier.graph.Model;
import dev.vernier.model.ModelBytes;
import dev.vernier.model.ModelFile;
import dev.vernier.model.TemporaryFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ways to get a {@link Runner}; where it runs, {@link Isolation} says. */
public final class Runners {

    /** The newest version of the default operator set that ONNX Runtime loads. */
    public static final long NEWEST_OPSET = 26;

    /** The newest version of the file format that ONNX Runtime loads. */
    public static final long NEWEST_IR = 13;

    private Runners() {}

    /**
     * Lets every model that is loaded from now on, in this process, use the operators of a native
     * library. The library is code: it must come from whoever runs this, never from a model.
     *
     * @param library a shared library that exports {@code RegisterCustomOps}
     */
    public static void useOperators(Path library) {
        OperatorLibraries.add(library.toAbsolutePath());
    }

    /** The libraries given to {@link #useOperators}. */
    public static Set<Path> operators() {
        return OperatorLibraries.all();
    }

    /**
     * A model in ONNX Runtime, from memory: weights in files of {@code folder} are read from there.
     *
     * @param folder where the model's file is
     * @param watched values of the graph or its bodies to hand back besides the model's outputs
     * @throws RunException if ONNX Runtime does not load the model
     * @throws IllegalArgumentException if a watched value is not computed in the model
     */
    public static Runner onnxRuntime(
            Model model, Path folder, List<String> watched, RunnerOptions options) {
        Model observed = WatchedModel.of(model, watched);
        ByteBuffer bytes = ModelBytes.referencing(observed, folder, HeapRoom::outside);
        String name = model.graph().name();
        try {
            return open(
                    new SessionSource.InMemory(name, bytes, folder),
                    () -> new CrashSearch.Placed(observed, folder),
                    options);
        } catch (RunException e) {
            throw Failures.in(observed, e);
        }
    }

    /**
     * A model file in ONNX Runtime, loaded as any deployment loads it.
     *
     * @throws RunException if ONNX Runtime does not load the file
     */
    public static Runner onnxRuntime(Path file, RunnerOptions options) {
        return open(new SessionSource.InFile(file), () -> read(file), options);
    }

    private static CrashSearch.Placed read(Path file) throws IOException {
        ModelFile model = ModelFile.read(file);
        return new CrashSearch.Placed(model.model(), model.folder());
    }

    private static Runner open(
            SessionSource source, CrashSearch.ModelSource models, RunnerOptions options) {
        Optional<Isolation> isolation = Isolation.current();
        if (isolation.isPresent()) {
            CrashSearch search = new CrashSearch(models, options, isolation.get());
            return IsolatedRunner.open(source, search, options, isolation.get());
        }
        return new OnnxRuntimeRunner(source.name(), source.open(options), options);
    }

    /** How many native handles are open in this process: 0 once all runners are closed. */
    public static long openHandles() {
        return NativeHandles.open();
    }

    /**
     * A model file in ONNX Runtime, loaded as any deployment loads it; from memory where ONNX
     * Runtime refuses what we read: external data of a model whose name is a link, as in model
     * caches, and nodes that share a name.
     *
     * @throws RunException if ONNX Runtime does not load the file
     */
    public static Runner onnxRuntime(ModelFile file, RunnerOptions options) {
        boolean linked = Files.isSymbolicLink(file.path()) && !file.externalFiles().isEmpty();
        Optional<Model> unnamed = NodesWithoutNames.of(file.model());
        return linked || unnamed.isPresent()
                ? onnxRuntime(unnamed.orElse(file.model()), file.folder(), List.of(), options)
                : onnxRuntime(file.path(), options);
    }

    /**
     * What ONNX Runtime makes of a model file before it runs it, with operators of its own domains.
     *
     * <p>For counting and looking at nodes only: the file that it was written to is gone, so its
     * large weights cannot be read.
     */
    public static Model optimizedModel(Path file, RunnerOptions options) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create("optimized")) {
            Path optimized = folder.path().resolve("optimized.onnx");
            Optional<Isolation> isolation = Isolation.current();
            if (isolation.isPresent()) {
                IsolatedRunner.writeOptimized(file, options, optimized, isolation.get());
            } else {
                SessionFactory.writeOptimized(file, options, optimized);
            }
            return ModelFile.read(optimized).model();
        }
    }
}
