package dev.vernier.exchange;

import dev.vernier.data.DataException;
import dev.vernier.numeric.Range;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text that ONNX Runtime's {@code write_calibration_table} puts into {@code calibration.cache},
 * beside the same as JSON and as a FlatBuffer: on each line the name of a tensor, a space, and the
 * upper end of its range in decimal.
 *
 * <pre>
 * /conv1/Conv_output_0 4.549083709716797
 * </pre>
 *
 * <p>A name may hold spaces; the last one counts. Read as the provider reads the FlatBuffer: a
 * range around zero that ends at the magnitude of the number.
 */
final class TextTable {

    /** Printable, as nothing binary is, and a number that no header of another format ends in. */
    private static final Pattern LINE =
            Pattern.compile("[^\\p{Cntrl}]+ -?(\\d+(\\.\\d+)?([eE][+-]?\\d+)?|inf|nan)");

    private TextTable() {}

    /** Whether a file may be one: its first line is of the form. */
    static boolean begins(String start) {
        return start.lines().findFirst().filter(TextTable::isLine).isPresent();
    }

    private static boolean isLine(String line) {
        return LINE.matcher(line).matches();
    }

    static CalibrationTable read(Path file, String text) {
        Map<String, Range> ranges = new TreeMap<>();
        List<String> lines = text.stripTrailing().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!isLine(line)) {
                throw damaged(file, i, "must be <tensor> <number>; line=" + line);
            }
            int space = line.lastIndexOf(' ');
            String number = line.substring(space + 1);
            Optional<Range> range = SymmetricRange.of(number);
            if (range.isEmpty()) {
                throw damaged(file, i, SymmetricRange.refusal(number));
            }
            if (ranges.putIfAbsent(line.substring(0, space), range.get()) != null) {
                throw damaged(file, i, "tensor must not come twice; line=" + line);
            }
        }
        return new CalibrationTable(ranges);
    }

    private static DataException damaged(Path file, int index, String what) {
        return new DataException(
                "%s: calibration table, line %d: %s".formatted(file, index + 1, what));
    }

    static byte[] write(CalibrationTable table) {
        return table.ranges().entrySet().stream()
                .map(tensor -> line(tensor.getKey(), tensor.getValue()))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String tensor, Range range) {
        return "%s %s\n".formatted(tensor, SymmetricRange.number(range));
    }
}
