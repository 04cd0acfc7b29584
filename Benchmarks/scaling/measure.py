#!/usr/bin/env python3
"""Times Plumb on a project that is made for it and thrown away: the stages of `pipeline.json` beside this file start it.

    measure.py CURVE SIZE LARGEST REPEAT OUTPUT.csv    one size of one curve, once
    measure.py machine OUTPUT.json                     where, when and with which program

The program is `.build/release/plumb` of this repository, or the one that PLUMB_TIMED names. Seconds and memory of a stage
are its own, from the `provenance.json` of the run; those of the engine are the whole command's. A REPEAT is there so that
each is a run of its own.
"""

import csv, json, os, random, resource, subprocess, sys, tempfile, time
from pathlib import Path

HERE = Path(sys.argv[0]).resolve().parent
PLUMB = os.environ.get("PLUMB_TIMED") or str(HERE.parent.parent / ".build/release/plumb")

# Something to report on, since only a run with a page tells what its stages took.
REPORTED = {
    "stages": {"one": {"kind": "table", "columns": {"x": [1]}}},
    "claims": {"C": {"title": "One is positive", "statement": "1 > 0", "source": "here", "theory": "1", "method": "none",
                     "checks": [{"id": "x", "name": "x", "data": "one", "value": "x", "relation": "above", "bound": 0}]}},
    "papers": {"P": {"title": "One", "authors": "nobody", "year": 2026, "venue": "none", "link": "https://example.org",
                     "introduction": "", "claims": ["C"]}},
}
NTK = {"kernel": "ntk", "layers": 3}
SPECTRUM = {"kind": "spectrum", **NTK, "dimension": 4}
LAMBDAS = [10 ** (-power / 2) for power in range(17)]


def matrix(n):
    return {"points": {"kind": "sample-sphere", "n": n, "dimension": 4, "seed": 1},
            "matrix": {"kind": "kernel-matrix", **NTK, "points": "points"}}


def eigenvalues(n):
    return {**matrix(n), "eigenvalues": {"kind": "eigendecomposition", "matrix": "matrix"}}


def ridge(n):
    return {"points": {"kind": "sample-sphere", "n": n, "dimension": 4, "seed": 1},
            "test": {"kind": "sample-sphere", "n": 1000, "dimension": 4, "seed": 2},
            "ridge": {"kind": "regression", **NTK, "points": "points", "test": "test", "n": [n], "lambdas": LAMBDAS,
                      "smallest": [1e-8], "target": "cap", "threshold": 0.7, "reach": 100}}


# By curve: its name in tables, the stages of a size, and the one of them that counts.
STAGES = {
    "matrix": ("kernel matrix", matrix, "matrix"),
    "ridge": ("ridge path", ridge, "ridge"),
    "eigenvalues": ("eigenvalues", eigenvalues, "eigenvalues"),
    "degrees": ("degrees", lambda k: {"spectrum": {**SPECTRUM, "degrees": k, "digits": 30}}, "spectrum"),
    "digits": ("digits", lambda p: {"spectrum": {**SPECTRUM, "degrees": 400, "digits": p}}, "spectrum"),
}


def run(folder, *arguments):
    """Seconds and peak megabytes of a command that must end well."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen([PLUMB, *arguments], cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        if status != 0:
            said.seek(0)
            sys.exit(f"{PLUMB} ended with {os.waitstatus_to_exitcode(status)}: {said.read().decode(errors='replace')}")
    return seconds, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def write(folder, manifest):
    (Path(folder) / "pipeline.json").write_text(json.dumps({"format": 2, **manifest}))


def reported(folder, stages={}, **sections):
    """Runs the stages in an empty project; what the run tells of itself."""
    write(folder, {**REPORTED, **sections, "stages": {**REPORTED["stages"], **stages}})
    run(folder, "run", "--allow-commands")
    return json.loads((Path(folder) / "reports/provenance.json").read_text())


def stage(provenance, name):
    found = next(stage for stage in provenance["stages"] if stage["id"] == name)
    return found["seconds"], found["memory"] / 2**20


def figure(folder, count):
    """Points as PDF, PNG, SVG and the table of what was drawn."""
    normal = random.Random(1).gauss
    with open(Path(folder) / "points.csv", "w") as file:
        print("x,y", file=file)
        file.writelines(f"{normal(0, 1):.6g},{normal(0, 1):.6g}\n" for _ in range(count))
    columns = [{"name": name, "type": "number"} for name in "xy"]
    points = {"kind": "command", "arguments": ["cp", "source", "points.csv"], "outputs": ["points.csv"],
              "sources": [{"name": "source", "file": "points.csv"}], "tables": [{"file": "points.csv", "columns": columns}]}
    drawn = {"data": "points", "marks": [{"points": {"x": "x", "y": "y"}}]}
    return stage(reported(folder, {"points": points}, figures={"figure": drawn}), "figure")


def engine(folder, count):
    """A run of so many stages without length, then one with nothing to do."""
    stages = {}
    for seed in range(count // 2):
        stages[f"points-{seed}"] = {"kind": "sample-sphere", "n": 2, "dimension": 3, "seed": seed}
        stages[f"matrix-{seed}"] = {"kind": "kernel-matrix", "kernel": "laplace", "c": 1, "points": f"points-{seed}"}
    write(folder, {"stages": stages})
    first = run(folder, "run")
    # The program looks twice at files that were written within the last ticks of the clock.
    time.sleep(0.1)
    run(folder, "run")
    return first, min(run(folder, "run") for _ in range(5))


def busy():
    """Seconds of processors that went to programs of others since the machine started; None where no file tells."""
    try:
        words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    except OSError:
        return None
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    idle = int(words[3]) + int(words[4])
    taken = (sum(map(int, words)) - idle) / os.sysconf("SC_CLK_TCK")
    return taken - sum(use.ru_utime + use.ru_stime for use in uses)


def measured(curve, size, folder):
    """Names, seconds and megabytes."""
    if curve == "engine":
        first, again = engine(folder, size)
        return [("first run", *first), ("nothing to do", *again)]
    if curve == "figure":
        return [("figure", *figure(folder, size))]
    name, stages, counted = STAGES[curve]
    return [(name, *stage(reported(folder, stages(size)), counted))]


def machine(folder):
    """What the run tells of the machine, and the commit of this repository."""
    told = reported(folder)["machine"]
    git = ["git", "-C", str(HERE), "rev-parse", "--short=12", "HEAD"]
    try:
        told["commit"] = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        told["commit"] = ""
    return told


def main():
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1] == "machine":
            Path(sys.argv[2]).write_text(json.dumps(machine(folder)))
            return
        curve, (size, largest), output = sys.argv[1], map(int, sys.argv[2:4]), sys.argv[5]
        start, before = time.perf_counter(), busy()
        rows = measured(curve, size, folder)
        wall, after = time.perf_counter() - start, busy()
        others = "" if before is None else f"{max(0, after - before) / wall / os.cpu_count() * 100:.3g}"
    with open(output, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["curve", "share", "seconds", "memory", "others"])
        for name, seconds, memory in rows:
            table.writerow([name, f"{size / largest:.6g}", f"{seconds:.6g}", f"{memory:.6g}", others])


main()
