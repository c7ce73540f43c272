/**
 * What a runtime can do with a quantized model, as data: types, symmetry, granularity, and for each
 * operator the role it can play in integers.
 *
 * <p>In: nothing but {@code graph} and {@code numeric} types. Out: a {@link
 * dev.vernier.target.Target}, which {@code plan} follows and {@code rewrite} never has to know.
 *
 * <p>Invariant: an operator without a row stays in float, and the plan says so.
 */
package dev.vernier.target;
