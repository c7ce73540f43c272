package dev.vernier.lint;

import java.util.List;

/** One rule of the linter; stateless. */
interface LintRule {

    /** The stable identifier, in lower case with hyphens. */
    String id();

    Severity severity();

    /** What a user does about it. */
    String fix();

    /** What is wrong, in the order of the graph; nothing where the rule is not for the target. */
    List<Problem> check(LintedModel model);
}
