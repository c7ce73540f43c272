package dev.vernier.evaluate;

/**
 * Whether the largest elements of each row stayed the largest.
 *
 * @param output the output whose rows were looked at
 * @param rows how many
 * @param top1 share of rows whose largest element is at the same place in both models
 * @param top5 share of rows whose largest element in float is among the five largest
 */
public record RankAgreement(String output, long rows, double top1, double top5) {}
