"""Contrast and difference of the colours of six series, here and in matplotlib: the numbers of docs/figures.md.

    python3 Benchmarks/colours.py      (needs matplotlib from PyPI)

Contrast with a white page as WCAG 2.2 defines it; difference as the distance in CIE L*a*b* (1976, D65), the least over
normal vision and protanopia, deuteranopia and tritanopia as Machado, Oliveira and Fernandes (2009) simulate them. The formulas
are written anew here, and share nothing with those of Sources/Plotting. Prints a row for each palette, and fails if a number of
docs/figures.md is another one.
"""

import itertools
import pathlib
import re
import sys

import matplotlib
import matplotlib.colors
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
WHITE = np.array([0.95047, 1.0, 1.08883])
VISION = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(color):
    value = np.asarray(color, float)
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast_with_white(color):
    return 1.05 / (float(linear(color) @ [0.2126, 0.7152, 0.0722]) + 0.05)


def seen(color, vision):
    """The colour as such a reader sees it, clipped to the screen's."""
    light = np.clip(np.asarray(VISION[vision]) @ linear(color), 0, 1)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return encoded


def lab(color):
    ratio = TO_XYZ @ linear(color) / WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def measures(colors):
    differences = [
        float(np.linalg.norm(lab(seen(one, vision)) - lab(seen(other, vision))))
        for vision in VISION for one, other in itertools.combinations(colors, 2)
    ]
    return min(map(contrast_with_white, colors)), min(differences)


def own():
    text = (ROOT / "Sources/Plotting/Canvas/Color.swift").read_text()
    listed = re.search(r"static let light: \[Color\] = \[(.*?)\]", text, re.S).group(1)
    return ["#" + digits for digits in re.findall(r"0x([0-9A-F]{6})", listed)]


def cycle(style):
    with matplotlib.style.context(style):
        return matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]


def script_size():
    """The size of an exponent in a tick label of 7.4 points: mathtext shrinks scripts by a fixed factor."""
    from matplotlib import _mathtext
    return 7.4 * _mathtext.SHRINK_FACTOR


def main():
    import matplotlib.style  # noqa: F401
    palettes = {"plumb": own(), "petroff10": cycle("petroff10"), "default": cycle("default")}
    found = {}
    print(f"{'palette':<12}{'least contrast':>16}{'least difference':>18}")
    for name, palette in palettes.items():
        found[name] = measures([matplotlib.colors.to_rgb(color) for color in palette[:6]])
        print(f"{name:<12}{found[name][0]:>16.2f}{found[name][1]:>18.2f}")
    print(f"scripts of matplotlib's tick labels: {script_size():.2f} points")
    text = (ROOT / "docs/figures.md").read_text()
    rows = {
        "least contrast of a line": [found["plumb"][0], found["petroff10"][0]],
        "least difference of two": [found["plumb"][1], found["petroff10"][1]],
        "without its settings": [*found["plumb"], *found["default"]],
        "least size of a text": [script_size()],
    }
    failed = False
    for start, values in rows.items():
        line = next(line for line in text.splitlines() if line.startswith(f"| {start}"))
        said = [float(number) for number in re.findall(r"\d+\.\d+", line.split("|", 2)[2])]
        if said[: len(values)] != [round(value, 1) for value in values]:
            failed = True
            print(f"docs/figures.md has {said}, this script {[round(value, 1) for value in values]}: {start}")
    sys.exit(1 if failed else 0)


main()
