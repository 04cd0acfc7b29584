"""Error of the shrunk estimator over that of the sample covariance: gain.py TABLE OUTPUT..."""
import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open(sys.argv[1]) as file:
    rows = list(csv.DictReader(file))
n = [int(row["n"]) for row in rows]
mean, low, high = ([float(row[name]) for row in rows] for name in ["mean", "low", "high"])
figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
axes.fill_between(n, low, high, alpha=0.3)
axes.semilogx(n, mean, "o-")
axes.set_xlabel("sample size n")
axes.set_ylabel("error, shrunk over sample")
for output in sys.argv[2:]:
    figure.savefig(output, dpi=200)
