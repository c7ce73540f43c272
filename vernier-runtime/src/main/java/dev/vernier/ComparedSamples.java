package dev.vernier;

import dev.vernier.data.Samples;
import java.util.OptionalInt;

/**
 * What the models are compared on, and searched on: the same samples for both.
 *
 * @param samples the samples
 * @param limit how many of them at most
 */
record ComparedSamples(Samples samples, OptionalInt limit) {}
