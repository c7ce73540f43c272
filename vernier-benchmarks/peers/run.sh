#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs Vernier side by side with ONNX Runtime's Python quantizer and NNCF on the same models,
# samples and machine, and prints one markdown table a model.
#
#     vernier-benchmarks/peers/run.sh DATA [--only minilm,bge,squeezenet,ppocr] [--effort fast,best]
#
# DATA is a folder with stsb/{train-2000,dev}.csv, photos/ and models/squeezenet-1.0.onnx, as
# README.md beside this script describes it. Needs Linux, Python 3.10 or later, Maven, GNU time.
#
# Everything it makes (Python environment, fetched models, samples, quantized models) is in
# VERNIER_PEERS_HOME, by default ~/.cache/vernier-peers, and is used again by the next run.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
home=${VERNIER_PEERS_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/vernier-peers}
mkdir -p "$home"

if ! cmp -s "$here/requirements.txt" "$home/env/installed.txt"; then
    rm -f "$home/env/installed.txt"
    python3 -m venv --clear "$home/env"
    "$home/env/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$home/env/installed.txt"
fi

exec "$home/env/bin/python" "$here/side_by_side.py" --home "$home" "$@"
