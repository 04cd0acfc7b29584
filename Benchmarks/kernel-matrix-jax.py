"""Kernel matrix of the NTK: this package against neural-tangents on JAX (CPU, double precision, compiled), in the same run.

    swift build -c release --static-swift-stdlib --product Bench
    python3 -m pip install jax==0.4.28 jaxlib==0.4.28 'numpy<2' 'scipy<1.13' neural-tangents==0.6.5
    python3 Benchmarks/kernel-matrix-jax.py [points] [dimension] [layers]

The peer's matrix is made by its compiled function, after one call that compiles it. First both are compared on 64 points with
the recursion that kernel-matrix.py has: off the diagonal, where no square root is taken of a rounding, they must agree to
1e-12 of the largest.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
import neural_tangents
import numpy as np
from neural_tangents import stax

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


hidden = [stax.Dense(1, W_std=2**0.5), stax.Relu()] * (layers - 1)
_, _, kernel = stax.serial(*hidden, stax.Dense(1))
peer = jax.jit(lambda x: kernel(x, None, "ntk"))
points = np.random.default_rng(1).standard_normal((count, dimension))
points /= np.linalg.norm(points, axis=1, keepdims=True)

few = points[:64]
own, theirs = gram(few), np.asarray(peer(few))
beside = ~np.eye(len(few), dtype=bool)
own, theirs = (matrix[beside] / matrix[beside].max() for matrix in (own, theirs))
difference = np.abs(own - theirs).max()
assert difference < 1e-12, difference


def seconds():
    start = time.perf_counter()
    peer(points).block_until_ready()
    return time.perf_counter() - start


seconds()
ours = json.loads(subprocess.check_output([bench, "kernel-matrix", str(count), str(dimension), str(layers)]))
theirs = min(seconds() for _ in range(3))
print(f"NTK, {layers} layers, {count} points in dimension {dimension}; difference {difference:.1e}")
print(f"neural-tangents {neural_tangents.__version__}, JAX {jax.__version__}: {theirs:.3f} s; "
      f"this package, 2 threads: {ours['seconds']:.3f} s")
print(f"ratio {theirs / ours['seconds']:.1f}")
