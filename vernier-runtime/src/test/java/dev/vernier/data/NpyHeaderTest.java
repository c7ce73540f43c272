package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vernier.graph.ElementType;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyHeaderTest {

    private static NpyHeader read(byte[] bytes) throws IOException {
        return NpyHeader.read(new ByteArrayInputStream(bytes));
    }

    private static NpyHeader parse(String header) throws IOException {
        return read(NpyBytes.array(1, header, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryVersion(int version) throws IOException {
        NpyHeader header =
                read(NpyBytes.array(version, NpyBytes.header(">f4", true, 3, 4), new byte[0]));

        assertThat(header.type()).isEqualTo(ElementType.FLOAT);
        assertThat(header.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(header.isFortran()).isTrue();
        assertThat(header.shape()).containsExactly(3L, 4L);
    }

    @Test
    void readsEveryNumericType() throws IOException {
        Map<String, ElementType> types =
                Map.ofEntries(
                        Map.entry("<f2", ElementType.FLOAT16),
                        Map.entry("<f4", ElementType.FLOAT),
                        Map.entry("=f8", ElementType.DOUBLE),
                        Map.entry("|i1", ElementType.INT8),
                        Map.entry("<i2", ElementType.INT16),
                        Map.entry("<i4", ElementType.INT32),
                        Map.entry("<i8", ElementType.INT64),
                        Map.entry("|u1", ElementType.UINT8),
                        Map.entry("<u2", ElementType.UINT16),
                        Map.entry("<u4", ElementType.UINT32),
                        Map.entry("<u8", ElementType.UINT64),
                        Map.entry("|b1", ElementType.BOOL));
        for (Map.Entry<String, ElementType> type : types.entrySet()) {
            assertThat(parse(NpyBytes.header(type.getKey(), false, 1)).type())
                    .as(type.getKey())
                    .isEqualTo(type.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr':'<f4','fortran_order':False,'shape':(2,3)}",
                "{ \"shape\" : ( 2 , 3 , ) , \"descr\" : \"<f4\" , \"fortran_order\" : False , }   ",
                "{'shape': (2L, 3L), 'fortran_order': False, 'descr': '<f4'}"
            })
    void takesWhatThePythonLiteralAllows(String header) throws IOException {
        assertThat(parse(header).shape()).containsExactly(2L, 3L);
    }

    @Test
    void scalarHasNoAxes() throws IOException {
        assertThat(parse(NpyBytes.header("<i8", false)).shape()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"|O", "O", "<O8"})
    void refusesPickledObjects(String descr) {
        assertThatThrownBy(() -> parse(NpyBytes.header(descr, false, 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("pickled Python objects");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{'descr': '<f4', 'fortran_order': False}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2), 'shape': (2)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2), 'more': 'x'}",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (2)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} or exit()",
                "{'descr': __import__('os'), 'fortran_order': False, 'shape': (2,)}",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (2,)}",
                "{'descr': '<U8', 'fortran_order': False, 'shape': (2,)}",
                "{'descr': '<M8[s]', 'fortran_order': False, 'shape': (2,)}",
                "{'descr: '<f4'"
            })
    void refusesWhatIsNoHeader(String header) {
        assertThatThrownBy(() -> parse(header)).isInstanceOf(DataException.class);
    }

    @Test
    void refusesOtherFilesVersionsAndGiantHeaders() {
        byte[] giant = NpyBytes.array(2, "{" + " ".repeat(70_000), new byte[0]);
        byte[] version4 = NpyBytes.array(2, NpyBytes.header("<f4", false, 1), new byte[0]);
        version4[6] = 4;

        assertThatThrownBy(() -> read(giant)).hasMessageContaining("at most 65536 bytes");
        assertThatThrownBy(() -> read(version4)).hasMessageContaining("version=4");
        assertThatThrownBy(() -> read("no array".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("magic");
    }

    @Test
    void refusesSizesBeyondCounting() throws IOException {
        NpyHeader header = parse(NpyBytes.header("<f8", false, 1L << 40, 1L << 40));

        assertThatThrownBy(header::fileLength).isInstanceOf(DataException.class);
    }

    @Test
    void damagedHeadersThrowNothingElse() {
        byte[] good = NpyBytes.array(1, NpyBytes.header("<f4", false, 2, 3), new byte[0]);
        long seed = 20_260_101;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Throwable thrown = catchThrowable(() -> read(bytes));
            assertThat(thrown == null || isDeclared(thrown))
                    .as("seed %d, case %d: %s", seed, i, thrown)
                    .isTrue();
        }
    }

    private static boolean isDeclared(Throwable thrown) {
        return thrown instanceof DataException || thrown instanceof EOFException;
    }
}
