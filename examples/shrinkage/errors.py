"""Squared Frobenius errors of an estimator, for growing samples of a Gaussian: errors.py METHOD SEED OUTPUT."""
import sys

import numpy as np

from lib import estimators

method, seed, output = sys.argv[1:]
estimator = getattr(estimators, method)
eigenvalues = np.loadtxt("data/spectrum.csv", skiprows=1)
truth = np.diag(eigenvalues)

with open(output, "w") as file:
    print("n,error", file=file)
    for n in [20, 40, 80, 160, 320, 640]:
        random = np.random.default_rng([int(seed), n])
        errors = []
        for _ in range(20):
            points = random.standard_normal((n, len(eigenvalues))) * np.sqrt(eigenvalues)
            errors.append(np.sum((estimator(points) - truth) ** 2))
        print(f"{n},{np.mean(errors):.10g}", file=file)
