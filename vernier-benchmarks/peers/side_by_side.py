# SPDX-License-Identifier: Apache-2.0
"""Vernier beside ONNX Runtime's quantizer and NNCF: accuracy, size, time, memory, latency.

Latencies are medians in one process, runs of all models taking turns, given as ratios to float
and, where there is one, to the published dynamic twin.
Times and peak memory are those of whole commands, as GNU time sees them; for the Python tools the
seconds of the quantization call alone, without imports, follow in brackets.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import measure
from tasks import TASKS, write_samples

HERE = Path(__file__).resolve().parent
VERNIER = HERE.parent.parent / "vernier"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with stsb, photos and models")
    parser.add_argument("--home", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--only", default=",".join(TASKS), help="tasks, by comma (default: all)")
    parser.add_argument("--effort", default="", help="also with these --effort levels, by comma")
    parser.add_argument("--threads", type=int, default=0, help="of a session (default: all cores)")
    parser.add_argument("--tools", default="vernier,ort,ort-products,nncf", help="by comma")
    parser.add_argument("--vernier", type=Path, default=VERNIER, help="the launcher to run")
    options = parser.parse_args()
    unknown = [task for task in options.only.split(",") if task not in TASKS]
    if unknown:
        parser.error(f"--only must be of {', '.join(TASKS)}; unknown: {', '.join(unknown)}")
    unknown = [tool for tool in options.tools.split(",") if tool not in ["vernier", *TITLES]]
    if unknown:
        parser.error(f"--tools must be of vernier, {', '.join(TITLES)}; unknown: {', '.join(unknown)}")
    if not Path(measure.TIME).exists():
        parser.error(f"GNU time must be installed as {measure.TIME}")
    return options


def candidates(task, options) -> dict[str, list[str]]:
    """Name -> the command that quantizes, without the path to write."""
    samples = write_samples(options.home / "samples" / task.name, task.calibration())
    commands: dict[str, list[str]] = {}
    for tool in options.tools.split(","):
        if tool == "vernier":
            words = [options.vernier, "quantize", task.model, "--data", samples, "--force"]
            commands["Vernier"] = [*words, "-o"]
            for level in filter(None, options.effort.split(",")):
                commands[f"Vernier --effort {level}"] = [*words, "--effort", level, "-o"]
        else:
            words = [sys.executable, HERE / "quantize_peer.py", tool, task.model, samples]
            commands[TITLES[tool]] = words
    return commands


TWIN = "published dynamic twin"

TITLES = {
    "ort": "ONNX Runtime, MinMax, all ops",
    "ort-products": "ONNX Runtime, MinMax, Conv/MatMul/Gemm",
    "nncf": "NNCF",
}


def side_by_side(task, options, log) -> str:
    folder = options.home / "quantized" / task.name
    folder.mkdir(parents=True, exist_ok=True)
    rows = [("float", task.model, "", "")]
    if task.twin:
        rows.append((TWIN, task.twin, "", ""))
    for title, words in candidates(task, options).items():
        out = folder / (re.sub(r"[^a-z0-9]+", "-", title.lower()) + ".onnx")
        out.unlink(missing_ok=True)
        extra = ["--transformer"] if title == "NNCF" and task.transformer else []
        fine, seconds, megabytes, said = measure.command([*words, out, *extra], log)
        call = re.search(r"seconds ([\d.]+)", said)
        taken = f"{seconds:.1f}" + (f" ({call[1]})" if call else "")
        rows.append((title, out if fine and out.exists() else None, taken, f"{megabytes:.0f}"))
        print(f"{task.name}: {title} quantized in {taken} s", file=sys.stderr)
    return table(task, rows, options, log)


def table(task, rows, options, log) -> str:
    sessions, scores = {}, {}
    for title, model, _, _ in rows:
        try:
            if model:
                sessions[title] = measure.session(model, options.threads)
                scores[title] = f"{task.score(sessions[title]):.2f}"
        except Exception as failure:
            log.write(f"{title}: {failure}\n")
            sessions.pop(title, None)
            scores[title] = "does not load or run"
        print(f"{task.name}: {title} scored {scores.get(title, '')}", file=sys.stderr)
    times = {what: measure.latencies(sessions, x) for what, x in task.timed().items()}
    bases = [base for base in ("float", TWIN) if base in sessions]
    head = ["", task.metric, "size MB"]
    for what in times:
        head += [f"{what}, ms", *(f"/ {base.rsplit(' ', 1)[-1]}" for base in bases)]
    head += ["quantize s", "peak MB"]
    lines = [row(head), row([":--", *["--:"] * (len(head) - 1)])]
    for title, model, seconds, megabytes in rows:
        cells = [title, scores.get(title, "nothing written")]
        cells.append(f"{model.stat().st_size / 2**20:.1f}" if model else "")
        for taken in times.values():
            cells.append(f"{taken[title]:.2f}" if title in taken else "")
            cells += [f"{taken[title] / taken[b]:.2f}" if title in taken else "" for b in bases]
        lines.append(row([*cells, seconds, megabytes]))
    return "\n".join(lines)


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def processor() -> str:
    with open("/proc/cpuinfo", encoding="ascii") as file:
        text = file.read()
    name = re.search(r"model name\s*: (.*)", text)
    units = [u for u in ("avx2", "avx512f", "avx512_vnni", "avx_vnni") if f" {u}" in text]
    return f"{name[1] if name else platform.processor()}, {', '.join(units)}"


def main() -> None:
    options = arguments()
    subprocess.run([options.vernier, "--version"], check=True)  # builds it on the first use
    print(f"Processor: {processor()}, {os.cpu_count()} cores; threads: {options.threads or 'all'}\n")
    with open(options.home / "log.txt", "w", encoding="utf-8") as log:
        for name in options.only.split(","):
            task = TASKS[name](options.data, options.home)
            print(f"### {task.__doc__}\n\n{side_by_side(task, options, log)}\n", flush=True)


if __name__ == "__main__":
    main()
