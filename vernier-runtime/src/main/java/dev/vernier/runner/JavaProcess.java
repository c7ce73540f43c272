package dev.vernier.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts another JVM like this one, with the same classes. */
public final class JavaProcess {

    /** From this Java on, loading a native library without leave is warned of. */
    private static final int JAVA_ASKS_FOR_NATIVE_ACCESS = 24;

    private JavaProcess() {}

    /**
     * A command line, for {@link ProcessBuilder}.
     *
     * @param main the class to run; it and all it needs are on the class path of this process
     * @param options for Java
     * @param arguments for the class
     */
    public static List<String> command(
            Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms16m", "-Xmn8m"));
        command.addAll(options);
        if (Runtime.version().feature() >= JAVA_ASKS_FOR_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }
}
