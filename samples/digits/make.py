#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the digits sample and writes its four files beside this script.

    python3 -m venv /tmp/digits && /tmp/digits/bin/pip install -r requirements.txt
    /tmp/digits/bin/python make.py

A small residual network with batch normalization learns scikit-learn's 1,797 handwritten digits
(8 x 8 pixels). It is written as a training framework exports it: BatchNormalization nodes of their
own, weights as initializers, a symbolic batch axis. About a minute on one core.
"""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

HERE = Path(__file__).resolve().parent
SEED = 20260101
TEST_DIGITS = 450
CALIBRATION_DIGITS = 128
EPOCHS = 40
BATCH = 64
EPSILON = 1e-5  # of batch normalization
MOMENTUM = 0.9  # of its running statistics

KERNEL = 3

# name -> output channels, input channels
CONVOLUTIONS = {
    "stem.conv": (32, 1),
    "block1.conv1": (32, 32),
    "block1.conv2": (32, 32),
    "down.conv": (64, 32),
    "block2.conv1": (64, 64),
    "block2.conv2": (64, 64),
}
DENSE = {"fc1": (64, 256), "fc2": (10, 64)}


def batch_norm_name(convolution):
    return convolution.replace("conv", "bn")


def initial_parameters(random):
    """He initialization; statistics start at mean 0, variance 1."""
    weights, statistics = {}, {}
    for name, (outputs, inputs) in CONVOLUTIONS.items():
        spread = np.sqrt(2 / (inputs * KERNEL * KERNEL))
        shape = (outputs, inputs, KERNEL, KERNEL)
        weights[f"{name}.weight"] = random.normal(0, spread, shape).astype(np.float32)
        norm = batch_norm_name(name)
        weights[f"{norm}.weight"] = np.ones(outputs, np.float32)
        weights[f"{norm}.bias"] = np.zeros(outputs, np.float32)
        statistics[f"{norm}.running_mean"] = np.zeros(outputs, np.float32)
        statistics[f"{norm}.running_var"] = np.ones(outputs, np.float32)
    for name, (outputs, inputs) in DENSE.items():
        spread = np.sqrt(2 / inputs)
        weights[f"{name}.weight"] = random.normal(0, spread, (outputs, inputs)).astype(np.float32)
        weights[f"{name}.bias"] = np.zeros(outputs, np.float32)
    return weights, statistics


def logits(weights, statistics, images, training):
    """The network; in training also the new running statistics."""
    new_statistics = {}

    def conv_norm(name, x):
        x = jax.lax.conv(x, weights[f"{name}.weight"], (1, 1), "SAME")
        norm = batch_norm_name(name)
        mean, variance = statistics[f"{norm}.running_mean"], statistics[f"{norm}.running_var"]
        if training:
            batch_mean, batch_variance = x.mean((0, 2, 3)), x.var((0, 2, 3))
            new_statistics[f"{norm}.running_mean"] = (
                MOMENTUM * mean + (1 - MOMENTUM) * batch_mean
            )
            new_statistics[f"{norm}.running_var"] = (
                MOMENTUM * variance + (1 - MOMENTUM) * batch_variance
            )
            mean, variance = batch_mean, batch_variance
        column = lambda v: v[None, :, None, None]
        factor = weights[f"{norm}.weight"] / jnp.sqrt(variance + EPSILON)
        return (x - column(mean)) * column(factor) + column(weights[f"{norm}.bias"])

    def residual(name, x):
        y = jax.nn.relu(conv_norm(f"{name}.conv1", x))
        return jax.nn.relu(x + conv_norm(f"{name}.conv2", y))

    def max_pool(x):
        return jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")

    x = jax.nn.relu(conv_norm("stem.conv", images))
    x = max_pool(residual("block1", x))
    x = jax.nn.relu(conv_norm("down.conv", x))
    x = max_pool(residual("block2", x))
    x = x.reshape(x.shape[0], -1)
    x = jax.nn.relu(x @ weights["fc1.weight"].T + weights["fc1.bias"])
    return x @ weights["fc2.weight"].T + weights["fc2.bias"], new_statistics


def loss(weights, statistics, images, labels):
    scores, new_statistics = logits(weights, statistics, images, training=True)
    chosen = jnp.take_along_axis(jax.nn.log_softmax(scores), labels[:, None], axis=1)
    return -chosen.mean(), new_statistics


@jax.jit
def adam_step(weights, statistics, moments, step, rate, images, labels):
    gradients, statistics = jax.grad(loss, has_aux=True)(weights, statistics, images, labels)
    first = {n: 0.9 * moments[0][n] + 0.1 * g for n, g in gradients.items()}
    second = {n: 0.999 * moments[1][n] + 0.001 * g * g for n, g in gradients.items()}
    bias1, bias2 = 1 - 0.9**step, 1 - 0.999**step
    weights = {
        n: w - rate * (first[n] / bias1 / (jnp.sqrt(second[n] / bias2) + 1e-8) + 1e-4 * w)
        for n, w in weights.items()
    }
    return weights, statistics, (first, second)


def shifted(images, random):
    """Each digit moved by up to one pixel: the writers did not centre theirs either."""
    padded = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)))
    offsets = random.integers(0, 3, (len(images), 2))
    return np.stack([p[:, y : y + 8, x : x + 8] for p, (y, x) in zip(padded, offsets)])


def train(images, labels):
    random = np.random.default_rng(SEED)
    weights, statistics = initial_parameters(random)
    zeros = {name: np.zeros_like(w) for name, w in weights.items()}
    moments, step = (zeros, zeros), 0
    steps = EPOCHS * (len(images) // BATCH)
    for _ in range(EPOCHS):
        order = random.permutation(len(images))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            rate = 1e-3 * (1 + np.cos(np.pi * step / steps))
            step += 1
            batch = shifted(images[chosen], random)
            weights, statistics, moments = adam_step(
                weights, statistics, moments, step, rate, batch, labels[chosen]
            )
    return {name: np.asarray(v) for name, v in {**weights, **statistics}.items()}


def onnx_model(parameters):
    """The trained network in inference form, named as a PyTorch export names it."""
    nodes = []

    def node(op_type, scope, inputs, **attributes):
        output = f"{scope}_output_0"
        nodes.append(helper.make_node(op_type, inputs, [output], name=scope, **attributes))
        return output

    def conv_norm(name, x):
        scope = "/" + name.replace(".", "/")
        x = node(
            "Conv",
            f"{scope}/Conv",
            [x, f"{name}.weight"],
            dilations=[1, 1],
            group=1,
            kernel_shape=[KERNEL, KERNEL],
            pads=[KERNEL // 2] * 4,
            strides=[1, 1],
        )
        norm = batch_norm_name(name)
        inputs = [f"{norm}.{p}" for p in ("weight", "bias", "running_mean", "running_var")]
        scope = "/" + norm.replace(".", "/")
        return node(
            "BatchNormalization",
            f"{scope}/BatchNormalization",
            [x, *inputs],
            epsilon=EPSILON,
            momentum=MOMENTUM,
        )

    def residual(name, x):
        y = node("Relu", f"/{name}/relu1/Relu", [conv_norm(f"{name}.conv1", x)])
        y = node("Add", f"/{name}/Add", [conv_norm(f"{name}.conv2", y), x])
        return node("Relu", f"/{name}/relu2/Relu", [y])

    def max_pool(name, x):
        return node(
            "MaxPool", f"/{name}/MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2]
        )

    def gemm(name, x):
        inputs = [x, f"{name}.weight", f"{name}.bias"]
        return node("Gemm", f"/{name}/Gemm", inputs, alpha=1.0, beta=1.0, transB=1)

    x = node("Relu", "/stem/relu/Relu", [conv_norm("stem.conv", "image")])
    x = max_pool("pool1", residual("block1", x))
    x = node("Relu", "/down/relu/Relu", [conv_norm("down.conv", x)])
    x = max_pool("pool2", residual("block2", x))
    x = node("Flatten", "/Flatten", [x], axis=1)
    x = node("Relu", "/relu/Relu", [gemm("fc1", x)])
    gemm("fc2", x)
    nodes[-1].output[0] = "logits"

    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 8, 8])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10])],
        [numpy_helper.from_array(v, name) for name, v in parameters.items()],
    )
    model = helper.make_model(
        graph,
        producer_name="vernier-samples",
        ir_version=7,
        opset_imports=[helper.make_opsetid("", 13)],
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def save_npz(path, **arrays):
    np.savez_compressed(path, **arrays)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def main():
    digits = load_digits()
    images = (digits.images / 16).astype(np.float32)[:, None]  # 0 to 16 -> 0 to 1
    labels = digits.target.astype(np.int64)
    train_images, test_images, train_labels, test_labels = train_test_split(
        images, labels, test_size=TEST_DIGITS, stratify=labels, random_state=SEED
    )
    parameters = train(train_images, train_labels)

    path = HERE / "digits.onnx"
    onnx.save(onnx_model(parameters), path)
    print(f"{path.name}: {path.stat().st_size:,} bytes")
    save_npz(HERE / "calibration.npz", image=train_images[:CALIBRATION_DIGITS])
    save_npz(HERE / "test.npz", image=test_images)
    np.save(HERE / "test-labels.npy", test_labels)

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    answers = session.run(None, {"image": test_images})[0]
    by_definition, _ = logits(parameters, parameters, test_images, training=False)
    print(f"largest difference to the training code: {abs(answers - by_definition).max():.1e}")
    right = int((answers.argmax(1) == test_labels).sum())
    print(f"right: {right} of {len(test_labels)} = {right / len(test_labels):.2%}")


if __name__ == "__main__":
    main()
