package dev.vernier.evaluate;

/**
 * One output of the quantized model against the float model, over all samples.
 *
 * @param output its name
 * @param sqnrDecibel signal-to-quantization-noise ratio, equation (12), of all elements together;
 *     infinite where nothing differs
 * @param cosine cosine of the angle between the two, of all elements together
 * @param largestError the largest difference of an element
 * @param otherShapes in how many samples its shape was another, because it depends on values; what
 *     one of the two lacks counts as zero, and such a sample as lost at most: noise equal to signal
 * @param leftOut how many elements were left out of all that, as the float model's were NaN or
 *     infinite and the user said that such values do not matter
 * @param wholeNumbers whether it holds integers: positions, classes, which no SQNR describes
 */
public record OutputComparison(
        String output,
        double sqnrDecibel,
        double cosine,
        double largestError,
        long otherShapes,
        long leftOut,
        boolean wholeNumbers) {

    /** Of an output of real numbers. */
    public OutputComparison(
            String output,
            double sqnrDecibel,
            double cosine,
            double largestError,
            long otherShapes) {
        this(output, sqnrDecibel, cosine, largestError, otherShapes, 0, false);
    }
}
