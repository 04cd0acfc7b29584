"""Kernel matrix of the NTK: this package against NumPy (vectorised, OpenBLAS) in the same run.

    swift build -c release --product Bench && python3 Benchmarks/kernel-matrix.py [points] [dimension] [layers]
"""

import time

import numpy as np

from ntk import count, dimension, gram, layers, ours, points


def seconds():
    start = time.perf_counter()
    gram(points)
    return time.perf_counter() - start


own = ours()
theirs = min(seconds() for _ in range(3))
print(f"NTK, {layers} layers, {count} points in dimension {dimension}")
print(f"numpy {np.__version__}: {theirs:.3f} s; this package, 2 threads: {own:.3f} s")
print(f"ratio {theirs / own:.1f}")
