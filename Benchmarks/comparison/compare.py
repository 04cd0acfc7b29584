#!/usr/bin/env python3
"""The same five-stage sweep, 26 jobs of milliseconds each, in Snakemake, DVC and Plumb: cold, nothing changed, one seed
changed, and killed half-way (SIGKILL to every process) then resumed. The report must be the same each time.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install snakemake dvc
    swift build -c release --static-swift-stdlib --product plumb
    Benchmarks/comparison/compare.py /tmp/peers/bin
"""
import os, pathlib, re, shutil, signal, subprocess, sys, tempfile, time

here = pathlib.Path(__file__).resolve().parent
peers = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/peers/bin").resolve()
plumb = here.parent.parent / ".build/release/plumb"
seeds, changed = list("12345678"), list("12345679")
environment = {**os.environ, "PATH": f"{peers}:{os.environ['PATH']}", "DVC_NO_ANALYTICS": "1", "HOME": tempfile.mkdtemp(prefix="sweep-home-")}
folders = [pathlib.Path(environment["HOME"])]


class Tool:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"sweep-{self.name}-"))
        folders.append(self.folder)
        shutil.copy(here / "work.awk", self.folder)
        self.write(seeds)

    def start(self):
        return subprocess.Popen(self.command, cwd=self.folder, env=environment, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, start_new_session=True)

    def run(self):
        """Seconds, and what was said when it failed."""
        begin = time.perf_counter()
        child = self.start()
        text, _ = child.communicate()
        return time.perf_counter() - begin, None if child.returncode == 0 else text

    def generate(self, seeds, file):
        text = subprocess.check_output([sys.executable, here / f"{self.name}-sweep.py", *seeds], text=True)
        (self.folder / file).write_text(text)


class Snakemake(Tool):
    name, command, result = "snakemake", ["snakemake", "--cores", "2", "--quiet"], "report.md"
    remedies = [["snakemake", "--unlock"], ["snakemake", "--cores", "2", "--rerun-incomplete"]]

    def write(self, seeds):
        text = (here / "Snakefile").read_text()
        (self.folder / "Snakefile").write_text(re.sub(r"SEEDS = .*", f"SEEDS = [{', '.join(seeds)}]", text))


class DVC(Tool):
    name, command, result = "dvc", ["dvc", "repro", "--quiet"], "report.md"
    remedies = [["rm", "-f", ".dvc/tmp/rwlock", ".dvc/tmp/lock"]]

    def __init__(self):
        super().__init__()
        subprocess.run(["dvc", "init", "--no-scm", "--quiet"], cwd=self.folder, env=environment, check=True)
        (self.folder / "out").mkdir()

    def write(self, seeds):
        self.generate(seeds, "dvc.yaml")


class Plumb(Tool):
    name, command, result = "plumb", [str(plumb), "run", "--allow-commands", "--jobs", "2"], "results/report.md"
    remedies = []

    def write(self, seeds):
        self.generate(seeds, "pipeline.json")


def report(tool):
    file = tool.folder / tool.result
    return file.read_text() if file.exists() else "none"


def descendants(session):
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                if os.getsid(int(entry)) == session:
                    yield int(entry)
            except ProcessLookupError:
                pass


def killed_then_resumed(kind, cold):
    tool = kind()
    child = tool.start()
    time.sleep(cold / 2)
    # The tool first, so that it cannot tidy up after its jobs.
    for pid in [child.pid, *descendants(child.pid)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    child.communicate()
    seconds, failure = tool.run()
    steps = []
    for remedy in tool.remedies:
        if failure is None:
            break
        steps.append(" ".join(remedy))
        subprocess.run(remedy, cwd=tool.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds, failure = tool.run()
    said = "" if failure is None else "still fails: " + (failure.strip().splitlines() or ["it says nothing"])[-1][:80]
    return seconds, steps, said, report(tool)


reports = {}
print(f"load {os.getloadavg()[0]:.1f}")
for kind in [Snakemake, DVC, Plumb]:
    tool = kind()
    cold, failure = tool.run()
    assert failure is None, failure
    first = report(tool)
    nothing = sorted(tool.run()[0] for _ in range(3))[1]
    tool.write(changed)
    change, failure = tool.run()
    assert failure is None, failure
    second = report(tool)
    resume, steps, said, third = killed_then_resumed(kind, cold)
    reports[kind.name] = (first, second, third)
    by_hand = " after by hand: " + "; ".join(steps) if steps else " with the same command"
    print(f"{kind.name:10s} cold {cold:6.2f} s   nothing changed {nothing:6.3f} s   one seed changed {change:6.2f} s   "
          f"resumed in {resume:5.2f} s{by_hand} {said}", flush=True)
print("same reports from all:", len(set(reports.values())) == 1, "| resumed equals clean:",
      all(first == third for first, _, third in reports.values()))
for folder in folders:
    shutil.rmtree(folder, ignore_errors=True)
