/**
 * What a quantization came to, as a record to keep and a page to read.
 *
 * <p>In: a {@link dev.vernier.QuantizationResult} and a {@link
 * dev.vernier.evaluate.ModelComparison}. Out: a {@link dev.vernier.report.RunRecord}, which {@link
 * dev.vernier.report.RunJson} writes and reads, and the HTML of {@link
 * dev.vernier.report.ReportPage}.
 *
 * <p>Invariants: the page is one file that asks nobody for anything; every name from a model
 * reaches it as data, never as markup.
 */
package dev.vernier.report;
