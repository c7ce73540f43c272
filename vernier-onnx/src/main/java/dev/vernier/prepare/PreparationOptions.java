package dev.vernier.prepare;

/**
 * What the later stages need of a prepared model.
 *
 * @param minimumOpset the oldest default operator set that will do; a model of an older one is
 *     converted to exactly this one, a newer one stays as it is
 */
public record PreparationOptions(long minimumOpset) {

    public PreparationOptions {
        if (minimumOpset < 1) {
            throw new IllegalArgumentException(
                    "minimum opset must be at least 1; minimumOpset=" + minimumOpset);
        }
    }
}
