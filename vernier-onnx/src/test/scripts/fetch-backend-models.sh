#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Brings the backend test models of ONNX for the exhaustive tests, from the wheel of PyPI; a folder
# that has them stays as it is. `mvn verify -Pexhaustive` calls it:
#
#   fetch-backend-models.sh FOLDER
#
# Needs Python 3 with pip; nothing is installed.

set -eu

readonly VERSION=1.19.1
readonly LEAST=1615

folder=${1:?usage: $0 FOLDER}
if [ -d "$folder" ]; then
    exit 0
fi
mkdir -p "$(dirname "$folder")"
fetched=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$fetched"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --python-version 3.12 --platform manylinux_2_17_x86_64 --dest "$fetched" "onnx==$VERSION"
python3 -m zipfile -e "$fetched"/onnx-*.whl "$fetched/wheel"
models=$(find "$fetched/wheel/onnx/backend/test/data" -name model.onnx | wc -l)
if [ "$models" -lt "$LEAST" ]; then
    echo "onnx $VERSION must have at least $LEAST models; found=$models" >&2
    exit 1
fi
mv "$fetched/wheel/onnx/backend/test/data" "$folder"
