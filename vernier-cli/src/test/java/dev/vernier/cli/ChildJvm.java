package dev.vernier.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a JVM of its own, for what a test cannot do to its own JVM. */
final class ChildJvm {

    /**
     * What a child that ended said.
     *
     * @param peakResident the most memory it had, in bytes
     */
    record Outcome(int exitCode, String output, long peakResident) {}

    private static final String PEAK = "peak resident kB: ";

    private ChildJvm() {}

    /** Starts a command; its output goes to {@code log}. */
    static Process start(Path log, List<String> javaOptions, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(ChildJvm.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Runs a command to its end. */
    static Outcome run(Path log, List<String> javaOptions, String... arguments)
            throws IOException, InterruptedException {
        int exitCode = start(log, javaOptions, arguments).waitFor();
        String output = Files.readString(log);
        int peak = output.lastIndexOf(PEAK);
        return new Outcome(
                exitCode,
                output,
                peak < 0
                        ? 0
                        : 1024 * Long.parseLong(output.substring(peak + PEAK.length()).trim()));
    }

    /** What the child does: the command, then a line with its peak memory. */
    public static void main(String[] arguments) throws IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int exitCode = Shell.run(new Console(out, out, Terminal.PLAIN), arguments);
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                out.println(PEAK + line.replaceAll("\\D", ""));
            }
        }
        System.exit(exitCode);
    }
}
