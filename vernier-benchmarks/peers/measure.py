# SPDX-License-Identifier: Apache-2.0
"""Times of commands and of models."""

import re
import statistics
import subprocess
import time

import numpy as np
import onnxruntime

QUIET = 4
TIME = "/usr/bin/time"


def command(words: list[str], log) -> tuple[bool, float, float, str]:
    """Runs a command under GNU time: whether it went well, seconds, peak RSS in MB, its output."""
    done = subprocess.run([TIME, "-v", *map(str, words)], capture_output=True, text=True)
    log.write(" ".join(map(str, words)) + "\n" + done.stdout + done.stderr + "\n")
    log.flush()
    kilobytes = float(re.search(r"Maximum resident set size \(kbytes\): (\d+)", done.stderr)[1])
    clock = re.search(r"Elapsed \(wall clock\) time .*: (?:(\d+):)?(\d+):([\d.]+)", done.stderr)
    seconds = 3600 * int(clock[1] or 0) + 60 * int(clock[2]) + float(clock[3])
    return done.returncode == 0, seconds, kilobytes / 1024, done.stdout


def session(model, threads: int = 0):
    """As deployed: ONNX Runtime's default optimisations; idle threads do not spin."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = QUIET
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def latencies(sessions: dict[str, object], inputs, seconds: float = 8) -> dict[str, float]:
    """Median milliseconds of a run of each, runs of all taking turns in random order."""
    for s in sessions.values():
        for _ in range(3):
            s.run(None, inputs)
    times: dict[str, list[float]] = {name: [] for name in sessions}
    random = np.random.default_rng(0)
    names = list(sessions)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times[names[0]]) < 20:
        for i in random.permutation(len(names)):
            start = time.perf_counter()
            sessions[names[i]].run(None, inputs)
            times[names[i]].append(1e3 * (time.perf_counter() - start))
    return {name: statistics.median(taken) for name, taken in times.items()}
