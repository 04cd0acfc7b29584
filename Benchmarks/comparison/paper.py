#!/usr/bin/env python3
"""The project `examples/shrinkage` in Plumb and in Snakemake: lines written, and what each change costs. Prints a table.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install snakemake numpy scipy matplotlib
    ./plumb --version
    Benchmarks/comparison/paper.py /tmp/peers

`paper.py /tmp/peers slurm` does it on a SLURM of four virtual nodes that is started here (needs root, SLURM's packages and
snakemake-executor-plugin-slurm), with eight workers or jobs at once, and kills the directing process as well.

The scripts that make numbers and the figure by matplotlib are the same files for both. `shrinkage` holds what else Snakemake
needs for the same statistics, second figure, verdicts and LaTeX values; for Plumb that is in `pipeline.json`.
"""
import atexit, os, pathlib, re, resource, shutil, signal, subprocess, sys, tempfile, time

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
sys.path.insert(0, str(here.parent))
from hunting.cluster import Cluster

cluster = Cluster(tempfile.gettempdir()) if sys.argv[2:] == ["slurm"] else None
peers = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/peers").resolve()
plumb = str(root / ".build/release/plumb")
shared = ["errors.py", "theory.py", "curves.py", "lib", "data"]
home = tempfile.mkdtemp(prefix="paper-home-")
environment = {**os.environ, "PATH": f"{peers}/bin:{os.environ['PATH']}", "HOME": home, "XDG_CONFIG_HOME": home}
if cluster:
    environment |= {"SLURM_CONF": cluster.folder + "/slurm.conf"}
    # Snakemake's jobs do not get the variable, and look where clusters have it.
    usual = pathlib.Path("/etc/slurm/slurm.conf")
    usual.parent.mkdir(exist_ok=True)
    usual.symlink_to(environment["SLURM_CONF"])
    atexit.register(cluster.stop)
    atexit.register(usual.unlink)


