"""Expected errors of the sample covariance and of the best mixture of it with a multiple of the identity: theory.py OUTPUT."""
import sys

import numpy as np

eigenvalues = np.loadtxt("data/spectrum.csv", skiprows=1)
spread = np.sum((eigenvalues - eigenvalues.mean()) ** 2)

with open(sys.argv[1], "w") as file:
    print("method,n,error", file=file)
    for n in [20, 40, 80, 160, 320, 640]:
        noise = (np.sum(eigenvalues) ** 2 + np.sum(eigenvalues**2)) / n
        print(f"sample,{n},{noise:.10g}", file=file)
        print(f"shrunk,{n},{noise * spread / (noise + spread):.10g}", file=file)
