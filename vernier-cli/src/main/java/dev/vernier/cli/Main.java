package dev.vernier.cli;

/** The entry point of the {@code vernier} command. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Interruption.endAtOnce();
        System.exit(Shell.run(Console.ofProcess(), arguments));
    }
}
