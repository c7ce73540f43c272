package dev.vernier.graph;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds what a mistyped name may have meant: by edits of a letter, upper and lower case alike. */
public final class NearNames {

    private static final int MOST = 3;

    private NearNames() {}

    /** The three nearest names, nearest first; of equals in the order of the alphabet. */
    public static List<String> to(String wanted, Stream<String> names) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        return names.distinct()
                .sorted(
                        Comparator.<String>comparingInt(
                                        name -> edits(lower, name.toLowerCase(Locale.ROOT)))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** Letters to put in, take out or change: the Levenshtein distance. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int best = Math.min(diagonal + change, 1 + Math.min(row[j], row[j - 1]));
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[to.length()];
    }
}
