package dev.vernier.target;

import dev.vernier.graph.Node;
import dev.vernier.numeric.Granularity;

/** Where a weight has its output channels. Source: ONNX operators Conv-11, Gemm-13, MatMul-13. */
public enum WeightLayout {
    /** (M, C/group, k...): axis 0. */
    CONVOLUTION {
        @Override
        public Granularity granularity(Node node, int rank) {
            return new Granularity.PerChannel(0);
        }
    },
    /** (K, N), or (N, K) with transB. */
    GEMM {
        @Override
        public Granularity granularity(Node node, int rank) {
            return new Granularity.PerChannel(node.attribute("transB", 0L) == 0 ? 1 : 0);
        }
    },
    /**
     * (K, N): axis 1. Stacks of matrices are quantized per tensor: ONNX Runtime 1.29 loads them
     * with scales per channel and then fails when it runs.
     */
    MATMUL {
        @Override
        public Granularity granularity(Node node, int rank) {
            return rank == 2 ? new Granularity.PerChannel(1) : new Granularity.PerTensor();
        }
    };

    /** The granularity of the finest scales that an integer kernel takes for this weight. */
    public abstract Granularity granularity(Node node, int rank);
}
