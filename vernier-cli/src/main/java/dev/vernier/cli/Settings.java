package dev.vernier.cli;

import dev.vernier.model.Limit;
import dev.vernier.runner.Isolation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
public final class Settings {

    private static final double LEAST_SECONDS = 0.001;
    private static final double MOST_SECONDS = 1e9;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the result as one JSON object.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print no progress and no notes.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Print more notes, and the stack trace of an error.")
    private boolean verbose;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            description = "Give up after so many seconds, with exit code 124 and no output.")
    private Optional<Double> timeout = Optional.empty();

    @Option(
            names = "--isolate",
            scope = ScopeType.INHERIT,
            description =
                    "Run models in processes of their own: if native code crashes or hangs, the"
                            + " error names sample and node. Slower.")
    private boolean isolate;

    @Option(
            names = "--isolate-timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            description =
                    "With --isolate: how long a model may take to load, or for one sample, before"
                            + " it counts as hanging (default: 300).")
    private double isolateTimeout = 300;

    @Option(
            names = "--limit",
            paramLabel = "NAME=N",
            scope = ScopeType.INHERIT,
            description =
                    "Change a limit to what files may ask for; vernier doctor lists them. May be"
                            + " repeated.")
    private Map<String, Long> limits = Map.of();

    public boolean json() {
        return json;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean verbose() {
        return verbose;
    }

    /**
     * Makes what was asked for hold in this process.
     *
     * @throws ParameterException if it cannot
     */
    void apply(CommandLine line) {
        limits.forEach((name, value) -> apply(name, value, line));
        requirePositive("--timeout", timeout.orElse(1.0), line);
        requirePositive("--isolate-timeout", isolateTimeout, line);
        Isolation.use(
                isolate ? Optional.of(new Isolation(duration(isolateTimeout))) : Optional.empty());
    }

    private static void apply(String name, long value, CommandLine line) {
        Limit limit =
                Limit.named(name)
                        .orElseThrow(
                                () ->
                                        new ParameterException(
                                                line,
                                                "--limit must name one of %s; name=%s"
                                                        .formatted(Limit.names(), name)));
        try {
            limit.set(value);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, "--limit " + e.getMessage(), e);
        }
    }

    private static void requirePositive(String option, double seconds, CommandLine line) {
        if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
            throw new ParameterException(
                    line,
                    "%s must be from %s to %.0f seconds; %s=%s"
                            .formatted(option, LEAST_SECONDS, MOST_SECONDS, option, seconds));
        }
    }

    /** How long the command may take, if there is a limit. */
    Optional<Duration> timeout() {
        return timeout.map(Settings::duration);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(1000 * seconds));
    }
}
