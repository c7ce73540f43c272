/**
 * A disk that fails, for tests: the system's files behind a {@link java.nio.file.FileSystem} whose
 * operations are counted and go wrong as {@link dev.vernier.model.faulty.Fault} says.
 */
package dev.vernier.model.faulty;
