#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Peak resident memory with 16 samples and with 1,024: the same 16, 64 times over, so that the
# larger set has samples of the same sizes. For each calibrator:
#
#   peak_memory.sh MODEL DATA [OPTION...]
#
# DATA is a .txt file of sentences or a folder of images; OPTIONs are handed to Vernier, for
# example --tokenizer tokenizer.json or --preprocess caffe. Needs GNU time.
# VERNIER names another launcher than that of the checkout. RUNS=3 measures each three times, CALIBRATORS="auto entropy" only some, EFFORTS="fast best" likewise.

set -eu
here=$(cd "${BASH_SOURCE[0]%/*}/../../../.." && pwd)
vernier=${VERNIER:-$here/vernier}
model=$1 data=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -d "$data" ]; then
    small=$work/16 large=$work/1024
    mkdir "$small" "$large"
    find "$data" -maxdepth 1 -type f \( -name '*.jpg' -o -name '*.png' \) | sort | head -16 |
        while read -r file; do
            name=${file##*/}
            cp "$file" "$small/$name"
            for copy in $(seq 64); do ln "$small/$name" "$large/$copy-$name"; done
        done
else
    small=$work/16.txt large=$work/1024.txt
    head -16 "$data" >"$small"
    for _ in $(seq 64); do cat "$small"; done >"$large"
fi

peak() { # prints the peak in MB (of 1,000 KB), the median of the runs
    for _ in $(seq "${RUNS:-1}"); do
        /usr/bin/time -f 'peak %M' "$vernier" "$@" --force -o "$work/out" 2>&1 >/dev/null |
            sed -n 's/^peak //p'
    done | sort -n | awk '{peak[NR] = $1} END {printf "%.0f", peak[int((NR + 1) / 2)] / 1000}'
}

compare() { # name, then a command without its data
    local name=$1 few many
    shift
    few=$(peak "$@" --data "$small")
    many=$(peak "$@" --data "$large")
    printf '%-32s %5s %5s  %s\n' "$name" "$few" "$many" \
        "$(awk -v a="$many" -v b="$few" 'BEGIN { printf "%.3f", a / b }')"
}

calibrators=${CALIBRATORS:-auto min-max mean-min-max percentile entropy mean-squared-error}
printf '%-32s %5s %5s  ratio\n' "peak MB, samples" 16 1024
for calibrator in $calibrators; do # only ranges that are exported are searched here
    compare "calibrate $calibrator" calibrate "$model" --calibrator "$calibrator" \
        --export "$work/ranges.json" "$@"
done
for effort in ${EFFORTS-fast balanced}; do
    for calibrator in $calibrators; do
        compare "quantize $effort $calibrator" quantize "$model" --effort "$effort" \
            --calibrator "$calibrator" "$@"
    done
done
