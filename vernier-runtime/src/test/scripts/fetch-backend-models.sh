#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Brings the backend test models of ONNX for the exhaustive tests, from the wheel of PyPI:
#
#   fetch-backend-models.sh FOLDER
#   mvn verify -Pexhaustive -Dvernier.models=FOLDER
#
# Needs pip (any Python 3) and unzip; nothing is installed.

set -eu

readonly VERSION=1.19.1

folder=${1:?usage: $0 FOLDER}
mkdir -p "$folder"
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
pip download --quiet --no-deps --only-binary :all: --python-version 3.12 \
    --platform manylinux_2_17_x86_64 --dest "$wheels" "onnx==$VERSION"
unzip -q -o "$wheels"/onnx-*.whl 'onnx/backend/test/data/*' -d "$folder"
