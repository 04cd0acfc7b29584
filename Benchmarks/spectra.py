#!/usr/bin/env python3
"""Spectrum of the two-layer NTK (k = 0..100, d = 4, 30 digits): `Bench spectra` against mpmath in the same run.

The peer does the same mathematics with the means of mpmath (gmpy2 as its backend if installed): Gauss-Legendre in the
angle, nodes by mpmath's own Newton iteration (mpmath.calculus.quadrature.GaussLegendre), all k from one pass of the
recurrence over the nodes, the recurrence vectorised over numpy object arrays. It takes the fewest nodes of mpmath's
ladder (3 * 2^m) that reach 30 digits and, unlike `Bench`, proves nothing.

Usage: Benchmarks/spectra.py [path to the Bench program]. Prints both times, the agreement, and the ratio; exits 1
below a ratio of 100 or on disagreement.
"""

import subprocess
import sys
import time

import numpy
from mpmath import libmp, mp, mpf
from mpmath.calculus.quadrature import GaussLegendre

DEGREE, DIMENSION, DIGITS = 100, 4, 30


def kernel(theta):
    cosine, sine = mp.cos_sin(theta)
    return cosine * (1 - theta / mp.pi) + sine / (2 * mp.pi)


def spectrum(level):
    """All coefficients by the rule of 3 * 2^(level-1) nodes."""
    rule = GaussLegendre(mp).calc_nodes(level, mp.prec)
    half = mp.pi / 2
    theta = [half * (1 + x) for x, _ in rule]
    cosine = numpy.array([mp.cos(t) for t in theta], dtype=object)
    term = numpy.array(
        [half * w * kernel(t) * mp.sin(t) ** (DIMENSION - 2) for t, (_, w) in zip(theta, rule)], dtype=object)
    low, high = term, term * cosine
    sums = [low.sum(), high.sum()]
    for k in range(1, DEGREE):
        low, high = high, ((2 * k + DIMENSION - 2) * cosine * high - k * low) / (k + DIMENSION - 2)
        sums.append(high.sum())
    measure = mp.gamma(mpf(DIMENSION) / 2) / (mp.sqrt(mp.pi) * mp.gamma(mpf(DIMENSION - 1) / 2))
    return [measure * value for value in sums]


def timed(function):
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def bench(program):
    command = [program, "spectra", str(DEGREE), str(DIMENSION), str(DIGITS)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(lines[0]), [mpf(text) for text in lines[1:]]


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else ".build/release/Bench"
    # 30 digits relative to the smallest coefficient, about 1e-9, and a few to spare.
    mp.dps = DIGITS + 14
    runs = [bench(program) for _ in range(5)]
    ours, values = min(run[0] for run in runs), runs[-1][1]
    largest = lambda other: max(abs(a - b) / abs(b) for a, b in zip(values, other) if abs(b) > mpf(10) ** -35)
    for level in range(4, 10):
        theirs, peer = min((timed(lambda: spectrum(level)) for _ in range(2)), key=lambda run: run[0])
        if largest(peer) < mpf(10) ** (2 - DIGITS):
            break
    print(f"k = 0..{DEGREE}, d = {DIMENSION}, {DIGITS} digits, one thread each, mpmath backend {libmp.BACKEND}")
    print(f"mpmath {theirs * 1e3:.1f} ms ({3 * 2 ** (level - 1)} nodes), Bench {ours * 1e3:.1f} ms")
    print(f"largest relative difference {mp.nstr(largest(peer), 3)}")
    print(f"ratio {theirs / ours:.1f}")
    sys.exit(0 if theirs / ours >= 100 and largest(peer) < mpf(10) ** (2 - DIGITS) else 1)


if __name__ == "__main__":
    main()
