"""Kernel matrix of the NTK: this package against NumPy (vectorised, OpenBLAS) in the same run.

    swift build -c release --product Bench && python3 Benchmarks/kernel-matrix.py [points] [dimension] [layers]
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

count, dimension, layers = (int(x) for x in (sys.argv[1:] + ["8192", "16", "5"][len(sys.argv) - 1 :]))
bench = Path(__file__).resolve().parent.parent / ".build/release/Bench"


def gram(points):
    cosine = np.clip(points @ points.T, -1, 1)
    value = cosine.copy()
    for _ in range(layers - 1):
        kappa0 = 1 - np.arccos(cosine) / np.pi
        cosine = cosine * kappa0 + np.sqrt(1 - cosine * cosine) / np.pi
        value = value * kappa0 + cosine
    return value


points = np.random.default_rng(1).standard_normal((count, dimension))
points /= np.linalg.norm(points, axis=1, keepdims=True)


def seconds():
    start = time.perf_counter()
    gram(points)
    return time.perf_counter() - start


ours = json.loads(subprocess.check_output([bench, "kernel-matrix", str(count), str(dimension), str(layers)]))
theirs = min(seconds() for _ in range(3))
print(f"NTK, {layers} layers, {count} points in dimension {dimension}")
print(f"numpy {np.__version__}: {theirs:.3f} s; this package, 2 threads: {ours['seconds']:.3f} s")
print(f"ratio {theirs / ours['seconds']:.1f}")
