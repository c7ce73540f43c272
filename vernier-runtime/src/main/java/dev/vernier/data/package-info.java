/**
 * Sample data: files, or anything that a caller implements, as a stream of model inputs.
 *
 * <p>In: a path, or a {@link dev.vernier.data.Samples} of the caller's own. Out: one {@link
 * dev.vernier.data.Sample} after the other, each the inputs of one run, matched by name, element
 * type and shape against the {@link dev.vernier.data.ModelInputs} they are for.
 *
 * <p>Invariants: samples are streamed, so memory does not grow with their number. No input file can
 * run code. Sizes are checked against the file before memory is asked for. What cannot be matched
 * is refused with what was found and what is needed; what is left out is told in a note.
 */
package dev.vernier.data;
