package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit from both of its sides: the last that is taken, the first that is refused. */
class LimitsTest {

    private static final QuantizationParameters INT8 =
            new QuantizationParameters(1, 0, IntegerType.INT8);
    private static final TensorQuantizer FOUR = TensorQuantizer.perTensor(INT8, 4);
    private static final TensorQuantizer WIDE =
            TensorQuantizer.perTensor(new QuantizationParameters(1, 0, IntegerType.UINT16), 4);
    private static final SliceLayout WHOLE = whole(4);
    private static final CodeBookQuantizer BOOK = CodeBookQuantizer.of(WHOLE, CodeBook.NF4, 1f);

    private static float[] ascending(int count) {
        float[] levels = new float[count];
        for (int i = 0; i < count; i++) {
            levels[i] = i;
        }
        return levels;
    }

    private static SliceLayout perChannel(int axis, long... shape) {
        return new Granularity.PerChannel(axis).layout(shape);
    }

    private static SliceLayout whole(long... shape) {
        return new Granularity.PerTensor().layout(shape);
    }

    private static SliceLayout perElement(long length) {
        return new Granularity.PerBlock(0, 1).layout(length);
    }

    private static ThrowingCallable books(int most, double... centres) {
        return () -> LloydMax.fit(centres, new long[centres.length], most);
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                of("axis 0", () -> perChannel(0, 1)),
                of("a dimension of 0", () -> perChannel(0, 0, 5)),
                of("2^62 elements", () -> whole(1L << 31, 1L << 31)),
                of("2^31 - 1 slices", () -> perElement(Integer.MAX_VALUE)),
                of("blocks of 1", () -> new Granularity.PerBlock(0, 1)),
                of("2 bits", () -> new IntegerType(2, false)),
                of("16 bits", () -> new IntegerType(16, false)),
                of("32 bits with a sign", () -> new IntegerType(32, true)),
                of("a scheme of 16 bits", () -> LinearScheme.affine(IntegerType.UINT16)),
                of("the first code", () -> zero(-128)),
                of("the last code", () -> zero(127)),
                of("a normal scale", () -> scaled(Float.MIN_NORMAL)),
                of("the largest scale", () -> scaled(Float.MAX_VALUE)),
                of("channels last", () -> new PairLayout(1, 2, 3, 1, true)),
                of("1 activation code", () -> PairSaturation.largestCodeSum(1)),
                of("255 activation codes", () -> PairSaturation.largestCodeSum(255)),
                of("a pair of zeros", () -> PairSaturation.smallestScale(0, 255)),
                of("the smallest multiplier", () -> new Requantization(Float.MIN_VALUE, INT8)),
                of("256 levels", () -> CodeBook.of(ascending(256))),
                of("2 levels", () -> CodeBook.of(0, 1)),
                of("powers of 2 bits", () -> CodeBook.powersOfTwo(2)),
                of("powers of 8 bits", () -> CodeBook.powersOfTwo(8)),
                of("the last code of a book", () -> CodeBook.NF4.value(15)),
                of("a fit of 2 levels", books(2, 0, 1)),
                of("a fit of 256 levels", books(256, 0, 1)),
                of("the largest centre", books(2, -Float.MAX_VALUE, Float.MAX_VALUE)),
                of("the end of a tensor", () -> quantize(3, 0, 0, 1)),
                of("the end of the values", () -> quantize(0, 8, 0, 1)),
                of("the end of the codes", () -> quantize(0, 0, 8, 1)));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                of("axis must be at least 0; axis=-1", () -> perChannel(-1, 1)),
                of("axis must be at least 0; axis=-1", () -> new Granularity.PerBlock(-1, 2)),
                of("axis must be one of the shape; axis=1", () -> perChannel(1, 1)),
                of("dimensions must be at least 0; shape=[-1]", () -> perChannel(0, -1)),
                of("elements must be fewer than 2^63", () -> whole(1L << 32, 1L << 31)),
                of("slices must be fewer than 2^31", () -> perElement(1L << 31)),
                of("block size must be at least 1; size=0", () -> new Granularity.PerBlock(0, 0)),
                of("block must be at least 1", () -> new SliceLayout(1, 1, 1, 0, 0, 0, 0, 1)),
                of("block must be at least 1", () -> new SliceLayout(1, 1, 1, 1, 0, 0, 0, -1)),
                of("bits must be 2 to 16", () -> new IntegerType(1, false)),
                of("bits must be 2 to 16", () -> new IntegerType(17, true)),
                of("bits must be 2 to 16", () -> new IntegerType(32, false)),
                of("type of a linear scheme", () -> LinearScheme.affine(IntegerType.INT32)),
                of("zero point must be a FULL code", () -> zero(-129)),
                of("zero point must be a FULL code", () -> zero(128)),
                of("zero point must be a NARROW code", LimitsTest::smallestOfNarrow),
                of("scale must be", () -> scaled(Math.nextDown(Float.MIN_NORMAL))),
                of("scale must be", () -> scaled(Float.POSITIVE_INFINITY)),
                of("positions must be 1", () -> new PairLayout(1, 2, 3, 2, true)),
                of("dimensions must be", () -> new PairLayout(1, -2, 3, 1, true)),
                of("values must be as many", LimitsTest::tooFewForPairs),
                of("activation codes must be", () -> PairSaturation.largestCodeSum(0)),
                of("activation codes must be", () -> PairSaturation.largestCodeSum(256)),
                of("mean of a pair", () -> PairSaturation.smallestScale(-1e-9f, 255)),
                of("mean of a pair", LimitsTest::infinitePair),
                of("multiplier must be", () -> new Requantization(0, INT8)),
                of("multiplier must be", () -> new Requantization(Float.NaN, INT8)),
                of("multiplier must be", () -> new Requantization(1f / 0, INT8)),
                of("output codes must have", () -> new Requantization(1, int32())),
                of("codes must have at most 16", () -> TensorQuantizer.perTensor(int32(), 4)),
                of("parameters must be as many", LimitsTest::noSlices),
                of("weight scales must be", () -> QuantizedBias.of(new float[3], 1, 1, 1)),
                of("bias scale must be", () -> QuantizedBias.scale(1e-20f, 1e-20f)),
                of("bias scale must be", () -> QuantizedBias.scale(1e20f, 1e20f)),
                of("levels must be 2 to 256", () -> CodeBook.of(ascending(257))),
                of("levels must be 2 to 256", () -> CodeBook.of(0)),
                of("levels must be 2 to 256", () -> CodeBook.of(0, 1, 1)),
                of("levels must be 2 to 256", () -> CodeBook.of(1, 2)),
                of("levels must be 2 to 256", () -> CodeBook.of(0, 1f / 0)),
                of("levels must be 2 to 256", () -> CodeBook.of(-1f / 0, 0)),
                of("bits must be 2 to 8; bits=1", () -> CodeBook.powersOfTwo(1)),
                of("code must have at most 4 bits; code=-1", () -> CodeBook.NF4.value(-1)),
                of("levels must be 2 to 256; levels=1", books(1, 0)),
                of("bins must have ascending", books(2, 1, 1)),
                of("bins must have ascending", books(2, Double.NaN)),
                of("bins must have ascending", books(2, 4e38)),
                of("scales must be as many", LimitsTest::scaleTooMany),
                of("scale must be", () -> CodeBookQuantizer.of(WHOLE, CodeBook.NF4, 0f)),
                of("elements must be as many", () -> BOOK.quantize(0, 1, 2)),
                of("elements must be as many", () -> BOOK.dequantize(new byte[5])),
                of("elements must be as many", () -> FOUR.dequantize(new byte[3])),
                of("elements must be as many", () -> FOUR.fakeQuantize(new float[5])),
                of("elements must be as many", () -> WIDE.dequantize(new short[3])),
                of("elements must be as many", () -> WIDE.quantizeToShorts(new float[3])),
                of("codes of uint16 must be held in shorts", () -> WIDE.dequantize(new byte[4])),
                of("codes of int8 must be held in bytes", () -> FOUR.dequantize(new short[4])),
                of("elements must be as many", () -> TensorStream.quantize(FOUR, new float[5])),
                of("compared tensors must have as many", LimitsTest::unequalTensors),
                of("buffer must hold", () -> RealFormat.FLOAT16.read(bytes(3), new float[2], 0, 2)),
                of(
                        "buffer must hold",
                        () -> RealFormat.FLOAT64.write(new float[1], 0, bytes(7), 1)));
    }

    /** Pieces that are not inside of what they are taken from. */
    static Stream<Arguments> outside() {
        return Stream.of(
                of("the tensor", () -> quantize(4, 0, 0, 1)),
                of("the tensor", () -> quantize(-1, 0, 0, 1)),
                of("the values", () -> quantize(0, 9, 0, 1)),
                of("the values", () -> quantize(0, -1, 0, 1)),
                of("the codes", () -> quantize(0, 0, 9, 1)),
                of("a length", () -> quantize(0, 0, 0, -1)),
                of("a book's tensor", () -> BOOK.quantize(4, new float[9], 0, new byte[9], 0, 1)),
                of("a book's codes", () -> BOOK.dequantize(0, new byte[9], 9, new float[9], 0, 1)),
                of("results", () -> FOUR.fakeQuantize(0, new float[9], 0, new float[9], 9, 1)),
                of("codes", () -> FOUR.dequantize(0, new byte[9], 9, new float[9], 0, 1)),
                of("magnitudes", LimitsTest::magnitudesBeyondTheTensor),
                of("a reference", () -> compare(9, 0)),
                of("what is compared", () -> compare(0, 9)));
    }

    private static Arguments of(String what, ThrowingCallable call) {
        return arguments(what, call);
    }

    private static void zero(int zeroPoint) {
        new QuantizationParameters(1, zeroPoint, IntegerType.INT8);
    }

    private static void smallestOfNarrow() {
        new QuantizationParameters(1, -128, IntegerType.INT8, CodeRange.NARROW);
    }

    private static void scaled(float scale) {
        new QuantizationParameters(scale, 0, IntegerType.INT8);
    }

    private static QuantizationParameters int32() {
        return new QuantizationParameters(1, 0, IntegerType.INT32);
    }

    private static void tooFewForPairs() {
        PairMagnitudes.of(PairLayout.rows(2, 2), new float[3]);
    }

    private static void infinitePair() {
        PairSaturation.smallestScale(Float.POSITIVE_INFINITY, 255);
    }

    private static void noSlices() {
        TensorQuantizer.of(perChannel(0, 0, 2), List.of());
    }

    private static void scaleTooMany() {
        CodeBookQuantizer.of(WHOLE, CodeBook.NF4, 1f, 1f);
    }

    private static void unequalTensors() {
        ErrorMeasures.between(new float[2], new float[3]);
    }

    private static void magnitudesBeyondTheTensor() {
        SliceMagnitudes.raise(WHOLE, 3, new float[9], 2, new float[1]);
    }

    private static void compare(int from, int at) {
        new ErrorAccumulator().add(new float[9], from, new float[9], at, 1);
    }

    private static void quantize(long position, int from, int to, int length) {
        FOUR.quantize(position, new float[9], from, new byte[9], to, length);
    }

    private static ByteBuffer bytes(int capacity) {
        return ByteBuffer.allocate(capacity);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void taken(String what, ThrowingCallable call) {
        assertThatCode(call).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String rule, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void outside(String what, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @MethodSource
    void buffersMoveOnByWhatWasTaken(RealFormat format) {
        ByteBuffer buffer = bytes(3 * format.bytes());

        format.write(new float[] {1, -2, 3}, 1, buffer, 2);
        assertThat(buffer.position()).isEqualTo(2 * format.bytes());

        float[] values = new float[3];
        format.read(buffer.flip(), values, 1, 2);
        assertThat(values).containsExactly(0, -2, 3);
        assertThat(buffer.remaining()).isZero();
    }

    static RealFormat[] buffersMoveOnByWhatWasTaken() {
        return RealFormat.values();
    }
}