def processors():
    """What all processes that have ended so far took."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Tool:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"paper-{self.name}-"))
        for name in shared:
            source = root / "examples/shrinkage" / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, self.folder / name)
        for name in self.own:
            shutil.copy(self.home / name, self.folder)
        (self.folder / ".venv").symlink_to(peers)

    def lines(self):
        """Lines that are neither empty nor comments, prose apart."""
        def count(name):
            lines = [line.strip() for line in (self.folder / name).read_text().splitlines()]
            return sum(1 for line in lines if line and (name.endswith(".md") or not line.startswith("#")))
        counts = {prose: sum(count(name) for name in self.own if name.endswith(".md") == prose) for prose in [False, True]}
        return f"{counts[False]}" + (f", and {counts[True]} of prose" if counts[True] else "")

    def run(self, *command):
        """Seconds, seconds of processors, and how many stages ran."""
        begin, used = time.perf_counter(), processors()
        child = subprocess.run(command or self.command, cwd=self.folder, env=environment, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
        seconds = time.perf_counter() - begin
        assert child.returncode == 0, child.stdout
        return seconds, processors() - used, self.stages(child.stdout)

    def killed(self):
        """A run that is killed when three jobs run: jobs that are left after two seconds, and what the next run takes."""
        child = subprocess.Popen(self.command, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while child.poll() is None and sum("RUNNING" in line for line in cluster.queue()) < 3:
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
        child.wait()
        time.sleep(2)
        left = len(cluster.queue())
        begin = time.perf_counter()
        again = subprocess.run(self.command, cwd=self.folder, env=environment, capture_output=True, text=True)
        return left, time.perf_counter() - begin, "" if again.returncode == 0 else (again.stderr or again.stdout).strip()

    def change(self, name, old, new):
        file = self.folder / name
        text = file.read_text()
        assert old in text, f"{name} has no {old}"
        file.write_text(text.replace(old, new))


class Plumb(Tool):
    name, home, own = "plumb", root / "examples/shrinkage", ["pipeline.json", "prose.md"]
    command = [plumb, "run", "--executor", "slurm", "--workers", "8"] if cluster else [plumb, "run", "--jobs", "2"]
    # The file and how it is written: seeds, then the tolerance.
    settings = "pipeline.json", '[1, 2, 3, 4, 5, 6, 7, 8]', '[1, 2, 3, 4, 5, 6, 7, 9]', '"tolerance": 0.05', '"tolerance": 0.04'

    def __init__(self):
        super().__init__()
        self.run(plumb, "allow")

    def stages(self, text):
        match = re.search(r"^(\d+) stages? ran", text, re.M)
        return int(match[1]) if match else 0


class Snakemake(Tool):
    name, home = "snakemake", here / "shrinkage"
    own = ["Snakefile", "config.yaml", "summaries.py", "gain.py", "claims.py"]
    # Accounting is off here, as on many clusters, so that it asks squeue; five seconds are the least that it waits before it asks.
    command = ["snakemake", "--executor", "slurm", "--jobs", "8", "--slurm-status-command", "squeue", "--slurm-no-account",
               "--slurm-init-seconds-before-status-checks", "5", "--default-resources", "mem_mb=300", "runtime=10"] if cluster else [
               "snakemake", "--cores", "2"]
    settings = "config.yaml", '[1, 2, 3, 4, 5, 6, 7, 8]', '[1, 2, 3, 4, 5, 6, 7, 9]', 'tolerance: 0.05', 'tolerance: 0.04'

    def stages(self, text):
        match = re.findall(r"of (\d+) steps \(100%\) done", text)
        return int(match[-1]) - 1 if match else 0  # `all` does nothing


def measured(tool):
    file, seeds, others, tolerance, narrower = tool.settings
    rows = {"first run": tool.run()}
    rows["nothing to do"] = sorted(tool.run() for _ in range(5))[2]
    if cluster:
        tool.change(file, tolerance, narrower)
        rows["one tolerance"] = tool.run()
        tool.change("errors.py", "range(20)", "range(21)")
        rows["a number in `errors.py`"] = tool.run()
        return rows
    tool.change("errors.py", "from lib", "# Ours.\nfrom lib")
    rows["a comment in `errors.py`"] = tool.run()
    tool.change("curves.py", "tab:orange", "tab:green")
    rows["a colour in `curves.py`"] = tool.run()
    tool.change(file, tolerance, narrower)
    rows["one tolerance"] = tool.run()
    tool.change(file, seeds, others)
    rows["one seed"] = tool.run()
    tool.change("errors.py", "range(20)", "range(21)")
    rows["a number in `errors.py`"] = tool.run()
    return rows


tools = [Plumb(), Snakemake()]
versions = [subprocess.check_output(command, env=environment, text=True).strip()
            for command in [[plumb, "--version"], ["snakemake", "--version"], [f"{peers}/bin/python", "--version"]]]
print(f"Plumb {versions[0]}, Snakemake {versions[1]}, {versions[2]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
print("Seconds on the clock (seconds of processors), and how many stages or jobs ran:\n")
print("| | Plumb | stages | Snakemake | jobs |\n|---|---|---|---|---|")
print(f"| lines written beside the scripts | {tools[0].lines()} | | {tools[1].lines()} | |")
ours, theirs = map(measured, tools)
for row in ours:
    cells = [f"{seconds:.2f} ({used:.2f}) | {stages}" for seconds, used, stages in (ours[row], theirs[row])]
    print(f"| {row} | " + " | ".join(cells) + " |")
if cluster:
    for tool in tools:
        tool.change("errors.py", "range(21)", "range(22)")
        left, seconds, problem = tool.killed()
        print(f"\n{tool.name}, killed when three jobs ran: {left} jobs in the queue after 2 s; the next run ended "
              f"{'badly' if problem else 'well'} after {seconds:.1f} s{': ' + problem[-400:] if problem else ''}")
for folder in [home, *(tool.folder for tool in tools)]:
    shutil.rmtree(folder, ignore_errors=True)
