"""A generated project, the program run in it, and what must be equal between two of them."""
import hashlib, json, os, shutil, signal, subprocess, tempfile, time

here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What provenance says of the moment rather than of the result.
MOMENT = {"time", "times", "seconds", "memory", "host", "machine", "finished", "started", "peak", "log"}


def program():
    """The program that is hunted: $PLUMB, or the release build of this folder."""
    path = os.environ.get("PLUMB") or os.path.join(here, ".build/release/plumb")
    if not os.access(path, os.X_OK):
        raise SystemExit(f"hunt: {path} is missing; build it with `swift build -c release --product plumb`, or set PLUMB")
    return os.path.abspath(path)


def command_stage(number):
    """A program that waits a little and adds up what two stages before it wrote; some leave a process behind."""
    before = sorted({number // 2, number // 3} - {number})
    names = [f"in{k}.csv" for k in range(len(before))]
    left = "sleep 300 & " if number % 6 == 5 else ""
    read = f"awk -F, '$1 + 0 > 0 {{ s += $2 }} END {{ print s }}' {' '.join(names)}" if names else "echo 1"
    # Where a child of it is ended, the program fails: it must not go on with an empty sum.
    script = f"set -e; {left}sleep 0.0{number % 3}; s=$({read}); printf 'n,sum\\n{number + 1},%s\\n' $((s % 9973 + {number})) > out.csv"
    stage = {"kind": "command", "arguments": ["sh", "-c", script], "outputs": ["out.csv"], "memory": 16,
             "tables": [{"file": "out.csv", "columns": [{"name": "n", "type": "integer"}, {"name": "sum", "type": "integer"}]}]}
    if names:
        stage["inputs"] = [{"name": name, "from": f"cmd{k}"} for name, k in zip(names, before)]
    if number % 5 == 0:
        stage["export"] = {"out": f"data/cmd{number}.csv"}
    return stage


def manifest():
    """Sixty and more stages, a third of them programs, four figures, a claim and a report."""
    stages = {
        "points": {"kind": "sample-sphere", "n": 30, "dimension": 3, "sweep": {"seed": list(range(1, 9))}},
        "gram": {"kind": "kernel-matrix", "kernel": "ntk", "layers": 3, "points": "points", "each": "points", "transient": True},
        "eigen": {"kind": "eigendecomposition", "matrix": "gram", "each": "gram"},
        "spectrum": {"kind": "spectrum", "kernel": "ntk", "layers": 3, "dimension": 3, "degrees": 12, "digits": 20},
        "clusters": {"kind": "eigenvalue-clusters", "eigenvalues": "eigen", "spectrum": "spectrum", "degrees": 2, "each": "eigen"},
        "means": {"kind": "summarise", "data": "clusters.means", "of": ["relative"], "by": ["mean", "bootstrap"],
                  "group": ["degree"], "level": 0.95, "replicates": 200, "seed": 7},
        "range": {"kind": "summarise", "data": "means", "of": ["mean"], "by": ["least", "greatest"]},
    }
    stages.update({f"cmd{number}": command_stage(number) for number in range(24)})

    def figure(data, x, y, scale):
        return {"data": data, "panels": [{"x": {"scale": scale, "label": x}, "y": {"label": y}, "marks": [{"points": {"x": x, "y": y}}]}]}

    figures = {"decay": figure("spectrum", "degree", "mu", "log"), "sum-late": figure("cmd23", "n", "sum", "linear"),
               "sum-middle": figure("cmd12", "n", "sum", "linear"), "means-figure": figure("means", "degree", "mean", "linear")}
    claim = {"title": "holds", "statement": "s", "source": "here", "theory": "1", "method": "m",
             "checks": [{"id": "range", "name": "range", "data": "range", "value": "least", "relation": "above", "bound": 0},
                        {"id": "sum", "name": "sum", "data": "cmd23", "value": "sum", "relation": "above", "bound": 0}],
             "figures": [{"figure": "decay", "caption": "c"}, {"figure": "sum-late", "caption": "d"}]}
    return {"format": 2, "profiles": ["quick"], "stages": stages, "figures": figures, "claims": {"C1": claim},
            "papers": {"paper": {"title": "T", "authors": "A", "year": 2021, "venue": "V", "link": "https://example.org",
                                 "introduction": "i", "claims": ["C1"]}},
            "reports": {"report": {"title": "R", "introduction": "i", "papers": ["paper"]}}}


class Project:
    """A folder with a manifest and a copy of the program beside it, by which its processes are known."""

    def __init__(self, parent, content=None, name="p"):
        self.folder = tempfile.mkdtemp(prefix="plumb-hunt-", dir=parent)
        self.root = os.path.join(self.folder, name)
        os.mkdir(self.root)
        self.program = os.path.join(self.folder, "plumb")
        self.environment = {}
        try:
            os.link(program(), self.program)
        except OSError:
            shutil.copy2(program(), self.program)
        if content is not None:
            self.write("pipeline.json", json.dumps(content, indent=1))

    def write(self, path, data):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb" if isinstance(data, bytes) else "w") as file:
            file.write(data)

    def drop(self, path):
        """Removes a file of the project if it is there."""
        try:
            os.unlink(os.path.join(self.root, path))
        except FileNotFoundError:
            pass

    def start(self, *arguments, **options):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PLUMB")} | self.environment
        return subprocess.Popen([self.program, *arguments], cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=environment, start_new_session=True, **options)

    def run(self, *arguments, limit=120):
        """Exit code (minus the signal, None after `limit` seconds), output and errors."""
        return finish(self.start(*arguments), limit)

    def processes(self):
        """The processes that run the copy of the program, or stand in the folder: number and whether it is the program."""
        found = []
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                exe, cwd = os.readlink(f"/proc/{name}/exe"), os.readlink(f"/proc/{name}/cwd")
                if open(f"/proc/{name}/stat").read().rsplit(")", 1)[1].split()[0] == "Z":
                    continue
            except OSError:
                continue
            if exe.startswith(self.folder) or cwd.startswith(self.folder):
                found.append((int(name), exe.startswith(self.folder)))
        return found

    def left(self, seconds=5):
        """Processes that are still there after a while."""
        end = time.time() + seconds
        while self.processes() and time.time() < end:
            time.sleep(0.02)
        return self.processes()

    def attempts(self):
        try:
            return os.listdir(os.path.join(self.root, ".plumb/attempts"))
        except FileNotFoundError:
            return []

    def remove(self):
        for number, _ in self.processes():
            try:
                os.kill(number, signal.SIGKILL)
            except OSError:
                pass
        shutil.rmtree(self.folder, ignore_errors=True)


def finish(process, limit):
    try:
        output, error = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, error = process.communicate()
        return None, output.decode(errors="replace"), error.decode(errors="replace")
    return process.returncode, output.decode(errors="replace"), error.decode(errors="replace")


def stable(value):
    """Provenance without what belongs to the moment."""
    if isinstance(value, dict):
        return {key: stable(item) for key, item in value.items() if key not in MOMENT}
    return [stable(item) for item in value] if isinstance(value, list) else value


def published(root):
    """Every published file by its digest, the lock too; provenance by its stable part, its page left out."""
    files = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != ".plumb"]
        for name in names:
            if name == "provenance.md":
                continue
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                data = file.read()
            if name == "provenance.json":
                data = json.dumps(stable(json.loads(data)), sort_keys=True).encode()
            files[os.path.relpath(path, root)] = hashlib.sha256(data).hexdigest()
    return files


def complaint(code, error, allowed=(0, 1, 2, 130)):
    """What is wrong with how a command ended: a signal, an unknown code, a hang, a trap's report, an error that is a heap
    of lines; None when nothing is."""
    if code is None:
        return "it hangs"
    if code < 0 or code not in allowed:
        return f"it ended with {code}: {error[-300:]!r}"
    for word in ("Fatal error", "Crash:", "*** Program crashed", "Swift/", "Traceback", "was ended by signal", "crashed (signal", "NSError", "Domain="):
        if word in error:
            return f"it says {word}: {error[-600:]!r}"
    if code and not error.strip():
        return f"it ended with {code} and says nothing"
    long = [line for line in error.splitlines() if len(line) > 4000]
    return f"a line of {len(long[0])} characters" if long else None


class Hunt:
    """Counts rounds and faults, and prints them."""

    def __init__(self, name, seed):
        self.name, self.rounds, self.faults, self.start = name, 0, [], time.time()
        print(f"hunt {name}: seed {seed}", flush=True)

    def fault(self, text):
        self.faults.append(text)
        print(f"FAULT {self.name}, round {self.rounds}: {text}", flush=True)

    def keep(self, text, files):
        """A fault with its inputs, which are kept: name and content."""
        folder = os.path.join(here, "Benchmarks/.hunted", f"{self.name}-{int(time.time())}-{self.rounds}")
        os.makedirs(folder, exist_ok=True)
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        self.fault(f"{text}; kept in {os.path.relpath(folder, here)}")

    def repeat(self, rounds, one_round, *arguments):
        """So many rounds, each of which counts exit codes in its last argument."""
        counts = {}
        for _ in range(rounds):
            self.rounds += 1
            one_round(self, *arguments, counts)
        return self.end(f"; exit codes {dict(sorted(counts.items(), key=str))}")

    def whole(self, project, expected, name):
        """Faults where a project, run to its end, has other bytes than an undisturbed one, or leaves something behind."""
        project.run("lock")
        if differences(expected, published(project.root)):
            self.fault(f"{name}: other bytes: {differences(expected, published(project.root))}")
        if project.attempts():
            self.fault(f"{name}: attempt folders are left: {project.attempts()}")
        code, output, error = project.run("verify")
        if code != 0:
            self.fault(f"{name}: verify ended with {code}: {output[-300:]!r} {error[-300:]!r}")

    def end(self, note=""):
        print(f"hunt {self.name}: {self.rounds} rounds, {len(self.faults)} faults{note}, {time.time() - self.start:.0f} s", flush=True)
        return 1 if self.faults else 0


def differences(expected, found):
    return sorted(key for key in set(expected) | set(found) if expected.get(key) != found.get(key))
