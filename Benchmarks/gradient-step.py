"""A step of full-batch gradient descent on a shallow ReLU network: this package against NumPy in the same run.

    swift build -c release --product Bench && python3 Benchmarks/gradient-step.py [points] [dimension] [width]
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

count, dimension, width = (int(x) for x in (sys.argv[1:] + ["100", "10", "100"][len(sys.argv) - 1 :]))
bench = Path(__file__).resolve().parent.parent / ".build/release/Bench"
draws = np.random.default_rng(1)
points, labels = draws.standard_normal((count, dimension)), draws.choice([-1.0, 1.0], count)
w, b = draws.standard_normal((dimension, width)) * 0.1, draws.standard_normal(width) * 0.1
a, c = draws.standard_normal(width) * 0.3, 0.0


def step(rate=0.02):
    global w, b, a, c
    hidden = np.maximum(points @ w + b, 0)
    residual = (hidden @ a + c - labels) / count
    slope = (hidden > 0) * (residual[:, None] * a)
    a = a - rate * (hidden.T @ residual)
    w -= rate * (points.T @ slope)
    b -= rate * slope.sum(0)
    c -= rate * residual.sum()


def microseconds(steps=2000):
    start = time.perf_counter()
    for _ in range(steps):
        step()
    return 1e6 * (time.perf_counter() - start) / steps


ours = json.loads(subprocess.check_output([bench, "gradient-step", str(count), str(dimension), str(width)]))
theirs = min(microseconds() for _ in range(3))
print(f"n = {count}, d = {dimension}, k = {width}")
print(f"numpy {np.__version__}: {theirs:.1f} us; this package, 1 thread: {ours['microseconds']:.1f} us")
print(f"ratio {theirs / ours['microseconds']:.1f}")
