package dev.vernier.improve.matrix;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * The upper triangular U with Uᵀ U = H⁻¹, of a symmetric positive definite H.
 *
 * <p>With P the reversal of order and P H P = L Lᵀ, it is P L⁻¹ P: a third of the work of inverting
 * H first. Memory: two matrices of doubles at a time. Cost: depth³ / 3 multiply-adds.
 */
final class InverseCholesky {

    private InverseCholesky() {}

    /**
     * U, row-major.
     *
     * @param matrix H, row-major; not changed
     * @param damping is added to its diagonal
     * @throws IllegalStateException if the damped matrix is not positive definite
     */
    static double[] upper(double[] matrix, double damping, int depth) {
        double[] data = matrix.clone();
        for (int i = 0; i < depth; i++) {
            data[i * depth + i] += damping;
        }
        reverse(data);
        DMatrixRMaj work = new DMatrixRMaj(depth, depth, true, data);
        CholeskyDecomposition_F64<DMatrixRMaj> lower = DecompositionFactory_DDRM.chol(depth, true);
        if (!lower.decompose(work)) {
            throw new IllegalStateException("damped second moments must be positive definite");
        }
        double[] factor = lower.getT(new DMatrixRMaj(depth, depth)).data; // work may be in blocks
        invertLower(factor, depth);
        reverse(factor);
        return factor;
    }

    /** Both axes in reversed order. */
    private static void reverse(double[] data) {
        for (int i = 0, j = data.length - 1; i < j; i++, j--) {
            double swapped = data[i];
            data[i] = data[j];
            data[j] = swapped;
        }
    }

    /**
     * Inverts a lower triangular matrix in place, row by row: M[i] = (1[i] - Σ L[i][k] M[k]) /
     * L[i][i]. The sum runs in an array of its own, which the compiler knows to be another.
     */
    private static void invertLower(double[] data, int depth) {
        for (int i = 0; i < depth; i++) {
            double[] row = new double[i];
            int at = i * depth;
            for (int k = 0; k < i; k++) {
                double factor = data[at + k];
                int from = k * depth;
                for (int j = 0; j <= k; j++) {
                    row[j] -= factor * data[from + j];
                }
            }
            double diagonal = data[at + i];
            for (int j = 0; j < i; j++) {
                data[at + j] = row[j] / diagonal;
            }
            data[at + i] = 1 / diagonal;
        }
    }
}
