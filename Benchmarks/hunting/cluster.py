"""Disturbs runs on a real SLURM, started on this machine, in every way that clusters know; after at most one more run all
must be as an undisturbed local run leaves it, with nothing in the queue and no process left."""
import os, random, re, shutil, signal, subprocess, tempfile, time

from .project import Hunt, Project, command_stage, complaint, differences, finish, here, manifest, published

SCRIPT = os.path.join(here, "Tests/Support/Cluster/cluster")
WORKERS = "8"
# The kinds that users meet first are tried more often.
OFTEN = {"node killed": 10, "coordinator killed": 10, "coordinator killed with jobs pending": 10}


class Cluster:
    """Four nodes of two cores; see the script for what can be done to them."""

    def __init__(self, parent, **settings):
        self.folder = tempfile.mkdtemp(prefix="plumb-cluster-", dir=parent)
        own = {f"CLUSTER_{key.upper()}": str(value) for key, value in ({"nodes": 4} | settings).items()}
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("CLUSTER", "SLURM"))}
        self.environment |= {"CLUSTER": self.folder} | own
        self("start", str(os.getpid()))
        self.clients = {"SLURM_CONF": self.folder + "/slurm.conf", "HOME": self.folder}

    def __call__(self, *words, check=True):
        done = subprocess.run([SCRIPT, *words], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if check and done.returncode:
            raise SystemExit(f"hunt cluster: {words}: {done.stderr}")
        return done.stdout

    def start(self, *words):
        """A command of a client that is not waited for."""
        return subprocess.Popen(words, env=os.environ | self.clients, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def queue(self, form="%i %T"):
        states = "--states=PENDING,RUNNING,SUSPENDED,CONFIGURING"
        return self("run", "squeue", "--noheader", states, f"--format={form}", check=False).split("\n")[:-1]

    def empty_within(self, seconds):
        """Seconds until the queue was empty; None if it was not within so many."""
        begin = time.time()
        while self.queue():
            if time.time() - begin > seconds:
                return None
            time.sleep(0.05)
        return time.time() - begin

    def stop(self):
        self("stop")


def large():
    """Two hundred stages: programs of 0.1 to 1 s, small ones, and some that write some ten megabytes."""
    content = manifest()
    stages = content["stages"]
    stages["points"]["sweep"] = {"seed": list(range(1, 31))}
    stages["big"] = {"kind": "sample-sphere", "n": 400_000, "dimension": 3, "sweep": {"seed": [1, 2, 3, 4]}}
    for number in range(24, 70):
        stages[f"cmd{number}"] = command_stage(number)
    for number in range(70):
        stage = stages[f"cmd{number}"]
        stage["arguments"][2] = re.sub("sleep 0.0[0-9]", f"sleep {random.Random(number).choice([0.1, 0.2, 0.4, 1])}", stage["arguments"][2])
    return content


def long():
    """The same with four programs that take 40 s: SLURM looks every 30 s whether the time of a job is up."""
    content = large()
    for number in range(4):
        stage = command_stage(0)
        stage["arguments"][2] = f": {number}; sleep 40; echo x,1 > out.csv"
        content["stages"][f"long{number}"] = {key: stage[key] for key in ("kind", "arguments", "outputs", "memory")}
        content["stages"][f"long{number}"]["export"] = {"out": f"data/long{number}.csv"}
    return content


def command_line(process):
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:
            return process, file.read()[:200]
    except OSError:
        return process, b""


class Round:
    """A project, a cluster, and a run that is going on there."""

    def __init__(self, hunt, parent, content, name, settings=None, options=(), workers=WORKERS, program=None):
        self.hunt, self.name, self.options, self.workers = hunt, name, options, workers
        self.project = Project(parent, content)
        self.cluster = Cluster(parent, **(settings(self.project) if settings else {}))
        self.project.environment = self.cluster.clients
        self.messages = set()
        # Whether the disturbance was seen to take hold; None where that cannot be seen.
        self.held = None

    def begin(self, *options):
        self.run = self.project.start("run", "--allow-commands", "--executor", "slurm", "--workers", self.workers, *options)

    def wait(self, fraction=0.6):
        """Waits until some stages have ended, at most that fraction of them."""
        wanted = random.uniform(0.02, fraction) * 200
        end = time.time() + 60
        while self.run.poll() is None and time.time() < end and self.done() < wanted:
            time.sleep(0.01)

    def done(self):
        try:
            with open(os.path.join(self.project.root, ".plumb/records"), "rb") as file:
                return file.read().count(b"\n")
        except OSError:
            return 0

    def node(self):
        return random.choice([1, 2, 3, 4])

    def end(self, limit=240):
        """Takes in how the run ended."""
        code, output, error = finish(self.run, limit)
        self.hear(code, error)
        return code, error

    def hear(self, code, error, name="the run"):
        problem = complaint(code, error, (0, 1, 130, 143, -9))
        if problem and code != -9:
            self.hunt.fault(f"{self.name}: {name}: {problem}")
        for line in error.splitlines():
            message = line.split("failed: ", 1)[-1] if line.startswith("[") and "failed: " in line else line
            if line.startswith(("    ", "[")) and message is line or re.match("failed like |plumb: [0-9]+ stages? failed", line):
                continue
            self.messages.add(re.sub("[0-9]{2,}", "N", message))
            if ";" not in message and "stopping" not in message:
                self.hunt.fault(f"{self.name}: a message without a remedy: {message!r}")

    def conclude(self, expected, code, seconds=2.0):
        """At most one more run, and everything must be as it should."""
        if any("may be left in its queue" in message for message in self.messages):
            again, output, error = self.project.run("cancel")
            self.hear(again, error, "cancel")
        left = self.cluster.empty_within(15)
        if left is None or left > seconds:
            self.hunt.fault(f"{self.name}: the queue was empty after {left} s: {self.cluster.queue()}")
        # The mounts of the nodes stand in the folder as well.
        processes = [line for line in map(command_line, [k for k, _ in self.project.left(2)]) if not line[1].startswith(b"bindfs")]
        if processes:
            self.hunt.fault(f"{self.name}: processes are left: {processes}")
        if code != 0:
            again, output, error = self.project.run(
                "run", "--allow-commands", "--executor", "slurm", "--workers", WORKERS, limit=240)
            self.hear(again, error, "the next run")
            if again != 0:
                self.hunt.fault(f"{self.name}: the next run ended with {again}: {error[-600:]!r}")
        code, output, error = self.project.run("run", "--allow-commands")
        if not output.startswith("nothing to do"):
            self.hunt.fault(f"{self.name}: a further run has something to do: {output[:300]!r} {error[:300]!r}")
        self.hunt.whole(self.project, expected, self.name)
        runs = os.listdir(os.path.join(self.project.root, ".plumb/runs"))
        if runs:
            self.hunt.fault(f"{self.name}: folders of runs are left: {runs}")
        self.cluster.empty_within(1) is None and self.hunt.fault(f"{self.name}: jobs are left: {self.cluster.queue()}")
        return left

    def job_states(self):
        """The states that jobs ended in or are in, as long as slurmctld remembers them."""
        return set(re.findall(r"JobState=(\w+)", self.cluster("run", "scontrol", "--oneliner", "show", "jobs", check=False)))

    def controller_log(self):
        with open(self.cluster.folder + "/log/slurmctld") as file:
            return file.read()

    def stop(self):
        self.cluster.stop()
        self.project.remove()


# Ways to disturb. Each is given a round, and returns how the run ended; what it broke it mends.

def disturbed(*options, mend=None, fraction=0.6):
    """A way that does something to the cluster in the middle of a run."""
    def way(do):
        def whole(round):
            round.begin(*options)
            round.wait(fraction)
            healing = do(round)
            code, _ = round.end()
            if healing:
                healing()
            return code
        return whole
    return way


def taken(verb, back):
    @disturbed()
    def way(round):
        node = f"node{round.node()}"
        round.cluster(verb, node)
        return lambda: round.cluster(back, node)
    return way


def stopped(verb):
    @disturbed()
    def way(round):
        node = f"node{round.node()}"
        round.cluster(verb, node)
        time.sleep(random.choice([1, 5, 30]))
        round.cluster("thaw", node)
    return way


@disturbed()
def controller_killed(round):
    round.cluster("controller-kill")
    time.sleep(30)
    round.cluster("controller-start")


@disturbed()
def coordinator_killed(round):
    if int(round.workers) > 8:
        round.held = "PENDING" in " ".join(round.cluster.queue())
    round.run.send_signal(random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))


@disturbed("--slurm", "-p scavenge", fraction=0.3)
def preempted(round):
    for _ in range(3):
        round.cluster.start("srun", "-p", "urgent", "-n", "3", "--mem=900M", "sleep", "2").wait()


@disturbed(fraction=0.3)
def time_limit(round):
    jobs = [line.split()[0] for line in round.cluster.queue() if "RUNNING" in line]
    for job in random.sample(jobs, min(4, len(jobs))):
        round.cluster("expire", job, check=False)


@disturbed("--slurm", "--mem=60M", fraction=0.1)
def memory_limit(round):
    pass


def refused(round):
    """Four jobs at most: the other workers are not to be had."""
    round.cluster("jobs", "4")
    return nothing(round)


def two_coordinators(round):
    """On two nodes, which see the folder through stale mounts and no locks of each other."""
    inside = ("unset $(env | grep -o '^SLURM[A-Z_]*' | grep -v SLURM_CONF); "
              f"exec {round.project.program} run --allow-commands --executor slurm --workers 3 >> {round.project.folder}/$0.log 2>&1")
    runs = [round.cluster.start("srun", "--job-name=mine", "-w", f"node{k}", "-D", round.project.root, "sh", "-c", inside, f"node{k}")
            for k in (1, 2)]
    for run in runs:
        run.wait(240)
    texts = [open(os.path.join(round.project.folder, f"node{k}.log")).read() for k in (1, 2)]
    ended = [" ran, " in text or "nothing to do" in text for text in texts]
    if not any(ended):
        round.hunt.fault(f"two coordinators: none ended well: {[text[-300:] for text in texts]}")
    for text, well in zip(texts, ended):
        if not well:
            round.hear(1, text)
            if "goes on on node" not in text:
                round.hunt.fault(f"two coordinators: the other was not refused: {text[-300:]!r}")
    return 0 if all(ended) else 1


@disturbed()
def nothing(round):
    pass


def without_folder(project):
    return {"private": project.root, "odd": "node1"}


def other_program(project):
    folder = os.path.join(project.folder, "bin")
    os.mkdir(folder)
    os.rename(project.program, folder + "/plumb")
    project.program = folder + "/plumb"
    return {"private": folder, "odd": "node1"}


def with_other_program(round):
    copy = round.cluster.folder + "/own/node1/plumb"
    shutil.copy2(round.project.program, copy)
    with open(copy, "ab") as file:
        file.write(b"\n")
    return nothing(round)


def ways():
    stale = lambda project: {"shared": project.folder, "stale": 20}
    return {
        "node killed": (taken("kill", "revive"), {}), "frozen and thawed": (stopped("freeze"), {}), "cut and thawed": (stopped("cut"), {}),
        "drained": (taken("drain", "undrain"), {}), "controller killed": (controller_killed, {}), "coordinator killed": (coordinator_killed, {}),
        "coordinator killed with jobs pending": (coordinator_killed, {"workers": "14"}), "preempted": (preempted, {}),
        "time limit": (time_limit, {"content": long}), "memory limit": (memory_limit, {}), "jobs refused": (refused, {"workers": "8"}),
        "two coordinators": (two_coordinators, {"settings": stale}), "stale mounts": (nothing, {"settings": stale}),
        "a node without the folder": (nothing, {"settings": without_folder}),
        "a node with another program": (with_other_program, {"settings": other_program}),
    }


# What shows that a disturbance took hold, where that can be seen afterwards.
SIGNS = {
    "node killed": lambda round: "NODE_FAIL" in round.job_states(),
    "preempted": lambda round: "PREEMPTED" in round.job_states(),
    "time limit": lambda round: "TIMEOUT" in round.job_states(),
    "memory limit": lambda round: any("took more than" in message for message in round.messages),
    "jobs refused": lambda round: "MaxJobCount" in round.controller_log(),
}


def undisturbed(content):
    """What a local run of it publishes."""
    clean = Project(tempfile.gettempdir(), content)
    try:
        for command in (["run", "--allow-commands"], ["lock"]):
            code, _, error = clean.run(*command, limit=300)
            if code != 0:
                raise SystemExit(f"hunt: the undisturbed run fails: {error}")
        return published(clean.root)
    finally:
        clean.remove()


def hunt(rounds, seed, parent):
    random.seed(seed)
    if os.getuid() != 0 or not shutil.which("srun"):
        raise SystemExit("hunt cluster: needs root and the packages slurmctld slurmd slurm-client munge bindfs")
    wanted = {}
    result = Hunt("cluster", seed)
    only = os.environ.get("HUNT_ONLY", "").split(",")
    for name, (way, options) in ways().items():
        if only != [""] and name not in only:
            continue
        count = rounds * OFTEN.get(name, 3) // 3
        make = options.pop("content", large)
        if make not in wanted:
            wanted[make] = undisturbed(make())
        messages, codes, holds, slowest, begin = set(), [], [], 0, time.time()
        for _ in range(count):
            result.rounds += 1
            round = Round(result, parent, make(), name, **options)
            try:
                code = way(round)
                codes.append(code)
                holds.append(SIGNS[name](round) if name in SIGNS else round.held)
                slowest = max(slowest, round.conclude(wanted[make], code) or 0)
            finally:
                round.stop()
            messages |= round.messages
        seen = [hold for hold in holds if hold is not None]
        took = f" took hold in {sum(seen)}," if seen else ""
        print(f"{name}: {count} rounds,{took} exit codes {sorted(codes, key=str)}, queue empty after at most {slowest:.1f} s, "
              f"{(time.time() - begin) / max(count, 1):.0f} s a round", flush=True)
        for message in sorted(messages):
            print(f"    {message}", flush=True)
    return result.end()
