package dev.vernier.lint;

/**
 * One thing that is wrong with a node for a target.
 *
 * @param rule the stable identifier of the rule
 * @param severity how bad it is
 * @param node its name, or its first output where it has none
 * @param op its operator
 * @param why what is wrong, with values
 * @param fix what to do about it
 */
public record Finding(
        String rule, Severity severity, String node, String op, String why, String fix) {}
