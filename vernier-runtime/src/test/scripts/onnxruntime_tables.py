"""Makes the calibration tables that CalibrationTableTest reads, with ONNX Runtime's own tools
(made with 1.29), and prints some of their ranges.

python onnxruntime_tables.py ../../../../samples/digits/digits.onnx ../resources/tables
"""

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from onnxruntime.quantization.calibrate import (
    CalibrationDataReader,
    CalibrationMethod,
    create_calibrator,
)
from onnxruntime.quantization.quant_utils import write_calibration_table

PRINTED = ["image", "/stem/relu/Relu_output_0", "/block2/conv1/Conv_output_0", "logits"]


class Noise(CalibrationDataReader):
    """Four batches of two images."""

    def __init__(self):
        random = np.random.default_rng(7)
        self.images = iter([random.random((2, 1, 8, 8)).astype(np.float32) for _ in range(4)])

    def get_next(self):
        image = next(self.images, None)
        return None if image is None else {"image": image}


def main(model: str, folder: Path) -> None:
    for method in [CalibrationMethod.MinMax, CalibrationMethod.Percentile]:
        with tempfile.TemporaryDirectory() as work:
            calibrator = create_calibrator(
                model, None, augmented_model_path=f"{work}/augmented.onnx", calibrate_method=method
            )
            calibrator.collect_data(Noise())
            ranges = calibrator.compute_data()
            write_calibration_table(ranges, work)
            name = method.name.lower()
            shutil.copy(f"{work}/calibration.json", folder / f"{name}.json")
            shutil.copy(f"{work}/calibration.flatbuffers", folder / f"{name}.flatbuffers")
            shutil.copy(f"{work}/calibration.cache", folder / f"{name}.cache")
        for tensor in PRINTED:
            print(name, tensor, *(float(np.max(end)) for end in ranges[tensor].range_value))


main(sys.argv[1], Path(sys.argv[2]))
