"""Kernel matrix of the NTK: this package against neural-tangents on JAX (CPU, double precision, compiled), in the same run.

    swift build -c release --static-swift-stdlib --product Bench
    python3 -m pip install jax==0.4.28 jaxlib==0.4.28 'numpy<2' 'scipy<1.13' neural-tangents==0.6.5
    python3 Benchmarks/kernel-matrix-jax.py [points] [dimension] [layers]

The peer's matrix is made by its compiled function, after one call that compiles it. First it is compared on 64 points with
NumPy's recursion: off the diagonal, where no square root is taken of a rounding, they must agree to 1e-12 of the largest.
"""

import time

import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
import neural_tangents
import numpy as np
from neural_tangents import stax

from ntk import count, dimension, gram, layers, ours, points

hidden = [stax.Dense(1, W_std=2**0.5), stax.Relu()] * (layers - 1)
_, _, kernel = stax.serial(*hidden, stax.Dense(1))
peer = jax.jit(lambda x: kernel(x, None, "ntk"))
few = points[:64]
both = gram(few), np.asarray(peer(few))
beside = ~np.eye(len(few), dtype=bool)
recursion, theirs = (matrix[beside] / matrix[beside].max() for matrix in both)
difference = np.abs(recursion - theirs).max()
assert difference < 1e-12, difference


def seconds():
    start = time.perf_counter()
    peer(points).block_until_ready()
    return time.perf_counter() - start


seconds()
own = ours()
theirs = min(seconds() for _ in range(3))
print(f"NTK, {layers} layers, {count} points in dimension {dimension}; difference {difference:.1e}")
print(f"neural-tangents {neural_tangents.__version__}, JAX {jax.__version__}: {theirs:.3f} s; "
      f"this package, 2 threads: {own:.3f} s")
print(f"ratio {theirs / own:.1f}")
