package dev.vernier.plan;

import dev.vernier.graph.NearNames;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Symmetry;
import dev.vernier.target.Target;
import dev.vernier.target.WideActivations;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user fixes of single values.
 *
 * <p>Immutable.
 *
 * @param values by name
 */
public record Overrides(Map<String, TensorOverride> values) {

    /** Nothing is fixed. */
    public static final Overrides NONE = new Overrides(Map.of());

    public Overrides {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * These.
     *
     * @throws SelectionException if two are of one value
     */
    public static Overrides of(Collection<TensorOverride> overrides) {
        Map<String, TensorOverride> values = new LinkedHashMap<>();
        for (TensorOverride override : overrides) {
            if (values.put(override.value(), override) != null) {
                throw new SelectionException(
                        "override must be one for each tensor; tensor=" + override.value());
            }
        }
        return new Overrides(values);
    }

    /** What is fixed of a value. */
    Optional<TensorOverride> of(String value) {
        return Optional.ofNullable(values.get(value));
    }

    /** The scheme of a value. */
    LinearScheme scheme(String value, Target target) {
        return of(value)
                .map(override -> override.scheme(target.activations()))
                .orElse(target.activations());
    }

    /** The operator set that QuantizeLinear of these types needs. */
    public long minimumOpset() {
        boolean wide =
                values.values().stream()
                        .flatMap(override -> override.type().stream())
                        .anyMatch(type -> type.bits() == 16);
        return wide ? WideActivations.OPSET : 0;
    }

    /**
     * Makes sure that all of it can be.
     *
     * @param placement what would be quantized without overrides
     * @throws SelectionException if a value is not known, not quantized or moved, or the target
     *     does not take what is fixed of it; the message says what to name instead
     */
    void requireFit(Placement placement, Scopes scopes, Target target) {
        for (TensorOverride override : values.values()) {
            requireValue(override.value(), placement, scopes);
            requireType(override, target);
            requireClipped(override, placement, scopes, target);
            requireChosen(override, scopes, target);
        }
    }

    private static void requireValue(String value, Placement placement, Scopes scopes) {
        if (!placement.quantizedValues().contains(value)) {
            boolean known = scopes.defining(value).isPresent();
            boolean constant =
                    scopes.graphs().stream().anyMatch(graph -> graph.constant(value).isPresent());
            throw new SelectionException(
                    "override must name a value that is quantized%s; tensor=%s, near names=%s"
                            .formatted(
                                    constant
                                            ? ", and this is a constant, whose scales the plan file"
                                                    + " has"
                                            : known ? ", and this one stays in float" : "",
                                    value,
                                    NearNames.to(value, placement.quantizedValues().stream())));
        }
        String source = placement.scaleSource(value);
        if (!source.equals(value)) {
            throw new SelectionException(
                    "override must name the value whose scale is taken over, %s; tensor=%s"
                            .formatted(source, value));
        }
    }

    private static void requireType(TensorOverride override, Target target) {
        IntegerType usual = target.activations().type();
        Optional<IntegerType> type = override.type();
        if (type.isPresent()
                && !type.get().equals(usual)
                && !target.wide().types().contains(type.get())) {
            throw new SelectionException(
                    "type of an override must be one that target %s computes with: %s; tensor=%s,"
                                    .formatted(
                                            target.name(),
                                            Stream.concat(
                                                            Stream.of(usual),
                                                            target.wide().types().stream())
                                                    .toList(),
                                            override.value())
                            + " type="
                            + type.get()
                            + "; --exclude leaves its readers in float");
        }
        if (target.activations().isSymmetric()
                && override.symmetry().filter(s -> s == Symmetry.AFFINE).isPresent()) {
            throw new SelectionException(
                    "symmetry of an override must be symmetric for target %s; tensor=%s"
                            .formatted(target.name(), override.value()));
        }
    }

    /** A Relu or Clip that disappears needs the quantization to begin at zero, as it does. */
    private static void requireClipped(
            TensorOverride override, Placement placement, Scopes scopes, Target target) {
        Optional<Node> producer =
                scopes.defining(override.value()).flatMap(g -> g.producer(override.value()));
        boolean clipped =
                producer.isPresent()
                        && placement.decisions().stream()
                                .filter(d -> d.reason() == Reason.CLIPPED_BY_RANGE)
                                .anyMatch(d -> d.node().equals(producer.get().name()));
        boolean fromZero =
                !override.scheme(target.activations()).isSymmetric()
                        && override.range().map(range -> range.min() == 0).orElse(true);
        if (clipped && !fromZero) {
            throw new SelectionException(
                    "override of a value behind %s must be affine and begin at 0, as its scale cuts"
                                    .formatted(producer.get().label())
                            + " off what is negative; tensor="
                            + override.value());
        }
    }

    /** What a curve with two flat ends gives has the range between them. */
    private static void requireChosen(TensorOverride override, Scopes scopes, Target target) {
        boolean chooses =
                override.range().isPresent()
                        || override.calibrator().isPresent()
                        || override.scheme(target.activations()).isSymmetric();
        if (chooses && SaturatingResults.are(override.value(), scopes, target)) {
            throw new SelectionException(
                    "override must not choose a range where the integer kernel cuts off at its ends,"
                            + " %s; tensor=%s; --exclude leaves what writes it in float"
                                    .formatted(SaturatingResults.RANGE, override.value()));
        }
    }

    /**
     * Makes sure that no override took the last kernel from its value.
     *
     * @throws SelectionException if one did; the message has the nodes
     */
    void requireKept(Placement placement) {
        for (String value : values.keySet()) {
            if (!placement.quantizedValues().contains(value)) {
                throw new SelectionException(
                        "override must leave a node that computes in integers; tensor=%s, in float="
                                        .formatted(value)
                                + placement.decisions().stream()
                                        .filter(d -> d.reason() == Reason.NO_WIDE_KERNEL)
                                        .map(d -> d.node() + " (" + d.detail() + ")")
                                        .toList());
            }
        }
    }

    /** The decision in float, if the node has no kernel for the types around it. */
    Optional<NodeDecision> refusal(NodeDecision decision, Placement placement, Target target) {
        List<String> around =
                Stream.concat(
                                decision.quantizedInputs().stream(),
                                decision.quantizedOutput().stream())
                        .toList();
        List<IntegerType> types =
                around.stream()
                        .map(value -> scheme(placement.scaleSource(value), target).type())
                        .toList();
        return KernelTypes.fit(target, decision.op(), types)
                ? Optional.empty()
                : Optional.of(
                        decision.backToFloat(Reason.NO_WIDE_KERNEL, around + " are " + types));
    }
}
