"""Writes docs/scaling.md from what Plumb made of the times: tables, exponents and verdicts, and the machine."""

import csv, json

FIGURES = "../Benchmarks/scaling/figures"
REPORT = "../Benchmarks/scaling/reports/scaling.md"
# Of each claim its figure, and of each check that judges a curve the curve and what its sizes count.
SECTIONS = {
    "S1": ("matrices", {"matrix": ("kernel matrix", "n"), "ridge": ("ridge path", "n"), "eigenvalues": ("eigenvalues", "n")}),
    "S2": ("spectra", {"degrees": ("degrees", "K"), "digits": ("digits", "p")}),
    "S3": ("runs", {"first": ("first run", "stages"), "nothing": ("nothing to do", "stages")}),
    "S4": ("clouds", {"points": ("figure", "points")}),
}
# What is timed, by curve.
MEANINGS = {
    "kernel matrix": "matrix of the NTK of three layers at n points of the sphere in R^4, written as a file",
    "ridge path": "kernel ridge regression on n points with 17 λ, judged on 1,000 others",
    "eigenvalues": "all eigenvalues of that matrix",
    "degrees": "eigenvalues of degree 0 to K of the same kernel, 30 proven digits",
    "digits": "eigenvalues of degree 0 to 400, p proven digits",
    "first run": "`plumb run` on so many stages that take no time, half of which read the other half",
    "nothing to do": "the same command again",
    "figure": "a figure of so many single points from a table: PDF, PNG, SVG and the numbers drawn",
}


def rows(name):
    with open(name, newline="") as file:
        return list(csv.DictReader(file))


def time(seconds):
    unit, value = ("s", seconds) if seconds >= 1 else ("ms", seconds * 1000)
    return f"{value:,.0f} {unit}" if value >= 1000 else f"{value:.3g} {unit}"


def memory(megabytes):
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes:.0f} MB"


def criterion(check):
    if check["relation"] == "below":
        return f"below {check['bound']:g}"
    return f"{check['rows'][0]['theory']:g} ± {check['tolerance']:g}"


def table(head, lines):
    marks = ["---"] + ["---:"] * (len(head) - 1)
    return ["| " + " | ".join(line) + " |" for line in [head, marks, *lines]] + [""]


class Curve:
    """The times of one curve by size, and its exponent."""

    def __init__(self, name, counted, times, memories, check):
        self.name, self.counted, self.check = name, counted, check
        self.times = {int(float(row["size"])): (float(row["least"]), float(row["greatest"])) for row in times if row["curve"] == name}
        self.memory = max(float(row["greatest"]) for row in memories if row["curve"] == name)
        self.estimate = check["rows"][0]["estimate"]

    def sentence(self):
        low, high = min(self.times), max(self.times)
        value, *ends = (f"{self.estimate[end]:.2f}".replace("-", "−") for end in ("value", "low", "high"))
        exponent = f"{value} [{', '.join(ends)}]"
        verdict = self.check["rows"][0]["verdict"]
        return [f"**{self.name}**: {MEANINGS[self.name]}", f"{low:,} to {high:,}", time(self.times[high][0]),
                memory(self.memory), exponent, f"{criterion(self.check)}: {verdict}"]

    def cell(self, size):
        if size not in self.times:
            return ""
        least, greatest = map(time, self.times[size])
        return least if least == greatest else f"{least} (to {greatest})"


def section(claim, curves, figure):
    lines = [f"## {claim['title']}", "", f"![{claim['title']}]({FIGURES}/{figure}.png)", "", f"*{claim['captions'][0]}*", ""]
    for counted in dict.fromkeys(curve.counted for curve in curves):
        some = [curve for curve in curves if curve.counted == counted]
        sizes = sorted({size for curve in some for size in curve.times})
        cells = [[f"{size:,}", *(curve.cell(size) for curve in some)] for size in sizes]
        lines += table([counted, *(curve.name for curve in some)], cells)
    return [*lines, "What limits it next:", "", claim["discussion"], ""]


def main():
    times, memories, others = rows("times.csv"), rows("memory.csv"), rows("others.csv")[0]
    with open("machine.json") as file:
        machine = json.load(file)
    claims, curves = {}, {}
    for key, (_, names) in SECTIONS.items():
        with open(f"{key}.json") as file:
            claims[key] = json.load(file)
        checks = {check["id"]: check for check in claims[key]["checks"]}
        curves[key] = [Curve(name, counted, times, memories, checks[check]) for check, (name, counted) in names.items()]
    repeats = max(int(float(row["count"])) for row in times)
    commit = f", commit {machine['commit']}" if machine["commit"] else ""
    mean, most = others["mean"], others["greatest"]
    share = "Other programs took {:.1f} % of the processors' time meanwhile, and {:.0f} % at most during one run: {}. "
    quiet = mean and float(mean) < 5
    busy = share.format(float(mean), float(most), "a quiet machine" if quiet else "the machine was not quiet") if mean else ""
    lines = [
        "# Cost as work grows", "",
        "<!-- Made by Benchmarks/scaling/page.py; edit that. -->", "",
        "What the time of each part of Plumb does as its work grows, measured, fitted and drawn by Plumb itself: "
        "[Benchmarks/scaling](../Benchmarks/scaling/pipeline.json) is a project whose stages time the program. "
        f"[Its report]({REPORT}) has every number with the stage that made it.", "",
        f"Times differ from run to run and from machine to machine. These are of {machine['time'][:10]}: {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory'] / 1e9:.0f} GB, {machine['system']}, Plumb {machine['plumb']}{commit}. "
        f"The command below times one thing at a time. {busy}"
        f"Each time is the least of {repeats}, each in a new project with an empty cache; in brackets and as bars the greatest.", "",
        "The exponent is the slope of log seconds against log size over sizes from a quarter of the largest on. Its 95 % interval tells how "
        "straight that line is here, not what another machine would show. The criteria come from counts of operations, and were fixed before "
        "anything was measured at these sizes.", "",
        *table(["curve", "sizes", "at the largest", "memory", "exponent", "criterion"],
               [curve.sentence() for key in SECTIONS for curve in curves[key]]),
    ]
    for key, (figure, _) in SECTIONS.items():
        lines += section(claims[key], curves[key], figure)
    lines += [
        "## Once more", "",
        "    ./plumb run --file Benchmarks/scaling/pipeline.json --cache \"$(mktemp -d)\" --jobs 1 --allow-commands --replace",
        "    cp Benchmarks/scaling/results/scaling.md docs/scaling.md", "",
        "The cache is an empty one because a result that is there is not measured again. `--profile quick` runs tiny sizes in some seconds.",
    ]
    with open("scaling.md", "w") as file:
        print("\n".join(lines), file=file)


main()
