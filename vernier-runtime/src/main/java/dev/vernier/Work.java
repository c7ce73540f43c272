package dev.vernier;

import java.io.IOException;

/** What is done with a model of a file. */
@FunctionalInterface
interface Work<T> {
    T result() throws IOException;
}
