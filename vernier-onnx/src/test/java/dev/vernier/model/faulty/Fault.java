package dev.vernier.model.faulty;

/** What goes wrong from some operation on. */
public enum Fault {
    /** Nothing. */
    NONE,
    /** That one operation. */
    ONCE,
    /** That one and all after it: the disk is gone. */
    FOREVER,
    /** Whatever takes room: a write stores a part of its bytes and fails. */
    FULL,
    /** Nothing, but a write stores a part of its bytes and says so. */
    SHORT,
    /** All after it, and what was not forced is lost, but names are as they were last. */
    CRASH,
    /** As {@link #CRASH}, and changes of names in folders that were not forced are lost too. */
    CRASH_LOSING_NAMES
}
