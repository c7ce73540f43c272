# SPDX-License-Identifier: Apache-2.0
"""Quantizes one model with one of the Python tools, in a process of its own.

    python quantize_peer.py TOOL MODEL SAMPLES OUT [--transformer]

Prints the seconds of the quantization call, imports left out. The model is raised to opset 13
first where it is older, by the user's hand so to speak: what the tools write per channel for an
older one does not load.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import onnx
from onnx import version_converter

OPSET = 13


def load(path: Path) -> onnx.ModelProto:
    model = onnx.load(path)
    initializers = {i.name for i in model.graph.initializer}
    inputs = [i for i in model.graph.input if i.name not in initializers]
    opset = max(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
    if opset < OPSET:
        if model.ir_version < 4:  # the converter wants initializers among the inputs, or IR 4
            model.ir_version = 4
        model = version_converter.convert_version(model, OPSET)
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    return model


def samples(folder: Path) -> list[dict[str, np.ndarray]]:
    return [dict(np.load(file)) for file in sorted(folder.glob("*.npz"))]


def onnxruntime_static(path: Path, data, out: Path, operators: list[str] | None) -> float:
    from onnxruntime import quantization
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Reader(CalibrationDataReader):
        def __init__(self):
            self.iterator = iter(data)

        def get_next(self):
            return next(self.iterator, None)

    start = time.perf_counter()
    raised = out.with_suffix(".raised.onnx")
    onnx.save(load(path), raised)
    prepared = out.with_suffix(".prepared.onnx")
    try:
        quant_pre_process(str(raised), str(prepared))
    except Exception as failure:  # its symbolic shape inference fails on some models
        print(f"pre-processing failed: {failure}", file=sys.stderr)
        prepared = raised
    quantization.quantize_static(
        str(prepared),
        str(out),
        Reader(),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=operators,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )
    elapsed = time.perf_counter() - start
    raised.unlink()
    out.with_suffix(".prepared.onnx").unlink(missing_ok=True)
    return elapsed


def nncf_quantize(path: Path, data, out: Path, transformer: bool) -> float:
    import nncf

    start = time.perf_counter()
    quantized = nncf.quantize(
        load(path),
        nncf.Dataset(data),
        subset_size=len(data),
        preset=nncf.QuantizationPreset.MIXED,
        model_type=nncf.ModelType.TRANSFORMER if transformer else None,
    )
    onnx.save(quantized, out)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", choices=["ort", "ort-products", "nncf"])
    parser.add_argument("model", type=Path)
    parser.add_argument("samples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--transformer", action="store_true")
    options = parser.parse_args()
    data = samples(options.samples)
    if options.tool == "nncf":
        seconds = nncf_quantize(options.model, data, options.out, options.transformer)
    else:
        operators = ["Conv", "MatMul", "Gemm"] if options.tool == "ort-products" else None
        seconds = onnxruntime_static(options.model, data, options.out, operators)
    print(f"seconds {seconds:.2f}")


if __name__ == "__main__":
    main()
