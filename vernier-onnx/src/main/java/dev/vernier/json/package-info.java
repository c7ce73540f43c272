/**
 * Reads JSON that people write by hand, plans and targets: strict, and with the place in every
 * message.
 *
 * <p>In: text. Out: {@link dev.vernier.json.JsonFields}, from which {@code plan} and {@code target}
 * make their own values.
 */
package dev.vernier.json;
