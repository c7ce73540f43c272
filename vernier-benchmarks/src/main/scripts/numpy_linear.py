# SPDX-License-Identifier: Apache-2.0
"""Times the same work as LinearQuantizationBenchmark in numpy, the way it is usually written.

    pip install numpy
    python numpy_linear.py

Prints the median and the minimum in milliseconds.
"""

import os
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np

LENGTH = 16 << 20
SCALE = np.float32(0.03)
ZERO_POINT = 3


def quantize(values):
    codes = np.rint(values / SCALE) + ZERO_POINT
    return np.clip(codes, -128, 127).astype(np.int8)


def dequantize(codes):
    return (codes.astype(np.float32) - np.float32(ZERO_POINT)) * SCALE


def measure(name, work, argument):
    times = []
    for _ in range(30):
        start = time.perf_counter()
        work(argument)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    print(f"{name:12} median {times[len(times) // 2]:6.1f}  minimum {times[0]:6.1f}")


def main():
    print("numpy", np.__version__)
    values = np.random.default_rng(1).standard_normal(LENGTH, dtype=np.float32)
    measure("quantize", quantize, values)
    measure("dequantize", dequantize, quantize(values))


if __name__ == "__main__":
    main()
