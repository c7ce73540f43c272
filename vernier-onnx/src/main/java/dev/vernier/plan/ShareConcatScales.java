package dev.vernier.plan;

import dev.vernier.graph.Node;
import dev.vernier.target.OperatorRole.Sharing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the inputs of a Concat that is read in integers the scale of its output, so that it only
 * moves codes:
 *
 * <pre>
 * c = Concat(a, b), read by Conv  ->  c = DQ(Q(Concat(DQ(Q(a)), DQ(Q(b))))), all with one scale
 * </pre>
 *
 * <p>From the last Concat to the first, as one may be the input of another. A value that two of
 * them want to give their scale keeps that of the later one, and the earlier one stays in float.
 */
final class ShareConcatScales implements InputRule {

    @Override
    public void apply(InputRegion region) {
        List<Node> nodes = new ArrayList<>(region.open(Sharing.class));
        Collections.reverse(nodes);
        for (Node concat : nodes) {
            Map<String, String> sources = region.scaleSources();
            List<String> inputs = concat.inputs();
            boolean constant =
                    inputs.stream().anyMatch(i -> region.graph().constant(i).isPresent());
            if (!constant && region.allReadIntegers(concat.output())) {
                Optional<String> taken = inputs.stream().filter(sources::containsKey).findFirst();
                if (taken.isPresent()) {
                    region.decide(
                            concat, NodeDecision.plain(concat, Reason.SHARED_TWICE, taken.get()));
                    continue;
                }
                String source = sources.getOrDefault(concat.output(), concat.output());
                inputs.forEach(input -> sources.put(input, source));
                region.decide(concat, joined(concat));
            }
        }
    }

    private static NodeDecision joined(Node concat) {
        return new NodeDecision(
                concat.name(),
                concat.op().toString(),
                Reason.JOINING_KERNEL,
                "",
                concat.inputs(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(concat.output()));
    }
}
