/**
 * The {@code vernier} command.
 *
 * <p>Place in the flow: above everything; nothing imports it. In come the words of a command line;
 * out go a result on standard output, progress and errors on standard error, and an exit code.
 *
 * <p>A command is a class with its options and a {@code call} that asks the facade and prints.
 * {@link dev.vernier.cli.Shell} runs one command line; {@link dev.vernier.cli.Session} is what it
 * hands to every command.
 *
 * <p>Invariant: standard output carries the result and nothing else, as text or, with {@code
 * --json}, as one JSON object; an exception never reaches the user as a stack trace unless {@code
 * --verbose} asks for it.
 */
package dev.vernier.cli;
