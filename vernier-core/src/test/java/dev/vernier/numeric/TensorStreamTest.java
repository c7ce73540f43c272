package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that stream equal those of the tensor as a whole. */
class TensorStreamTest {

    private static final long SEED = 20260105L;

    /** More than one piece, odd, and not a multiple of the channel length. */
    private static final long[] SHAPE = {3, 700_001};

    private static final int MORE_THAN_A_PIECE = 1_100_000;

    static Stream<IntegerType> stored() {
        return Stream.of(
                IntegerType.INT4,
                IntegerType.UINT4,
                IntegerType.INT8,
                IntegerType.UINT8,
                IntegerType.INT16,
                IntegerType.UINT16);
    }

    private static float[] values(long elements) {
        Random random = new Random(SEED);
        float[] values = new float[(int) elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static TensorQuantizer perChannel(IntegerType type) {
        LinearScheme scheme = LinearScheme.affine(type);
        return TensorQuantizer.of(
                new Granularity.PerChannel(0).layout(SHAPE),
                List.of(
                        scheme.parametersFor(Range.of(-1, 2)),
                        scheme.parametersFor(Range.of(-2, 1)),
                        scheme.parametersFor(Range.of(-1, 1))));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void streamsBothWays(IntegerType type) throws IOException {
        TensorQuantizer quantizer = perChannel(type);
        TensorStream stream = new TensorStream(quantizer, RealFormat.FLOAT32);
        float[] values = values(quantizer.layout().elements());
        ByteArrayOutputStream codes = new ByteArrayOutputStream();

        stream.quantize(channel(bytes(values)), Channels.newChannel(codes));
        assertThat(codes.toByteArray()).isEqualTo(TensorStream.quantize(quantizer, values));
        assertThat(codes.size()).isEqualTo((int) stream.codeBytes());

        ByteArrayOutputStream back = new ByteArrayOutputStream();
        stream.dequantize(channel(codes.toByteArray()), Channels.newChannel(back));
        assertThat(back.toByteArray()).isEqualTo(bytes(quantizer.fakeQuantize(values)));
        assertThat(back.size()).isEqualTo((int) stream.realBytes());
    }

    @ParameterizedTest
    @MethodSource("books")
    void codeBooksStreamBothWays(CodeBook book) throws IOException {
        CodeBookQuantizer quantizer =
                CodeBookQuantizer.of(
                        new Granularity.PerChannel(0).layout(SHAPE), book, 0.5f, 1.5f, 0.01f);
        TensorStream stream = new TensorStream(quantizer, RealFormat.FLOAT32);
        float[] values = values(quantizer.layout().elements());
        values[1] = Float.NaN;
        byte[] expected = quantizer.quantize(values);
        ByteArrayOutputStream codes = new ByteArrayOutputStream();

        stream.quantize(channel(bytes(values)), Channels.newChannel(codes));
        assertThat(codes.toByteArray()).isEqualTo(quantizer.pack(expected));
        assertThat(TensorStream.quantize(quantizer, values)).isEqualTo(codes.toByteArray());
        assertThat(codes.size()).isEqualTo((int) stream.codeBytes());

        ByteArrayOutputStream back = new ByteArrayOutputStream();
        stream.dequantize(channel(codes.toByteArray()), Channels.newChannel(back));
        assertThat(back.toByteArray()).isEqualTo(bytes(quantizer.dequantize(expected)));
    }

    static Stream<CodeBook> books() {
        return Stream.of(
                CodeBook.FLOAT8_E4M3FN,
                CodeBook.FLOAT4_E2M1,
                CodeBook.NF4,
                CodeBook.powersOfTwo(3),
                CodeBook.powersOfTwo(6));
    }

    private static ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    @ParameterizedTest
    @MethodSource("stored")
    void buffersOfAnyEvenSizeGiveTheSameBytes(IntegerType type) {
        TensorQuantizer quantizer = perChannel(type);
        TensorStream stream = new TensorStream(quantizer, RealFormat.FLOAT32);
        float[] values = values(quantizer.layout().elements());
        ByteBuffer source = ByteBuffer.wrap(bytes(values));
        ByteBuffer codes = ByteBuffer.allocateDirect((int) stream.codeBytes());
        Random random = new Random(SEED);
        long position = 0;
        while (position < values.length) {
            int any = position == 0 ? MORE_THAN_A_PIECE : 2 * random.nextInt(200_000);
            int n = (int) Math.min(any, values.length - position);
            stream.quantize(position, source.slice((int) position * 4, n * 4), codes);
            position += n;
        }
        codes.flip();

        assertThat(codes)
                .as("seed=" + SEED)
                .isEqualTo(ByteBuffer.wrap(TensorStream.quantize(quantizer, values)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyRealFormatIsReadAndWritten(RealFormat format) {
        float[] values = new float[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 50) / 4f;
        }
        ByteBuffer stored = ByteBuffer.allocate(values.length * format.bytes() + 1).position(1);
        format.write(values, 0, stored, values.length);
        assertThat(stored.remaining()).isZero();

        float[] back = new float[values.length];
        format.read(stored.position(1), back, 0, back.length);
        assertThat(back).isEqualTo(values); // quarters below 13 are exact in all four
        assertThatThrownBy(() -> format.read(stored, back, 0, 1))
                .hasMessageStartingWith("buffer must hold the elements; elements=1");
    }

    static Stream<RealFormat> formats() {
        return Stream.of(RealFormat.values());
    }

    @Test
    void positionsBeyondTwoGigabytesFindTheirChannel() {
        long inner = 1L << 31;
        LinearScheme scheme = LinearScheme.INT8_SYMMETRIC_NARROW;
        TensorQuantizer quantizer =
                TensorQuantizer.of(
                        new Granularity.PerChannel(0).layout(3, inner),
                        List.of(
                                scheme.parametersFor(Range.of(-127, 127)),
                                scheme.parametersFor(Range.of(-254, 254)),
                                scheme.parametersFor(Range.of(-508, 508))));
        TensorStream stream = new TensorStream(quantizer, RealFormat.FLOAT32);
        ByteBuffer codes = ByteBuffer.allocate(4);

        stream.quantize(2 * inner - 2, ByteBuffer.wrap(bytes(new float[] {8, 8, 8, 8})), codes);
        assertThat(codes.array()).containsExactly(4, 4, 2, 2);
        assertThat(stream.realBytes()).isEqualTo(3L << 33);
    }

    @Test
    void refusesWhatCannotBeRightOrStored() {
        QuantizationParameters int4 = new QuantizationParameters(1, 0, IntegerType.INT4);
        TensorStream stream =
                new TensorStream(TensorQuantizer.perTensor(int4, 100), RealFormat.FLOAT16);

        assertThatThrownBy(
                        () ->
                                stream.quantize(
                                        channel(new byte[199]),
                                        Channels.newChannel(new ByteArrayOutputStream())))
                .isInstanceOf(EOFException.class)
                .hasMessageStartingWith("source must hold all elements of the tensor");
        ByteBuffer target = ByteBuffer.allocate(50);
        assertThatThrownBy(() -> stream.quantize(1, ByteBuffer.allocate(2), target))
                .hasMessage("position of 4-bit codes must be even; position=1");
        assertThatThrownBy(() -> stream.quantize(0, ByteBuffer.allocate(3), target))
                .hasMessageStartingWith("source must hold whole elements; bytes=3");
        TensorStream nf4 =
                new TensorStream(
                        CodeBookQuantizer.of(
                                new Granularity.PerTensor().layout(100), CodeBook.NF4, 1f),
                        RealFormat.FLOAT16);
        assertThatThrownBy(() -> nf4.quantize(1, ByteBuffer.allocate(2), target))
                .hasMessage("position of 4-bit codes must be even; position=1");
        assertThatThrownBy(() -> CodeFormat.of(new IntegerType(5, true)))
                .hasMessage("type must have 4, 8 or 16 bits to be stored; type=int5");
    }
}
