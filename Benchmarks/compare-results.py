#!/usr/bin/env python3
"""Compares what two checkouts published: the data of figures, the numbers of claims, the verdicts.

    Benchmarks/compare-results.py OLD NEW

Figures are compared as sets of (panel, series, x, y, low, high, value), with how often each stands there; claims by their
checks, rows, estimates, theory and verdicts, to the last digit. What differs is listed; exit code 1 if anything does.
The column `mark`, the order of rows, and texts (names of checks, captions, statements) are listed apart and do not count.
"""
import collections, csv, json, pathlib, sys


def figures(root):
    found = {}
    for path in sorted((root / "figures").glob("*.csv")):
        with open(path, newline="") as file:
            rows = list(csv.DictReader(file))
        found[path.stem] = rows
    return found


def points(rows):
    keys = ("panel", "series", "x", "y", "low", "high", "value")
    return collections.Counter(tuple(row[key] for key in keys) for row in rows)


def claims(root):
    lock = json.load(open(root / "plumb.lock.json"))
    found = {}
    for profile, entries in lock["profiles"].items():
        for name, entry in entries.items():
            verdict = entry.get("values", {}).get("verdict")
            if verdict:
                found[profile, name] = verdict
    return found


def numbers(claim):
    """What a claim's checks say, names of checks and of labels left out."""
    return [
        [
            [
                [label["value"] for label in row["labels"]],
                [row["estimate"].get(key) for key in ("value", "low", "high")],
                row.get("theory"), row["verdict"],
            ]
            for row in check["rows"]
        ] + [check.get(key) for key in ("relation", "tolerance", "bound", "resolution")]
        for check in claim["checks"]
    ]


def main():
    old, new = (pathlib.Path(path) for path in sys.argv[1:3])
    different, apart = [], []
    before, after = figures(old), figures(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            different.append(f"figure {name}: only in {'the new' if name in after else 'the old'}")
            continue
        one, two = points(before[name]), points(after[name])
        if one != two:
            lost, come = list((one - two).elements()), list((two - one).elements())
            different.append(f"figure {name}: {len(lost)} points gone, {len(come)} new; {lost[:1]} {come[:1]}")
        elif before[name] != after[name]:
            marks = [[row["mark"] for row in rows] for rows in (before[name], after[name])]
            apart.append(f"figure {name}: {'marks' if sorted(marks[0]) != sorted(marks[1]) else 'order of rows'}")
    ours, theirs = claims(old), claims(new)
    for key in sorted(ours.keys() | theirs.keys()):
        one, two = ours.get(key), theirs.get(key)
        if one is None or two is None or numbers(one) != numbers(two) or one["verdict"] != two["verdict"]:
            different.append(f"claim {key[1]} ({key[0]}): " + difference(one, two))
        elif one != two:
            apart.append(f"claim {key[1]} ({key[0]}): texts")
    print(f"{len(before)} and {len(after)} figures, {sum(map(len, before.values()))} points; {len(ours)} and {len(theirs)} claims")
    for line in apart:
        print("apart:", line)
    for line in different:
        print("DIFFERENT:", line)
    print("equal" if not different else f"{len(different)} differences")
    return 1 if different else 0


def difference(one, two):
    if one is None or two is None:
        return "only in one of them"
    if one["verdict"] != two["verdict"]:
        return f"{one['verdict']} and {two['verdict']} ({two.get('reason')})"
    for check, other in zip(numbers(one), numbers(two)):
        for row, found in zip(check, other):
            if row != found:
                return f"{row} and {found}"
    return f"{len(numbers(one))} and {len(numbers(two))} checks, or other numbers of rows"


if __name__ == "__main__":
    sys.exit(main())
