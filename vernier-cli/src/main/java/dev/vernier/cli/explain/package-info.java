/**
 * What {@code vernier explain} shows: the equations of docs/equations.md on the user's own numbers.
 *
 * <p>Place in the flow: above {@code numeric}, which does the arithmetic; below the command. In
 * come a range, a scheme and values; out go {@link dev.vernier.cli.explain.Explanation}, its text
 * and its drawing.
 *
 * <p>Invariant: every number shown is one that {@code numeric} computed, or the step to it in the
 * same precision; text and drawing of the same input are the same everywhere.
 */
package dev.vernier.cli.explain;
