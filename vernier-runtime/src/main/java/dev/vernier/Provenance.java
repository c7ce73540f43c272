package dev.vernier;

import dev.vernier.graph.Model;
import dev.vernier.plan.PlanJson;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.target.Target;
import dev.vernier.target.TargetJson;
import dev.vernier.target.Targets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says in a model's metadata what it was made from, so that it can be made again: the version of
 * Vernier, the target (with a digest, if it does not come with the product), the options, and the
 * SHA-256 digests of model, statistics (none if a plan was given) and plan.
 *
 * <p>No time and no path: the same inputs give the same bytes.
 */
final class Provenance {

    private Provenance() {}

    static Model addTo(Model quantized, Decisions decided, QuantizationPlan plan, Options options) {
        Target target = decided.model().target();
        Map<String, String> metadata = new LinkedHashMap<>(quantized.metadata());
        metadata.put("vernier.version", version());
        metadata.put("vernier.target", plan.target());
        if (!Targets.all().contains(target)) {
            metadata.put("vernier.target.sha256", sha256(TargetJson.write(target)));
        }
        metadata.put("vernier.options", options.text());
        metadata.put("vernier.model.sha256", decided.model().file().sha256());
        decided.statistics()
                .ifPresent(
                        seen -> metadata.put("vernier.statistics.sha256", sha256(seen.toBytes())));
        metadata.put("vernier.plan.sha256", sha256(PlanJson.write(plan)));
        return quantized.withMetadata(metadata);
    }

    private static String version() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
