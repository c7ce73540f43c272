/**
 * Loops over primitive arrays and nothing else: static methods that the JIT turns into vectors.
 *
 * <p>Place in the flow: the bottom. It imports nothing of Vernier and is not exported. In come
 * primitive arrays with offsets and a length, out go primitive arrays.
 *
 * <p>Invariant: no checks, no allocation, no shared state. Callers in {@code numeric} and {@code
 * statistics} have checked every argument; each loop equals a plain slow definition that stands in
 * its test.
 */
package dev.vernier.kernel;
