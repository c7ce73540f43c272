package dev.vernier.model;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code StringStringEntryProto} records and a map.
 *
 * <p>Keys that are there twice are refused, as the reference checker does. Records in any other
 * than the plainest form remain as they are for as long as they mean the same.
 */
final class MetadataCodec {

    private MetadataCodec() {}

    static Map<String, String> decode(List<StringStringEntryProto> entries, Place place) {
        Map<String, String> map = new LinkedHashMap<>();
        for (StringStringEntryProto entry : entries) {
            String key = Text.of(entry.getKeyBytes());
            if (map.put(key, Text.of(entry.getValueBytes())) != null) {
                throw place.refuse("metadata keys must be unique; key=" + key);
            }
        }
        return map;
    }

    /** The records to carry along: all, or none if they can be made from the map alone. */
    static List<StringStringEntryProto> remains(List<StringStringEntryProto> entries, Place place) {
        return entries.equals(plain(decode(entries, place))) ? List.of() : entries;
    }

    /** The records of this map; empty if those carried along say the same. */
    static Optional<List<StringStringEntryProto>> encode(
            Map<String, String> map, List<StringStringEntryProto> carried) {
        Map<String, String> said = decode(carried, Place.model());
        boolean same = List.copyOf(said.entrySet()).equals(List.copyOf(map.entrySet()));
        return same ? Optional.empty() : Optional.of(plain(map));
    }

    private static List<StringStringEntryProto> plain(Map<String, String> map) {
        return map.entrySet().stream()
                .map(
                        entry ->
                                StringStringEntryProto.newBuilder()
                                        .setKeyBytes(Text.bytes(entry.getKey()))
                                        .setValueBytes(Text.bytes(entry.getValue()))
                                        .build())
                .toList();
    }
}
