package dev.vernier.runner;

import ai.onnxruntime.OrtSession;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Where a session comes from: a file, or bytes whose weights are in a folder. */
sealed interface SessionSource {

    /** What messages call the model. */
    String name();

    OrtSession open(RunnerOptions options);

    /** A model file. */
    record InFile(Path file) implements SessionSource {

        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public OrtSession open(RunnerOptions options) {
            return SessionFactory.create(file, options);
        }
    }

    /**
     * A model in memory.
     *
     * @param model outside of the heap
     * @param folder where the files are that its external data names
     */
    record InMemory(String name, ByteBuffer model, Path folder) implements SessionSource {

        @Override
        public OrtSession open(RunnerOptions options) {
            return SessionFactory.create(name, model, folder, options);
        }
    }

    /** Hands it to another process; relative paths mean the same there. */
    default void writeTo(DataOutputStream out) throws IOException {
        if (this instanceof InMemory memory) {
            out.writeBoolean(true);
            WireFormat.writeString(memory.name(), out);
            WireFormat.writeBytes(memory.model(), out);
            WireFormat.writeString(memory.folder().toString(), out);
        } else if (this instanceof InFile inFile) {
            out.writeBoolean(false);
            WireFormat.writeString(inFile.file().toString(), out);
        }
    }

    static SessionSource read(DataInputStream in) throws IOException {
        if (in.readBoolean()) {
            String name = WireFormat.readString(in);
            byte[] bytes = WireFormat.readBytes(in);
            ByteBuffer model = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            return new InMemory(name, model, Path.of(WireFormat.readString(in)));
        }
        return new InFile(Path.of(WireFormat.readString(in)));
    }

    /** Options, as they travel with a source. */
    static void writeOptions(RunnerOptions options, DataOutputStream out) throws IOException {
        out.writeInt(options.threads());
        WireFormat.writeString(options.optimization().name(), out);
        out.writeBoolean(options.deterministic());
        out.writeBoolean(options.prepacking());
        out.writeBoolean(options.spinning());
        out.writeBoolean(options.arena());
        out.writeBoolean(options.keepingOutputs());
        WireFormat.writeString(options.profile().map(Path::toString).orElse(""), out);
    }

    static RunnerOptions readOptions(DataInputStream in) throws IOException {
        int threads = in.readInt();
        String optimization = WireFormat.readString(in);
        boolean deterministic = in.readBoolean();
        boolean prepacking = in.readBoolean();
        boolean spinning = in.readBoolean();
        boolean arena = in.readBoolean();
        boolean keepingOutputs = in.readBoolean();
        String profile = WireFormat.readString(in);
        return new RunnerOptions(
                threads,
                RunnerOptions.Optimization.valueOf(optimization),
                deterministic,
                prepacking,
                spinning,
                arena,
                keepingOutputs,
                profile.isEmpty() ? Optional.empty() : Optional.of(Path.of(profile)));
    }
}
