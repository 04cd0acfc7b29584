#!/usr/bin/env python3
"""Prints the sweep for Plumb (`plumb-sweep.py SEED... > pipeline.json`), every stage a `command`, as the peers have it."""
import json, sys

seeds = [int(text) for text in sys.argv[1:]]
work = [{"name": "work.awk", "file": "work.awk"}]


def stage(script, output, inputs=(), export=None):
    entry = {"kind": "command", "arguments": ["sh", "-c", f"{script} > {output}"], "sources": work,
             "outputs": [output]}
    if inputs:
        entry["inputs"] = [{"name": name, "from": source} for name, source in inputs]
    if export:
        entry["export"] = {output.split(".")[0]: export}
    return entry


stages = {}
for seed in seeds:
    stages[f"sample-{seed}"] = stage(f"awk -f work.awk sample {seed}", "sample.csv")
    stages[f"transform-{seed}"] = stage(
        "awk -f work.awk transform sample.csv", "transform.csv", [("sample.csv", f"sample-{seed}")])
    stages[f"fit-{seed}"] = stage(
        "awk -f work.awk fit transform.csv", "fit.csv", [("transform.csv", f"transform-{seed}")])
fits = [(f"fit-{seed}.csv", f"fit-{seed}") for seed in seeds]
stages["summary"] = stage("awk -f work.awk summary " + " ".join(name for name, _ in fits), "summary.csv", fits)
stages["sweep"] = stage("awk -F, -f work.awk report summary.csv", "report.md", [("summary.csv", "summary")],
                        "results/report.md")
print(json.dumps({"format": 2, "stages": stages}, indent=1))
