/**
 * How text looks on a terminal: aligned tables and emphasis.
 *
 * <p>Place in the flow: below every command; knows only the JDK. In come words, out go lines.
 *
 * <p>Invariant: what is emphasised reads the same without the emphasis.
 */
package dev.vernier.cli.text;
