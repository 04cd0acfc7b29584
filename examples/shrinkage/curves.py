"""Mean errors over the seeds beside theory: curves.py MEANS THEORY OUTPUT..."""
import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def read(path, method, column):
    with open(path) as file:
        rows = [row for row in csv.DictReader(file) if row["method"] == method]
    return [int(row["n"]) for row in rows], [float(row[column]) for row in rows]


means, theory, *outputs = sys.argv[1:]
figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for method, color in [("sample", "tab:blue"), ("shrunk", "tab:orange")]:
    axes.loglog(*read(theory, method, "error"), color=color)
    axes.loglog(*read(means, method, "mean"), "o", color=color, label=method)
for axis, ticks in [(axes.xaxis, [20, 40, 80, 160, 320, 640]), (axes.yaxis, [0.2, 0.5, 1, 2, 5])]:
    axis.set_ticks([], minor=True)
    axis.set_ticks(ticks, labels=ticks)
axes.set_xlabel("sample size n")
axes.set_ylabel("squared error")
axes.legend()
for output in outputs:
    figure.savefig(output, dpi=200, metadata={"CreationDate": None} if output.endswith("pdf") else None)
