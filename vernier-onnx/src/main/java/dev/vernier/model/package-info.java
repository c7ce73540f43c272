/**
 * Reads and writes ONNX files: the only package that knows protobuf, external data and the native
 * reference implementation.
 *
 * <p>In: a path. Out: {@link dev.vernier.model.ModelFile} with its validated {@link
 * dev.vernier.graph.Model}; and back, through {@link dev.vernier.model.OutputFile}, the one way to
 * put a file on disk. {@link dev.vernier.model.ModelBytes} makes the bytes that a runtime or a
 * native library is given, {@link dev.vernier.model.Weights} the elements of a constant, {@link
 * dev.vernier.model.Reference} asks the ONNX reference implementation.
 *
 * <p>How: {@link dev.vernier.model.SkeletonReader} walks the wire format and leaves large tensor
 * data in the file, protobuf parses the rest, a codec for every kind of record turns it into the
 * graph's values, and the checks of {@link dev.vernier.model.ModelValidator} look at the whole.
 *
 * <p>Invariants: the heap does not grow with the weights. Writing what was read, unchanged, gives
 * the same bytes. Nothing that has not passed the checks leaves this package, native code included.
 */
package dev.vernier.model;
