package dev.vernier.target;

import dev.vernier.graph.Node;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.PairLayout;
import java.util.Optional;

/** Where a weight has its output channels. Source: ONNX operators Conv-11, Gemm-13, MatMul-13. */
public enum WeightLayout {
    /** (M, C/group, k...): axis 0. */
    CONVOLUTION {
        @Override
        public Granularity granularity(Node node, int rank) {
            return new Granularity.PerChannel(0);
        }

        /** Depthwise ones, a channel in and a channel out, have a kernel that does not pair. */
        @Override
        public Optional<PairLayout> pairs(Node node, long... shape) {
            long group = node.attribute("group", 1L);
            boolean depthwise = group > 1 && shape[1] == 1 && shape[0] == group;
            return depthwise ? Optional.empty() : Optional.of(PairLayout.convolution(shape));
        }
    },
    /** (C, M/group, k...): axis 1, a scale for the same channel of each group. */
    TRANSPOSED {
        @Override
        public Granularity granularity(Node node, int rank) {
            return new Granularity.PerChannel(1);
        }

        /** No kernel of a CPU computes it in integers. */
        @Override
        public Optional<PairLayout> pairs(Node node, long... shape) {
            return Optional.empty();
        }
    },
    /** (K, N), or (N, K) with transB. */
    GEMM {
        @Override
        public Granularity granularity(Node node, int rank) {
            return new Granularity.PerChannel(node.attribute("transB", 0L) == 0 ? 1 : 0);
        }

        @Override
        public Optional<PairLayout> pairs(Node node, long... shape) {
            return Optional.of(
                    node.attribute("transB", 0L) == 0
                            ? PairLayout.columns(shape)
                            : PairLayout.rows(shape));
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

        @Override
        public Optional<PairLayout> pairs(Node node, long... shape) {
            return Optional.of(PairLayout.columns(shape));
        }
    };

    /** The granularity of the finest scales that an integer kernel takes for this weight. */
    public abstract Granularity granularity(Node node, int rank);

    /** Which weights are neighbours where products are added in pairs; empty where none are. */
    public abstract Optional<PairLayout> pairs(Node node, long... shape);
}
