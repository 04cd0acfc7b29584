"""Kernel ridge regression over 17 lambdas, 10 outputs: this package against NumPy and SciPy in the same run.

    swift build -c release --product Bench && python3 Benchmarks/ridge-path.py [points] [test points]

Both make the kernel matrix (NTK, 3 layers, points on S^3), solve at every lambda and predict the test points. SciPy
solves by one Cholesky factorisation per lambda in double precision, in place, with as many threads as the machine has.
Besides the times of the clock the script prints those of the processors, which say more on a busy machine.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import scipy.linalg

count, tests = (int(x) for x in (sys.argv[1:] + ["8000", "10000"][len(sys.argv) - 1 :]))
bench = Path(__file__).resolve().parent.parent / ".build/release/Bench"


def kernel(left, right):
    cosine = np.clip(left @ right.T, -1, 1)
    value = cosine.copy()
    for _ in range(2):
        kappa0 = 1 - np.arccos(cosine) / np.pi
        cosine = np.clip(cosine * kappa0 + np.sqrt(1 - cosine * cosine) / np.pi, -1, 1)
        value = value * kappa0 + cosine
    return value / 3


def sphere(rng, number):
    points = rng.standard_normal((number, 4))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def peer():
    rng = np.random.default_rng(1)
    points, others = sphere(rng, count), sphere(rng, tests)
    targets = rng.standard_normal((count, 10))
    wall, work = time.perf_counter(), time.process_time()
    matrix = kernel(points, points)
    solutions = []
    for power in range(17):
        system = np.array(matrix, order="F")
        system.flat[:: count + 1] += count * 10 ** (-power / 2)
        factor = scipy.linalg.cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
        solutions.append(scipy.linalg.cho_solve(factor, targets, check_finite=False))
    kernel(others, points) @ np.hstack(solutions)
    return time.perf_counter() - wall, time.process_time() - work


def ours():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = json.loads(subprocess.check_output([bench, "ridge", "path", str(count), str(tests)]))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


result, work = ours()
wall, peer_work = peer()
print(f"{count} points, 17 lambdas, 10 outputs, {tests} test points")
print(f"SciPy {scipy.__version__}: {wall:.1f} s ({peer_work:.1f} s of processor time)")
print(f"this package: {result['seconds']:.1f} s ({work:.1f} s); largest relative residual {result['residual']:.1e}")
print(f"  matrix, solutions, predictions: {', '.join(f'{part:.1f} s' for part in result['parts'])}")
print(f"ratio {wall / result['seconds']:.1f} (processor time {peer_work / work:.1f})")
