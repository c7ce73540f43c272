# SPDX-License-Identifier: Apache-2.0
"""Writes the quantization node tests of the ONNX project as one text file of numbers.

    pip install onnx==1.19.1
    python onnx_node_vectors.py > ../resources/dev/vernier/numeric/onnx-node-vectors.txt

The vectors ship inside that wheel; newer ones no longer carry them. A case is one line

    <name> <operator> axis=<a> block=<b>

and a line for each tensor: name, element type, shape, elements. float32 elements are the
hexadecimal bits, all others the decimal code (float8 and float4: their bits). `raw` is the stored
tensor in hexadecimal bytes. An absent zero point has no line. A blank line ends a case.
"""

import glob
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LEFT_OUT = {
    "test_dequantizelinear_e4m3fn_float16": "scale and result are float16; Vernier's are float32",
    "test_dynamicquantizelinear_expanded": "same numbers as test_dynamicquantizelinear",
    "test_dynamicquantizelinear_max_adjusted_expanded": "same as without _expanded",
    "test_dynamicquantizelinear_min_adjusted_expanded": "same as without _expanded",
}

ROLES = {
    "QuantizeLinear": (["x", "scale", "zero"], ["y"]),
    "DequantizeLinear": (["x", "scale", "zero"], ["y"]),
    "DynamicQuantizeLinear": (["x"], ["y", "scale", "zero"]),
}

PACKED = {TensorProto.INT4, TensorProto.UINT4, TensorProto.FLOAT4E2M1}
EIGHT_BITS = {TensorProto.FLOAT8E4M3FN, TensorProto.FLOAT8E5M2}


def read(path):
    tensor = TensorProto()
    with open(path, "rb") as file:
        tensor.ParseFromString(file.read())
    return tensor


def elements(tensor):
    """float32 as bits in hexadecimal, everything else as decimal codes."""
    kind = tensor.data_type
    if kind == TensorProto.FLOAT:
        return [f"{bits:08x}" for bits in numpy_helper.to_array(tensor).view(np.uint32).ravel()]
    if kind == TensorProto.FLOAT4E2M1:
        count = int(np.prod(tensor.dims))
        nibbles = [n for byte in raw_bytes(tensor) for n in (byte & 15, byte >> 4)]
        return [str(n) for n in nibbles[:count]]
    if kind in EIGHT_BITS:
        return [str(byte) for byte in raw_bytes(tensor)]
    return [str(int(code)) for code in numpy_helper.to_array(tensor).ravel()]


def raw_bytes(tensor):
    return tensor.raw_data if tensor.raw_data else bytes(tensor.int32_data)


def print_tensor(role, tensor):
    shape = "x".join(str(d) for d in tensor.dims) or "scalar"
    kind = TensorProto.DataType.Name(tensor.data_type)
    print(role, kind, shape, *elements(tensor))
    if role in ("x", "y") and tensor.data_type != TensorProto.FLOAT:
        if tensor.data_type in PACKED or tensor.raw_data:
            print("raw", role, raw_bytes(tensor).hex())


def print_case(folder):
    model = onnx.load(os.path.join(folder, "model.onnx"))
    (node,) = model.graph.node
    attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    print(
        os.path.basename(folder),
        node.op_type,
        f"axis={attributes.get('axis', 1)}",
        f"block={attributes.get('block_size', 0)}",
    )
    inputs, outputs = ROLES[node.op_type]
    data = os.path.join(folder, "test_data_set_0")
    for prefix, roles in (("input", inputs), ("output", outputs)):
        for i, role in enumerate(roles):
            path = os.path.join(data, f"{prefix}_{i}.pb")
            if os.path.exists(path):
                print_tensor(role, read(path))
    print()


def main():
    if onnx.__version__ != "1.19.1":
        sys.exit(f"onnx must be 1.19.1, which carries the vectors; version={onnx.__version__}")
    print("# Node tests of the ONNX project, from the wheel onnx 1.19.1 (Apache-2.0).")
    print("# Written by src/test/scripts/onnx_node_vectors.py. Left out:")
    for name, reason in LEFT_OUT.items():
        print(f"#   {name}: {reason}")
    print()
    root = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data", "node")
    folders = [
        folder
        for operator in ("quantizelinear", "dequantizelinear", "dynamicquantizelinear")
        for folder in sorted(glob.glob(os.path.join(root, f"test_{operator}*")))
    ]
    for folder in folders:
        if os.path.basename(folder) not in LEFT_OUT:
            print_case(folder)


if __name__ == "__main__":
    main()
