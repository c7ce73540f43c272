package dev.vernier.cli.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a document's tables that begin with a number, and the tests that their last cell
 * names: {@code `Type.method`}, {@code `method`} of the type that was named last, {@code `Type`}
 * for all of its tests. A name may end in {@code *}.
 */
final class RowTable {

    /**
     * A test that a row names.
     *
     * @param row its number
     * @param type the simple name of its class
     * @param method the beginning of its name, or all of it; empty for any
     * @param whole whether it is all of the name
     */
    record Reference(int row, String type, String method, boolean whole) {

        boolean covers(String otherType, String otherMethod) {
            return type.equals(otherType)
                    && (whole ? otherMethod.equals(method) : otherMethod.startsWith(method));
        }
    }

    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|.*\\|([^|]+)\\|$");

    private static final Pattern NAME =
            Pattern.compile("`(?:([A-Z]\\w*)(?:\\.(\\w+)(\\*?))?|([a-z]\\w*)(\\*?))`");

    private RowTable() {}

    static List<Reference> read(Path document) throws IOException {
        List<Reference> references = new ArrayList<>();
        String type = "";
        for (String line : Files.readAllLines(document)) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                continue;
            }
            int number = Integer.parseInt(row.group(1));
            for (Matcher name = NAME.matcher(row.group(2)); name.find(); ) {
                if (name.group(1) != null) {
                    type = name.group(1);
                    boolean any = name.group(2) == null;
                    boolean whole = !any && name.group(3).isEmpty();
                    references.add(new Reference(number, type, any ? "" : name.group(2), whole));
                } else {
                    boolean whole = name.group(5).isEmpty();
                    references.add(new Reference(number, type, name.group(4), whole));
                }
            }
        }
        return references;
    }
}
