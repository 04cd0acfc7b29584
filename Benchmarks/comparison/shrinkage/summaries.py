"""Means with intervals, ratios and slopes: summaries.py THEORY ERRORS... MEANS ACCURACY GAIN SLOPE."""
import csv
import os
import sys

import numpy as np
from scipy import stats

theory, *errors = sys.argv[1:-4]
outputs = sys.argv[-4:]


def mean(values):
    half = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values), np.mean(values) - half, np.mean(values) + half


def read(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def write(path, labels, rows):
    with open(path, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow([*labels, "mean", "low", "high"])
        table.writerows([*key, *mean(values)] for key, values in rows.items())


expected = {(row["method"], row["n"]): float(row["error"]) for row in read(theory)}
found = {}
slopes = {}
for path in errors:
    method, seed = os.path.splitext(os.path.basename(path))[0].split("-")
    rows = read(path)
    for row in rows:
        found.setdefault((method, row["n"]), {})[seed] = float(row["error"])
    x, y = np.log([[float(row["n"]), float(row["error"])] for row in rows]).T
    slopes.setdefault((method,), []).append(np.polyfit(x, y, 1)[0])

means = {key: list(values.values()) for key, values in found.items()}
accuracy = {key: [value / expected[key] for value in values] for key, values in means.items()}
gain = {}
for (method, n), values in found.items():
    if method == "shrunk":
        gain[n,] = [value / found["sample", n][seed] for seed, value in values.items()]
for path, labels, rows in zip(outputs, [["method", "n"], ["method", "n"], ["n"], ["method"]], [means, accuracy, gain, slopes]):
    write(path, labels, rows)
