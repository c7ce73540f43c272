package dev.vernier.model;

import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Opsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code OperatorSetIdProto} records and {@link Opsets}.
 *
 * <p>A domain that is imported twice is read once if both say the same version and refused
 * otherwise. Records in any other than the plainest form remain as they are for as long as they
 * mean the same.
 */
final class OpsetCodec {

    private OpsetCodec() {}

    static Opsets decode(List<OperatorSetIdProto> entries, Place place) {
        Map<String, Long> versions = new LinkedHashMap<>();
        for (OperatorSetIdProto entry : entries) {
            String domain = Text.of(entry.getDomainBytes());
            Long before = versions.put(domain, entry.getVersion());
            if (before != null && before != entry.getVersion()) {
                throw place.refuse(
                        "operator set must be imported in one version; domain="
                                + domain
                                + ", versions="
                                + before
                                + " and "
                                + entry.getVersion());
            }
        }
        return new Opsets(versions);
    }

    /** The records to carry along: all, or none if they can be made from the versions alone. */
    static List<OperatorSetIdProto> remains(List<OperatorSetIdProto> entries, Opsets opsets) {
        return entries.equals(plain(opsets)) ? List.of() : entries;
    }

    /** The records of these versions; empty if those carried along say the same. */
    static Optional<List<OperatorSetIdProto>> encode(
            Opsets opsets, List<OperatorSetIdProto> carried) {
        Opsets said = decode(carried, Place.model());
        return said.equals(opsets) ? Optional.empty() : Optional.of(plain(opsets));
    }

    private static List<OperatorSetIdProto> plain(Opsets opsets) {
        return opsets.versions().entrySet().stream()
                .map(entry -> plain(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Exporters write the default domain's name, empty as it is. */
    private static OperatorSetIdProto plain(String domain, long version) {
        return OperatorSetIdProto.newBuilder()
                .setDomainBytes(Text.bytes(domain))
                .setVersion(version)
                .build();
    }

    /** Whether this is the default operator set, under either spelling. */
    static boolean isOnnx(String domain) {
        return domain.equals(OpType.ONNX_DOMAIN) || domain.equals("ai.onnx");
    }
}
