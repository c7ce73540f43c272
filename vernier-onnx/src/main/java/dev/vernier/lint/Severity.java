package dev.vernier.lint;

/** How bad a finding is. */
public enum Severity {
    /** The target refuses the file, or gives wrong results. */
    ERROR,
    /** Slower, larger or less accurate than it could be. */
    WARNING
}
