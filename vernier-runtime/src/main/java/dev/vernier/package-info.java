/**
 * The facade: {@link dev.vernier.Quantizer} quantizes a model in one call.
 *
 * <p>The stages stand in the body of {@link dev.vernier.Quantizer#writeTo}, in the order in which
 * data flows through the packages:
 *
 * <pre>
 * model -> prepare -> plan (placement) -> collect -> plan (scales) -> rewrite -> model -> evaluate
 * </pre>
 *
 * <p>Nothing in the library imports this package.
 */
package dev.vernier;
