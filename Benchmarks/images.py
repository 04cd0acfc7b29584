"""Test accuracies of claim A11 at a smaller size, this package against NumPy on the same rows, kernels and lambdas.

    swift build -c release --static-swift-stdlib --product plumb
    swift build -c release --static-swift-stdlib --product Bench
    python3 Benchmarks/images.py DATA_FOLDER [n] [seed] [sphere]      (needs numpy and scipy)

`plumb data --profile full` says what DATA_FOLDER holds. Both train on n images, choose lambda by the accuracy on 10,000 others, and test on 10,000;
NumPy factors K + n lambda I anew for every lambda. With `sphere` it drops the lengths of the images: the kernels of images normalised
to the unit sphere. Prints a line for each cell and the largest difference in points; 0.3 or more is an error unless `sphere` makes the
kernels differ. PLUMB_CACHE, a folder, keeps this package's cells for a run that is interrupted.
"""

import csv
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.linalg import cho_factor, cho_solve

LAMBDAS = [10.0**-k for k in range(8)]
VALIDATION = 10_000
root = Path(__file__).resolve().parent.parent
data = Path(sys.argv[1]).resolve()
n, seed = (int(x) for x in (sys.argv[2:4] + ["5000", "1"][len(sys.argv[2:4]) :]))
lengths = "sphere" not in sys.argv


def product(name, *arguments):
    return subprocess.run([root / ".build/release" / name, *arguments], check=True, capture_output=True, text=True, cwd=root).stdout


def ours(sets):
    """Accuracies by set, kernel and layers, from a pipeline of its own in a temporary project."""
    digests = {Path(file["path"]): file["expected"] for file in json.loads(product("plumb", "data", "--json", "--profile", "full"))}
    stages = {}
    for name in sets:
        for part, prefix in (("train", "train"), ("test", "t10k")):
            stages[f"{name}-{part}"] = {"kind": "dataset"}
            for key, ending in (("images", "images-idx3"), ("labels", "labels-idx1")):
                path = Path("data") / name / f"{prefix}-{ending}-ubyte.gz"
                stages[f"{name}-{part}"] |= {key: str(path), f"{key}-sha256": digests[path]}
        stages[name] = {
            "kind": "classification", "images": f"{name}-train.images", "labels": f"{name}-train.labels",
            "test-images": f"{name}-test.images", "test-labels": f"{name}-test.labels", "n": n, "validation": VALIDATION,
            "seed": seed, "lambdas": LAMBDAS, "reach": 10, "sweep": {"kernel": ["rf", "ntk"], "layers": [2, 3, 4, 5]},
        }  # fmt: skip
        stages[f"{name}-cells"] = {
            "kind": "statistics", "data": f"{name}.chosen", "column": "test", "group": ["kernel", "layers"],
            "export": {"table": f"results/{name}.csv"},
        }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pipeline.json").write_text(json.dumps({"stages": stages}))
        product("plumb", "run", "--file", f"{folder}/pipeline.json", "--data", data)
        rows = [(name, row) for name in sets for row in csv.DictReader((Path(folder) / f"results/{name}.csv").open())]
    return {(name, row["kernel"], int(float(row["layers"]))): float(row["least"]) for name, row in rows}


def read(name, prefix):
    def content(kind, header):
        return np.frombuffer(gzip.open(data / name / f"{prefix}-{kind}-ubyte.gz").read(), np.uint8, offset=header)

    labels = content("labels-idx1", 8)
    return content("images-idx3", 16).reshape(len(labels), -1) / 255, labels


class Kernels:
    """Both kernels between two sets of images, one more layer at each step; the NTK is divided by its value at 1."""

    def __init__(self, left, right):
        self.norms = [np.linalg.norm(points, axis=1) for points in (left, right)]
        self.u = np.clip(left @ right.T / self.norms[0][:, None] / self.norms[1], -1, 1)
        self.total, self.layers = self.u.copy(), 1

    def deepen(self):
        for u, total in zip(self.u, self.total):
            angle = np.arccos(u)
            deeper = np.clip((u * (np.pi - angle) + np.sqrt(1 - u * u)) / np.pi, -1, 1)
            total[:] = total * (1 - angle / np.pi) + deeper
            u[:] = deeper
        self.layers += 1

    def matrix(self, kernel):
        result = self.u.copy() if kernel == "rf" else self.total / self.layers
        return result * self.norms[0][:, None] * self.norms[1] if lengths else result


def accuracy(predictions, labels):
    return 100 * np.mean(predictions.argmax(1) == labels)


def numpys(name):
    """Accuracies by set, kernel and layers on the rows that this package draws."""
    split = json.loads(product("Bench", "split", "60000", str(n), str(VALIDATION), str(seed)))
    (images, labels), (tests, truth) = read(name, "train"), read(name, "t10k")
    training, validation = images[split["training"]], images[split["validation"]]
    targets, chosen = np.eye(10)[labels[split["training"]]] - 0.1, labels[split["validation"]]
    sets = [Kernels(left, training) for left in (training, validation, tests)]
    for layers in (2, 3, 4, 5):
        for one in sets:
            one.deepen()
        for kernel in ("rf", "ntk"):
            gram, beside = (one.matrix(kernel) for one in sets[:2])
            best = (-1,)
            for value in LAMBDAS:
                factor = cho_factor(gram + n * value * np.eye(n), lower=True, overwrite_a=True, check_finite=False)
                weights = cho_solve(factor, targets)
                best = max(best, (accuracy(beside @ weights, chosen), value, weights), key=lambda x: x[0])
            del gram, beside
            yield (name, kernel, layers), accuracy(sets[2].matrix(kernel) @ best[2], truth), best[1]


sets = ("mnist", "fashion-mnist")
mine, largest = ours(sets), 0
print("set, kernel, layers: this package, NumPy, difference (lambda of NumPy)")
for name in sets:
    for cell, value, chosen in numpys(name):
        largest = max(largest, abs(mine[cell] - value))
        print(f"{cell[0]} {cell[1]} {cell[2]}: {mine[cell]:.2f} {value:.2f} {mine[cell] - value:+.2f} ({chosen:g})", flush=True)
print(f"largest difference {largest:.2f} points")
sys.exit(int(lengths and largest >= 0.3))
