package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.StoredRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowStoreTest {

    private static final long SEED = 20261128;

    /** Rows of a megabyte. */
    private static final int COUNT = 512;

    private static final int COLUMNS = 512;

    private final OwnTemporaryFolder temporary;
    private final Random random = new Random(SEED);

    RowStoreTest(@TempDir Path folder) {
        this.temporary = new OwnTemporaryFolder(folder);
    }

    @AfterEach
    void useTheSystemsFolder() {
        temporary.close();
    }

    @Test
    void rowsAreTheSameWhereverTheyWait() {
        List<Rows> rows = megabytes(8);
        try (RowStore store = new RowStore()) {
            List<StoredRows> stored = rows.stream().map(store::put).toList();

            for (int i = 0; i < rows.size(); i++) {
                Rows read = stored.get(i).read();
                assertThat(read.values())
                        .as("seed %d, rows %d", SEED, i)
                        .isEqualTo(rows.get(i).values());
                assertThat(stored.get(i).count()).isEqualTo(read.count()).isEqualTo(COUNT);
                assertThat(stored.get(i).columns()).isEqualTo(read.columns()).isEqualTo(COLUMNS);
            }
        }
    }

    @Test
    void manyRowsAreInAFileUntilTheStoreIsClosed() throws IOException {
        RowStore store = new RowStore();
        List<StoredRows> stored = megabytes(5).stream().map(store::put).toList();

        assertThat(temporary.files()).hasSize(1);
        store.close();

        assertThat(temporary.files()).isEmpty();
        assertThatThrownBy(() -> stored.get(4).read()).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void fewRowsNeedNoFile() throws IOException {
        try (RowStore store = new RowStore()) {
            StoredRows stored = store.put(rows(16));

            assertThat(stored.read().count()).isEqualTo(16);
            assertThat(temporary.files()).isEmpty();
        }
    }

    @Test
    void withoutAFolderTheyStayInMemory() {
        List<Rows> rows = megabytes(6);
        temporary.lose();
        try (RowStore store = new RowStore()) {
            List<StoredRows> stored = rows.stream().map(store::put).toList();

            assertThat(stored.stream().map(StoredRows::read)).isEqualTo(rows);
        }
    }

    @Test
    void whatIsMultipliedIsSoAtEveryUse() {
        float[] factors = {2, 0.5f};
        Rows rows = rows(3);
        try (RowStore store = new RowStore()) {
            StoredRows scaled = store.put(rows).scaled(factors).scaled(factors);

            float[] expected = rows.scaled(factors).scaled(factors).values();
            assertThat(scaled.read().values()).isEqualTo(expected);
            assertThat(scaled.read().values()).isEqualTo(expected);
        }
    }

    private List<Rows> megabytes(int number) {
        List<Rows> rows = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            rows.add(rows(COUNT));
        }
        return rows;
    }

    private Rows rows(int count) {
        return new Rows(Nets.gaussian(count * COLUMNS, random), count, COLUMNS);
    }
}
