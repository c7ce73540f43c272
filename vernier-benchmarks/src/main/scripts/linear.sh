#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The table of docs/performance.md: quantize and dequantize of 16 Mi floats on one thread by Vernier, ONNX Runtime
# and numpy, in one run. Everything takes turns: Java as it comes, Java with huge pages, numpy, again and again.
#
#     mvn -pl vernier-benchmarks -am -Pbenchmarks -DskipTests package
#     vernier-benchmarks/src/main/scripts/linear.sh [LAUNCHES]
#
# JAVA and PYTHON name other programs than `java` and `python3`; PYTHON needs numpy. Prints each launch's fastest
# calls in milliseconds, and their medians over the launches.

set -euo pipefail

launches=${1:-5}
java=${JAVA:-java}
python=${PYTHON:-python3}
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
jar=$(echo "$scripts"/../../../target/vernier-benchmarks-*.jar)

paired() { # label, options of Java
    local label=$1
    shift
    "$java" "$@" --enable-native-access=ALL-UNNAMED -Xms1g -Djava.util.concurrent.ForkJoinPool.common.parallelism=0 \
        -cp "$jar" dev.vernier.benchmarks.PairedComparison |
        awk -v label="$label" '{ print $1, label, "vernier", $3; print $1, label, "onnxruntime", $5 }'
}

once() {
    paired default
    paired huge-pages -XX:+UseTransparentHugePages
    "$python" "$scripts/numpy_linear.py" | awk '$4 == "minimum" { print $1, "-", "numpy", $5 }'
}

for ((i = 0; i < launches; i++)); do once; done | tee >(cat >&2) | sort -k1,3 -k4n | awk '
    function finish() { if (n) printf "%-40s median %6.2f  (%.2f - %.2f)\n", key, (v[int((n + 1) / 2)] + v[int(n / 2) + 1]) / 2, v[1], v[n] }
    { now = $1 " " $2 " " $3; if (now != key) { finish(); key = now; n = 0 } v[++n] = $4 }
    END { finish() }'
