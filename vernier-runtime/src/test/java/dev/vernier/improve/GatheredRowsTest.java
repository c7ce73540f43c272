package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.improve.matrix.Rows;
import org.junit.jupiter.api.Test;

class GatheredRowsTest {

    private static final int COLUMNS = 2;

    private final RowStore store = new RowStore();

    @Test
    void rowsComeInTheOrderOfTheSamplesWhoeverIsFirst() {
        GatheredRows gathered = new GatheredRows(store, 3, 2, COLUMNS);

        gathered.put(2, rows(7, 8));
        gathered.put(0, rows(1, 2, 3, 4));

        Rows rows = gathered.stored().read();
        assertThat(rows.count()).isEqualTo(3);
        assertThat(rows.values()).containsExactly(1, 2, 3, 4, 7, 8);
    }

    @Test
    void rowsThatAreNotFiniteAreLeftOut() {
        GatheredRows gathered = new GatheredRows(store, 2, 2, COLUMNS);

        gathered.put(0, rows(Float.NaN, 2, 3, 4));
        gathered.put(1, rows(5, 6, 7, Float.NEGATIVE_INFINITY));

        assertThat(gathered.stored().read().values()).containsExactly(3, 4, 5, 6);
    }

    @Test
    void noSampleGivesNoRows() {
        Rows rows = new GatheredRows(store, 2, 2, COLUMNS).stored().read();

        assertThat(rows.count()).isZero();
        assertThat(rows.columns()).isEqualTo(COLUMNS);
    }

    @Test
    void moreRowsThanThereIsRoomForAreRefused() {
        GatheredRows gathered = new GatheredRows(store, 1, 1, COLUMNS);

        assertThatThrownBy(() -> gathered.put(0, rows(1, 2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count=2");
    }

    private static Rows rows(float... values) {
        return new Rows(values, values.length / COLUMNS, COLUMNS);
    }
}
