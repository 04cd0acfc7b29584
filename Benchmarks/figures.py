"""Figures against matplotlib, same data, same size, same pixels, warm processes, one run.

    swift build -c release && python3 Benchmarks/figures.py      (needs matplotlib from PyPI)
    python3 Benchmarks/figures.py --save FOLDER                  (writes both as PNG, to look at side by side)

What is timed is matplotlib as it comes, which is its fastest; what is saved has `layout="constrained"` and the settings
of `GOOD`, as somebody would draw for a column who cares. Prints time and bytes per figure and the ratio; fails if a figure is less than 10 times (lines) or 5 times (scatter)
faster, or if the scatter's PDF is larger.
"""

import io
import math
import subprocess
import sys
import time

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np

WIDTH, HEIGHT, DPI = 3.35, 2.55, 192
# What a careful author sets for a column: sizes in points, no box, ticks that fit, a palette made for accessibility.
GOOD = {
    "figure.constrained_layout.use": True, "font.size": 8, "axes.titlesize": 9, "legend.fontsize": 7.4,
    "xtick.labelsize": 7.4, "ytick.labelsize": 7.4, "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.5, "lines.linewidth": 1.2, "legend.frameon": False, "legend.handlelength": 2.4,
    "pdf.fonttype": 42,
}


def lines(good=False):
    figure, axes = plt.subplots(figsize=(WIDTH, HEIGHT))
    dashes = ["-", (0, (4.2, 1.6)), (0, (1.2, 1.3)), (0, (5.5, 1.4, 1.2, 1.4)), (0, (8, 2)), (0, (3, 1.2, 1, 1.2))]
    x = np.logspace(1, 4, 200)
    for line in range(6):
        y = (line + 1) * x ** (-0.5 - 0.05 * line)
        axes.fill_between(x, 0.9 * y, 1.1 * y, alpha=0.22, linewidth=0 if good else None)
        axes.plot(x, y, linestyle=dashes[line] if good else "-", label=f"$L = {line + 1}$")
    axes.set(xscale="log", yscale="log", xlabel="Training points $n$", ylabel="Test error")
    if good:
        figure.legend(loc="outside lower center", ncols=3)
    else:
        axes.legend()
    return figure


def cloud(count):
    """The points of the other side: normal pairs from the same congruential generator."""
    state, uniforms = 1, np.empty(2 * count)
    for index in range(2 * count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        uniforms[index] = ((state >> 11) + 0.5) / 2**53
    radius, angle = np.sqrt(-2 * np.log(uniforms[::2])), 2 * np.pi * uniforms[1::2]
    return radius * np.cos(angle), radius * np.sin(angle) + 0.5 * radius * np.cos(angle)


CLOUD = cloud(100_000)


def scatter(good=False):
    figure, axes = plt.subplots(figsize=(WIDTH, HEIGHT))
    axes.scatter(*CLOUD, s=4, alpha=0.25, linewidths=0)
    axes.set(xlabel="$x_1$", ylabel="$x_2$")
    return figure


def measure(make, kind, rounds):
    best, size = math.inf, 0
    for _ in range(rounds + 1):
        start = time.perf_counter()
        figure = make()
        buffer = io.BytesIO()
        figure.savefig(buffer, format=kind, dpi=DPI)
        plt.close(figure)
        best, size = min(best, 1e3 * (time.perf_counter() - start)), len(buffer.getvalue())
    return best, size


def main():
    bench = [".build/release/Bench", "figures"]
    if len(sys.argv) == 3 and sys.argv[1] == "--save":
        subprocess.run(bench + ["save", sys.argv[2]], check=True)
        with plt.style.context(["petroff10", GOOD]):
            for make in (lines, scatter):
                make(good=True).savefig(f"{sys.argv[2]}/{make.__name__}-matplotlib.png", dpi=DPI)
        return
    ours = {}
    for row in subprocess.run(bench, check=True, capture_output=True, text=True).stdout.splitlines():
        name, milliseconds, size = row.split()
        ours[name] = float(milliseconds), int(size)
    failed = False
    print(f"{'figure':<13}{'ours ms':>9}{'matplotlib ms':>15}{'ratio':>8}{'our bytes':>12}{'their bytes':>13}")
    for make, wanted, rounds in ((lines, 10, 8), (scatter, 5, 3)):
        for kind in ("pdf", "png"):
            name = f"{make.__name__}-{kind}"
            (mine, bytes_), (theirs, their_bytes) = ours[name], measure(make, kind, rounds)
            ratio = theirs / mine
            print(f"{name:<13}{mine:>9.2f}{theirs:>15.2f}{ratio:>8.1f}{bytes_:>12}{their_bytes:>13}")
            failed |= ratio < wanted or (name == "scatter-pdf" and bytes_ > their_bytes)
    sys.exit(1 if failed else 0)


main()
