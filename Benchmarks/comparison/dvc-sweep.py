#!/usr/bin/env python3
"""Prints the sweep for DVC (`dvc-sweep.py SEED... > dvc.yaml`), every stage with its command, inputs and output."""
import sys

seeds = sys.argv[1:]
out = ["stages:"]


def stage(name, command, inputs, output):
    out.append(f"  {name}:\n    cmd: {command} > {output}\n    deps: [work.awk{''.join(', ' + i for i in inputs)}]")
    out.append(f"    outs: [{output}]")


for seed in seeds:
    stage(f"sample-{seed}", f"awk -f work.awk sample {seed}", [], f"out/sample-{seed}.csv")
    for mode, above in [("transform", "sample"), ("fit", "transform")]:
        source = f"out/{above}-{seed}.csv"
        stage(f"{mode}-{seed}", f"awk -f work.awk {mode} {source}", [source], f"out/{mode}-{seed}.csv")
fits = [f"out/fit-{seed}.csv" for seed in seeds]
stage("summary", f"awk -f work.awk summary {' '.join(fits)}", fits, "out/summary.csv")
stage("report", "awk -F, -f work.awk report out/summary.csv", ["out/summary.csv"], "report.md")
print("\n".join(out))
