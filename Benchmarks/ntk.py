"""What the two measurements of the NTK's kernel matrix share: arguments, points, the recursion, and this package's time."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

count, dimension, layers = (int(x) for x in (sys.argv[1:] + ["8192", "16", "5"][len(sys.argv) - 1 :]))
points = np.random.default_rng(1).standard_normal((count, dimension))
points /= np.linalg.norm(points, axis=1, keepdims=True)


def gram(points):
    """The matrix by NumPy."""
    cosine = np.clip(points @ points.T, -1, 1)
    value = cosine.copy()
    for _ in range(layers - 1):
        kappa0 = 1 - np.arccos(cosine) / np.pi
        cosine = cosine * kappa0 + np.sqrt(1 - cosine * cosine) / np.pi
        value = value * kappa0 + cosine
    return value


def ours():
    """Seconds that this package takes with two threads."""
    bench = Path(__file__).resolve().parent.parent / ".build/release/Bench"
    return json.loads(subprocess.check_output([bench, "kernel-matrix", str(count), str(dimension), str(layers)]))["seconds"]
