"""Verdicts with their numbers, and the numbers for LaTeX: claims.py TOLERANCE ACCURACY GAIN SLOPE REPORT VALUES."""
import csv
import sys

tolerance = float(sys.argv[1])
tables = []
for path in sys.argv[2:5]:
    with open(path) as file:
        tables.append(list(csv.DictReader(file)))
accuracy, gain, slope = tables


def interval(row):
    return float(row["low"]), float(row["high"])


def within(theory, tolerance):
    return lambda low, high: (theory - tolerance <= low and high <= theory + tolerance,
                              high < theory - tolerance or low > theory + tolerance)


def below(bound):
    return lambda low, high: (high < bound, low > bound)


def verdict(results):
    if any(fails for _, fails in results):
        return "not reproduced"
    return "reproduced" if all(holds for holds, _ in results) else "inconclusive"


def of(rows, method):
    return [row for row in rows if row["method"] == method]


claims = {
    "S1": ("The sample covariance errs as theory says", "figures/curves.png",
           [("ratio", of(accuracy, "sample"), within(1, tolerance)), ("slope", of(slope, "sample"), within(-1, 0.02))]),
    "S2": ("Shrinkage comes near the best mixture", "figures/curves.png", [("ratio", of(accuracy, "shrunk"), below(1.1))]),
    "S3": ("Shrinkage halves the error", "figures/gain.png", [("gain", gain, below(0.5))]),
}
with open(sys.argv[5], "w") as report, open(sys.argv[6], "w") as values:
    print("# What shrinkage buys", file=report)
    for name, (title, figure, checks) in claims.items():
        results = [test(*interval(row)) for _, rows, test in checks for row in rows]
        print(f"\n## {name}. {title}\n\n**{verdict(results)}**\n\n![{title}]({figure})", file=report)
        print(f"\\newcommand{{\\{name.replace('1', 'one').replace('2', 'two').replace('3', 'three')}verdict}}{{{verdict(results)}}}", file=values)
        for check, rows, test in checks:
            print(f"\n| {check} | mean | low | high |\n|---|---|---|---|", file=report)
            for row in rows:
                label = row.get("n", row.get("method"))
                numbers = [float(row[column]) for column in ["mean", "low", "high"]]
                print(f"| {label} |" + "".join(f" {number:.3f} |" for number in numbers), file=report)
                for column, number in zip(["mean", "low", "high"], numbers):
                    print(f"\\expandafter\\def\\csname {name}.{check}.{label}.{column}\\endcsname{{{number:.3f}}}", file=values)
