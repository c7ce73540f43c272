package dev.vernier.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/**
 * One column of comma-separated values (RFC 4180).
 *
 * <p>A column given by name is looked up in the first row, the header. A column given by number,
 * from 0, means that there is no header. None given: the file must have a single column, no header.
 */
final class CsvReader implements SentenceReader {

    private final Path file;
    private final MappingIterator<String[]> rows;
    private final int column;
    private final boolean isSingle;
    private long rowNumber; // the line, as long as no cell spans several

    CsvReader(Path file, Optional<String> column) throws IOException {
        this.file = file;
        this.rows =
                CsvMapper.builder()
                        .enable(CsvReadFeature.WRAP_AS_ARRAY)
                        .enable(CsvReadFeature.SKIP_EMPTY_LINES)
                        .build()
                        .readerFor(String[].class)
                        .readValues(Files.newBufferedReader(file, StandardCharsets.UTF_8));
        this.column = column.isPresent() ? find(column.get()) : 0;
        this.isSingle = column.isEmpty();
    }

    private int find(String name) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 6) {
            return Integer.parseInt(name);
        }
        String[] header = rows.hasNextValue() ? nextRow() : new String[0];
        int index = Arrays.asList(header).indexOf(name);
        if (index < 0) {
            throw new DataException(
                    "%s: column must be in the header; column=%s, header=%s; a file without one is"
                                    .formatted(file, name, Arrays.toString(header))
                            + " read with --column NUMBER");
        }
        return index;
    }

    private String[] nextRow() {
        rowNumber++;
        return rows.nextValue();
    }

    @Override
    public Optional<Sentence> next() {
        try {
            while (rows.hasNextValue()) {
                String[] row = nextRow();
                if (isSingle && row.length > 1) {
                    throw new DataException(
                            "%s: rows must have a single column; row=%s; pass --column with a name"
                                            .formatted(file, Arrays.toString(row))
                                    + " (of a header) or a number from 0");
                }
                if (column >= row.length) {
                    throw new BadSampleException(
                            file.getFileName() + ":" + rowNumber,
                            "row must have column %d, counted from 0; columns=%d"
                                    .formatted(column, row.length));
                }
                if (!row[column].isBlank()) {
                    return Optional.of(new Sentence(rowNumber, row[column].strip()));
                }
            }
            return Optional.empty();
        } catch (JacksonException e) {
            throw new DataException(
                    "%s: text must be comma-separated values in UTF-8; %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
