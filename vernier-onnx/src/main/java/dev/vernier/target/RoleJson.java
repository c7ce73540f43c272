package dev.vernier.target;

import dev.vernier.graph.NearNames;
import dev.vernier.json.JsonFields;
import dev.vernier.target.OperatorRole.Averaging;
import dev.vernier.target.OperatorRole.Clipping;
import dev.vernier.target.OperatorRole.Joining;
import dev.vernier.target.OperatorRole.Lookup;
import dev.vernier.target.OperatorRole.Moving;
import dev.vernier.target.OperatorRole.Projecting;
import dev.vernier.target.OperatorRole.Recurrent;
import dev.vernier.target.OperatorRole.Residual;
import dev.vernier.target.OperatorRole.Saturating;
import dev.vernier.target.OperatorRole.Sharing;
import dev.vernier.target.OperatorRole.Shunned;
import dev.vernier.target.OperatorRole.Weighted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The row of an operator in a target file: {@code {"role": "weighted", "output": "integer"}}.
 *
 * <p>Roles that the rewrite knows only of some operators are taken for no others: those to which a
 * target of the product gives them. The layout of a weight follows from its operator.
 */
final class RoleJson {

    /** Which word stands for which role, and who follows it. */
    private record Word(
            String id, Class<? extends OperatorRole> role, PairPlacement placement, boolean free) {}

    private static final List<Word> WORDS =
            List.of(
                    new Word("weighted", Weighted.class, PairPlacement.AROUND_KERNELS, false),
                    new Word("weighted", Weighted.class, PairPlacement.ON_INPUTS, false),
                    new Word("recurrent", Recurrent.class, PairPlacement.AROUND_KERNELS, false),
                    new Word("projecting", Projecting.class, PairPlacement.AROUND_KERNELS, false),
                    new Word("lookup", Lookup.class, PairPlacement.AROUND_KERNELS, false),
                    new Word("joining", Joining.class, PairPlacement.AROUND_KERNELS, true),
                    new Word("saturating", Saturating.class, PairPlacement.AROUND_KERNELS, false),
                    new Word("moving", Moving.class, PairPlacement.AROUND_KERNELS, true),
                    new Word("clipping", Clipping.class, PairPlacement.AROUND_KERNELS, false),
                    new Word("shunned", Shunned.class, PairPlacement.AROUND_KERNELS, true),
                    new Word("residual", Residual.class, PairPlacement.ON_INPUTS, false),
                    new Word("averaging", Averaging.class, PairPlacement.ON_INPUTS, false),
                    new Word("sharing", Sharing.class, PairPlacement.ON_INPUTS, false));

    private static final Map<String, OutputForm> OUTPUTS =
            TargetJson.words(OutputForm.values(), OutputForm::id);

    private RoleJson() {}

    static void write(OperatorRole role, ObjectNode json) {
        json.put("role", word(role));
        if (role instanceof Weighted weighted) {
            json.put("output", weighted.output().id());
        } else if (role instanceof Moving moving) {
            moving.mode().ifPresent(mode -> json.put("mode", mode));
        }
    }

    private static String word(OperatorRole role) {
        return WORDS.stream()
                .filter(word -> word.role().isInstance(role))
                .map(Word::id)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The role that a row gives an operator.
     *
     * @param placement which roles there are
     */
    static OperatorRole read(String operator, PairPlacement placement, JsonFields json) {
        Map<String, Word> words = new LinkedHashMap<>();
        WORDS.stream()
                .filter(word -> word.placement() == placement)
                .forEach(word -> words.put(word.id(), word));
        Word word = json.choice("role", words);
        json.requireOnly(members(word));
        if (word.free()) {
            return word.role() == Moving.class
                    ? new Moving(json.optionalText("mode"))
                    : word.role() == Joining.class ? new Joining() : new Shunned();
        }
        OperatorRole known = known(word, operator, json);
        return known instanceof Weighted weighted
                ? new Weighted(weighted.layout(), json.choice("output", OUTPUTS))
                : known;
    }

    private static Set<String> members(Word word) {
        return word.role() == Weighted.class
                ? Set.of("role", "output")
                : word.role() == Moving.class ? Set.of("role", "mode") : Set.of("role");
    }

    /** The role as a target of the product gives it to this operator. */
    private static OperatorRole known(Word word, String operator, JsonFields json) {
        Map<String, OperatorRole> rows = new LinkedHashMap<>();
        for (Target target : Targets.all()) {
            target.operators().entrySet().stream()
                    .filter(row -> word.role().isInstance(row.getValue()))
                    .forEach(row -> rows.putIfAbsent(row.getKey(), row.getValue()));
        }
        return Optional.ofNullable(rows.get(operator))
                .orElseThrow(
                        () ->
                                json.malformed(
                                        "role",
                                        "another: '%s' is for %s alone (near names=%s)"
                                                .formatted(
                                                        word.id(),
                                                        rows.keySet().stream()
                                                                .collect(Collectors.joining(", ")),
                                                        NearNames.to(
                                                                operator, rows.keySet().stream())),
                                        word.id() + " of " + operator));
    }
}
