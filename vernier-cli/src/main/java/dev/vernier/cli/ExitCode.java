package dev.vernier.cli;

/**
 * What a process that ends says by its number; documented in {@code vernier --help}.
 *
 * <p>From 64 on the numbers are those of BSD's sysexits.h where it has one. A process ended by a
 * signal exits with 128 plus the signal, which the JVM sees to: 130 for Ctrl-C, 143 for SIGTERM.
 */
final class ExitCode {

    /** All went well. */
    static final int OK = 0;

    /** The work was done, but a limit that the user set was not met. */
    static final int GATE_FAILED = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** A model or data file is not what it has to be, or cannot be handled. */
    static final int BAD_INPUT = 65;

    /** An input is missing. */
    static final int NO_INPUT = 66;

    /** A mistake of ours. */
    static final int INTERNAL = 70;

    /** The memory did not suffice. */
    static final int OUT_OF_MEMORY = 71;

    /** The time that the user gave was over; as the timeout command of Unix says it. */
    static final int TIMED_OUT = 124;

    /** The output exists and was not to be replaced. */
    static final int OUTPUT_EXISTS = 73;

    /** Reading or writing failed. */
    static final int INPUT_OUTPUT = 74;

    private ExitCode() {}
}
