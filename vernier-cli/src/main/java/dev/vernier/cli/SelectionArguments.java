package dev.vernier.cli;

import dev.vernier.plan.NodeFilter;
import dev.vernier.plan.Selection;
import dev.vernier.plan.SelectionException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which nodes may run in integers. */
final class SelectionArguments {

    @Option(
            names = "--exclude",
            paramLabel = "NODES",
            description =
                    "Leave nodes in float: a name, a /regular expression/ for names, or FROM..TO"
                            + " for all on the way. May be repeated, as the next three.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--exclude-type",
            paramLabel = "OP",
            description = "Leave all nodes of an operator in float, such as Concat.")
    private List<String> excludedTypes = new ArrayList<>();

    @Option(
            names = "--include",
            paramLabel = "NODES",
            description = "Let only these nodes run in integers, named as for --exclude.")
    private List<String> included = new ArrayList<>();

    @Option(
            names = "--include-type",
            paramLabel = "OP",
            description = "Let only nodes of these operators run in integers.")
    private List<String> includedTypes = new ArrayList<>();

    /**
     * What the options say.
     *
     * @throws ParameterException if one cannot be read
     */
    Selection selection(CommandLine line) {
        try {
            List<NodeFilter> in =
                    new ArrayList<>(included.stream().map(NodeFilter::parse).toList());
            includedTypes.forEach(type -> in.add(new NodeFilter.ByType(type)));
            List<NodeFilter> out =
                    new ArrayList<>(excluded.stream().map(NodeFilter::parse).toList());
            excludedTypes.forEach(type -> out.add(new NodeFilter.ByType(type)));
            return new Selection(in, out);
        } catch (SelectionException malformed) {
            throw new ParameterException(line, malformed.getMessage(), malformed);
        }
    }
}
