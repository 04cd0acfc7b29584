"""The authors' figure settings of claim A9 (seven kernels, nine sizes, lambdas 1e-2 to 1e-8): this package against NumPy.

    swift build -c release --product Bench && python3 Benchmarks/a9.py [largest size] [kernels of the peer]

Both use one pool of points on S^3 and 10,000 test points. NumPy makes each kernel's two matrices once, solves every
size at every lambda by numpy.linalg.solve and, for a second comparison, by SciPy's Cholesky factorisation. The second
argument bounds how many kernels the peer runs; times are per kernel, so the ratio stays one of equals.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import scipy.linalg

largest, kernels = (int(x) for x in (sys.argv[1:] + ["5000", "7"][len(sys.argv) - 1 :]))
bench = Path(__file__).resolve().parent.parent / ".build/release/Bench"
sizes = [min(n, largest) for n in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)]


def kappa0(u):
    return 1 - np.arccos(u) / np.pi


def kappa1(u):
    return np.clip((u * (np.pi - np.arccos(u)) + np.sqrt(1 - u * u)) / np.pi, -1, 1)


def random_features(layers):
    def value(u):
        for _ in range(layers - 1):
            u = kappa1(u)
        return u

    return value


def tangent(layers):
    def value(u):
        total = u
        for _ in range(layers - 1):
            total, u = total * kappa0(u) + kappa1(u), kappa1(u)
        return total / layers

    return value


peers = {
    "rf2": lambda u: (1 + u) * kappa1(u) / 2,
    "rf3": random_features(3),
    "rf4": random_features(4),
    "ntk2": lambda u: ((1 + u) * kappa0(u) + kappa1(u)) / 3,
    "ntk3": tangent(3),
    "ntk4": tangent(4),
    "laplace": lambda u: np.exp(-np.sqrt(1 - u)),
}


def sphere(rng, number):
    points = rng.standard_normal((number, 4))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def general(system, targets):
    return np.linalg.solve(system, targets)


def positive(system, targets):
    factor = scipy.linalg.cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
    return scipy.linalg.cho_solve(factor, targets, check_finite=False)


def peer(kernel, solve):
    rng = np.random.default_rng(1)
    pool, test = sphere(rng, max(sizes)), sphere(rng, 10000)
    targets, values = pool[:, 3] >= 0.7, test[:, 3] >= 0.7
    wall, work = time.perf_counter(), time.process_time()
    matrix = kernel(np.clip(pool @ pool.T, -1, 1))
    across = kernel(np.clip(test @ pool.T, -1, 1))
    for size in sizes:
        solutions = []
        for power in range(2, 9):
            system = np.array(matrix[:size, :size], order="F")
            system.flat[:: size + 1] += size * 10.0**-power
            solutions.append(solve(system, targets[:size].astype(float)))
        predictions = across[:, :size] @ np.array(solutions).T
        np.mean((predictions - values[:, None]) ** 2, axis=0)
    return time.perf_counter() - wall, time.process_time() - work


before = resource.getrusage(resource.RUSAGE_CHILDREN)
lines = subprocess.check_output([bench, "ridge", "a9", str(largest)], text=True).splitlines()
after = resource.getrusage(resource.RUSAGE_CHILDREN)
work = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(lines)
ours = {row["kernel"]: row["seconds"] for row in map(json.loads, lines)}

chosen = list(peers)[-kernels:]
mine = sum(ours[name] for name in chosen)
print(f"kernels {', '.join(chosen)}; sizes up to {largest}, seven lambdas")
print(f"this package: {mine:.1f} s ({work * len(chosen):.1f} s of processor time)")
for label, solve in (("numpy.linalg.solve", general), ("scipy.linalg.cho_factor", positive)):
    times = [peer(peers[name], solve) for name in chosen]
    wall, processors = (sum(part) for part in zip(*times))
    print(f"{label}: {wall:.1f} s ({processors:.1f} s)")
    print(f"  ratio {wall / mine:.1f} (processor time {processors / (work * len(chosen)):.1f})")
