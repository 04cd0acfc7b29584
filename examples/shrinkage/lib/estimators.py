"""Estimators of a covariance matrix from a sample with mean zero, one row a point."""
import numpy as np


def sample(points):
    return points.T @ points / len(points)


def shrunk(points):
    """Ledoit and Wolf (2004): towards the multiple of the identity with the same trace, as far as the data say."""
    n, d = points.shape
    s = sample(points)
    target = np.trace(s) / d * np.eye(d)
    distance = np.sum((s - target) ** 2)
    noise = (np.sum(np.sum(points**2, axis=1) ** 2) / n - np.sum(s**2)) / n
    weight = min(noise / distance, 1)
    return weight * target + (1 - weight) * s
