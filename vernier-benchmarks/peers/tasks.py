# SPDX-License-Identifier: Apache-2.0
"""Three tasks: a model, samples to calibrate with, and a score on other samples.

Calibration samples are written as a folder of .npz files, each one run with arrays by input name:
all tools read the very same numbers.
"""

import csv
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from tokenizers import Tokenizer

import models

SEED = 20260101


def write_samples(folder: Path, samples: list[dict[str, np.ndarray]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.npz"):
        old.unlink()
    for i, sample in enumerate(samples):
        np.savez(folder / f"{i:05}.npz", **sample)
    return folder


class MiniLm:
    """all-MiniLM-L6-v2: Spearman of cosine similarities on STS-B dev, 64 sentences to calibrate."""

    name, metric, transformer = "minilm", "Spearman x 100, STS-B dev", True
    artifact, twin_artifact = models.MINILM, models.MINILM_TWIN
    file, twin_file = "all-minilm-l6-v2.onnx", "all-minilm-l6-v2-q.onnx"
    tokenizer_file = "all-minilm-l6-v2-tokenizer.json"

    def __init__(self, data: Path, home: Path):
        self.model = models.fetch(self.artifact, self.file, home)
        self.twin = models.fetch(self.twin_artifact, self.twin_file, home)
        self.tokenizer = Tokenizer.from_file(
            str(models.fetch(self.artifact, self.tokenizer_file, home))
        )
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)
        with open(data / "stsb/dev.csv", encoding="utf-8", newline="") as file:
            self.pairs = [(a, b, float(score)) for a, b, score in csv.reader(file)]
        with open(data / "stsb/train-2000.csv", encoding="utf-8", newline="") as file:
            self.train = [row[0] for row in csv.reader(file)]

    def inputs(self, sentences: list[str]) -> dict[str, np.ndarray]:
        encoded = [self.tokenizer.encode(sentence).ids for sentence in sentences]
        ids = np.zeros((len(encoded), max(map(len, encoded))), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(encoded):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        return {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}

    def calibration(self):
        chosen = np.random.default_rng(SEED).choice(len(self.train), 64, replace=False)
        return [self.inputs([self.train[i]]) for i in sorted(chosen)]

    def score(self, session) -> float:
        sentences = sorted({s for a, b, _ in self.pairs for s in (a, b)}, key=lambda s: (len(s), s))
        vectors = {}
        for start in range(0, len(sentences), 32):
            batch = sentences[start : start + 32]
            inputs = self.inputs(batch)
            hidden = session.run(None, inputs)[0]
            pooled = self.pooled(hidden, inputs["attention_mask"])
            pooled = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
            vectors.update(zip(batch, pooled))
        cosines = [float(vectors[a] @ vectors[b]) for a, b, _ in self.pairs]
        return 100 * spearman(cosines, [score for _, _, score in self.pairs])

    def pooled(self, hidden: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """The mean over the tokens of each sentence."""
        weights = mask[..., None]
        return (hidden * weights).sum(1) / weights.sum(1)

    def timed(self):
        batch = [a for a, _, _ in self.pairs[:32]]
        return {"one sentence": self.inputs(batch[:1]), "batch of 32": self.inputs(batch)}


class BgeSmall(MiniLm):
    """bge-small-en-v1.5, 12 layers: Spearman on STS-B dev, 64 sentences to calibrate."""

    name = "bge"
    artifact, twin_artifact = models.BGE, models.BGE_TWIN
    file, twin_file = "bge-small-en-v1.5.onnx", "bge-small-en-v1.5-q.onnx"
    tokenizer_file = "bge-small-en-v1.5-tokenizer.json"

    def pooled(self, hidden: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """The first token, as this model was trained."""
        return hidden[:, 0]


class SqueezeNet:
    """SqueezeNet 1.0: top-1 on 200 photographs, the 100 others to calibrate."""

    name, metric, transformer = "squeezenet", "top-1 %, 200 photographs", False
    twin = None

    def __init__(self, data: Path, home: Path):
        self.model = data / "models/squeezenet-1.0.onnx"
        with open(data / "photos/labels.csv", encoding="utf-8", newline="") as file:
            self.rows = [(data / "photos" / r["file"], int(r["class_index"])) for r in csv.DictReader(file)]

    @staticmethod
    def inputs(photo: Path) -> dict[str, np.ndarray]:
        rgb = np.asarray(Image.open(photo).convert("RGB"), np.float32)
        bgr = rgb[:, :, ::-1] - np.array([104, 117, 123], np.float32)
        return {"data_0": np.ascontiguousarray(bgr.transpose(2, 0, 1)[None])}

    def calibration(self):
        return [self.inputs(photo) for photo, _ in self.rows[::3]]

    def score(self, session) -> float:
        others = [row for i, row in enumerate(self.rows) if i % 3]
        right = sum(int(session.run(None, self.inputs(p))[0].argmax()) == label for p, label in others)
        return 100 * right / len(others)

    def timed(self):
        return {"one photo": self.inputs(self.rows[1][0])}


class PpOcr:
    """PP-OCR v4 recognition: characters right on 300 rendered lines, 64 others to calibrate."""

    name, metric, transformer = "ppocr", "character accuracy %, 300 lines", False
    twin = None

    def __init__(self, data: Path, home: Path):
        self.model = models.fetch(models.PPOCR, "ch_PP-OCRv4_rec_infer.onnx", home)
        meta = onnxruntime.InferenceSession(str(self.model)).get_modelmeta()
        letters = meta.custom_metadata_map["character"].splitlines()
        self.characters = ["", *letters, " "]  # the blank of CTC first
        with open(data / "stsb/dev.csv", encoding="utf-8", newline="") as file:
            words = [word for a, b, _ in csv.reader(file) for word in (a + " " + b).split()]
        known = set(letters)
        self.words = sorted({w for w in words if set(w) <= known and w.isascii() and w.isalnum()})

    def lines(self, number: int, seed: int):
        """Lines of two to five words, some of them numbers, in different sizes and greys."""
        random = np.random.default_rng(seed)
        for _ in range(number):
            words = [
                str(random.integers(1, 99999)) if random.random() < 0.2 else str(random.choice(self.words))
                for _ in range(random.integers(2, 6))
            ]
            yield " ".join(words), self.render(" ".join(words), random)

    @staticmethod
    def render(text: str, random) -> dict[str, np.ndarray]:
        size = int(random.integers(26, 44))
        font = ImageFont.load_default(size)  # the outline font that comes with Pillow
        left, top, right, bottom = font.getbbox(text)
        margin = int(random.integers(4, 12))
        paper, ink = int(random.integers(200, 256)), int(random.integers(0, 90))
        image = Image.new("RGB", (right - left + 2 * margin, bottom - top + 2 * margin), (paper,) * 3)
        ImageDraw.Draw(image).text((margin - left, margin - top), text, (ink,) * 3, font)
        image = image.filter(ImageFilter.GaussianBlur(float(random.uniform(0, 0.8))))
        image = image.resize((max(48, round(48 * image.width / image.height)), 48), Image.BILINEAR)
        pixels = np.asarray(image, np.float32)[:, :, ::-1] / 127.5 - 1
        return {"x": np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])}

    def calibration(self):
        return [inputs for _, inputs in self.lines(64, SEED + 1)]

    def score(self, session) -> float:
        right = total = 0
        for text, inputs in self.lines(300, SEED):
            codes = session.run(None, inputs)[0][0].argmax(1)
            kept = [c for i, c in enumerate(codes) if c and (i == 0 or c != codes[i - 1])]
            read = "".join(self.characters[c] for c in kept)
            right += max(0, len(text) - edits(text, read))
            total += len(text)
        return 100 * right / total

    def timed(self):
        return {"one line": next(iter(self.lines(1, SEED)))[1]}


TASKS = {task.name: task for task in (MiniLm, BgeSmall, SqueezeNet, PpOcr)}


def ranks(values) -> np.ndarray:
    """Ranks from 1; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[inverse]


def spearman(left, right) -> float:
    return float(np.corrcoef(ranks(left), ranks(right))[0, 1])


def edits(left: str, right: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]
