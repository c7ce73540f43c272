package dev.vernier.data;

/** One sample among many cannot be had; those after it can. */
public final class BadSampleException extends DataException {

    private static final long serialVersionUID = 1L;

    private final String sample;

    /**
     * @param sample the name of the sample
     * @param reason what is wrong with it
     */
    public BadSampleException(String sample, String reason) {
        super(sample + ": " + reason);
        this.sample = sample;
    }

    public BadSampleException(String sample, String reason, Throwable cause) {
        super(sample + ": " + reason, cause);
        this.sample = sample;
    }

    /** The name of the sample. */
    public String sample() {
        return sample;
    }
}
