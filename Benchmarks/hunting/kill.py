"""Kills runs in twelve ways; one undisturbed run must then end like one that nobody touched."""
import os, random, signal, time

from .project import Hunt, Project, complaint, finish, manifest, published

KILL, TERM, INT = signal.SIGKILL, signal.SIGTERM, signal.SIGINT


def send(number, which, group=False):
    try:
        (os.killpg if group else os.kill)(number, which)
    except ProcessLookupError:
        pass


def workers(project, run):
    return [number for number, ours in project.processes() if ours and number != run.pid]


def programs(project, run):
    return [number for number, ours in project.processes() if not ours]


def wait_for(condition, run, seconds=3):
    end = time.time() + seconds
    while run.poll() is None and time.time() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.001)
    return None


def some(project, which, count=1):
    """A way that sends a signal to `count` workers or programs of stages, one after the other."""
    list_of, signal_number = which

    def way(run):
        for _ in range(count):
            found = wait_for(lambda: list_of(project, run), run)
            if found:
                send(random.choice(found), signal_number)
            time.sleep(random.uniform(0, 0.05))
    return way


def at_random(which, group=False, again=None):
    def way(run):
        time.sleep(random.uniform(0.005, 1.3))
        send(run.pid, which, group)
        if again:
            time.sleep(random.uniform(0, 0.02))
            send(run.pid, again, group)
    return way


def publishing(project):
    """Kills when the first published file stands there, or half of one."""
    def way(run):
        folder = random.choice(["figures", "reports", "data"])
        wait_for(lambda: os.path.exists(os.path.join(project.root, folder)), run)
        time.sleep(random.uniform(0, 0.01))
        send(run.pid, KILL)
    return way


def recording(project):
    """Kills just after the file of records has grown, a random number of times."""
    def size():
        path = os.path.join(project.root, ".plumb/records")
        return os.path.getsize(path) if os.path.exists(path) else 0

    def way(run):
        for _ in range(random.randrange(1, 8)):
            before = size()
            wait_for(lambda: size() > before, run, 1)
        time.sleep(random.uniform(0, 0.002))
        send(run.pid, KILL)
    return way


def ways(project):
    return {
        "KILL to plumb": at_random(KILL), "TERM to plumb": at_random(TERM), "INT to plumb": at_random(INT),
        "INT, then KILL": at_random(INT, again=KILL), "INT twice": at_random(INT, again=INT),
        "KILL to a worker": some(project, (workers, KILL)), "TERM to three workers": some(project, (workers, TERM), 3),
        "KILL to a program": some(project, (programs, KILL)), "TERM to three programs": some(project, (programs, TERM), 3),
        "KILL to the group": at_random(KILL, group=True), "KILL while publishing": publishing(project),
        "KILL while recording": recording(project),
    }


# Exit codes of a run that somebody disturbed: its own, and those of the signals.
DISTURBED = (0, 1, 130, 143, -KILL, -TERM, -INT)


def disturb(hunt, project, name):
    run = project.start("run", "--allow-commands", "--jobs", random.choice("124"))
    ways(project)[name](run)
    if "to plumb" not in name and "group" not in name and "KILL while" not in name and random.random() < 0.5:
        time.sleep(random.uniform(0, 0.3))
        send(run.pid, KILL)
    code, _, error = finish(run, 60)
    if code not in DISTURBED:
        hunt.fault(f"{name}: ended with {code}: {error[-300:]!r}")
    if any(word in error for word in ("Fatal error", "Program crashed", "Swift/")):
        hunt.fault(f"{name}: {error[-600:]!r}")


def one_round(hunt, parent, content, expected, name):
    project = Project(parent, content)
    try:
        for _ in range(random.choice([1, 1, 2, 3])):
            disturb(hunt, project, name)
        left = project.left()
        if left:
            hunt.fault(f"{name}: processes are left: {left}")
        code, output, error = project.run("run", "--allow-commands", limit=120)
        if code != 0 or complaint(code, error):
            hunt.fault(f"{name}: the undisturbed run ended with {code}: {error[-600:]!r}")
        hunt.whole(project, expected, name)
        code, output, error = project.run("run", "--allow-commands")
        if not output.startswith("nothing to do"):
            hunt.fault(f"{name}: a further run has something to do: {output[:200]!r}")
    finally:
        project.remove()


def undisturbed(parent, content):
    """The published files of a run that nobody touches."""
    clean = Project(parent, content)
    try:
        for command in (["run", "--allow-commands"], ["lock"]):
            code, _, error = clean.run(*command)
            if code != 0:
                raise SystemExit(f"hunt: the undisturbed run fails: {error}")
        return published(clean.root)
    finally:
        clean.remove()


def hunt(rounds, seed, parent):
    random.seed(seed)
    content = manifest()
    expected = undisturbed(parent, content)
    result = Hunt("kill", seed)
    names = list(ways(None))
    counts = dict.fromkeys(names, 0)
    for number in range(rounds):
        result.rounds += 1
        name = names[number % len(names)]
        counts[name] += 1
        one_round(result, parent, content, expected, name)
    print("; ".join(f"{name}: {count}" for name, count in counts.items()))
    return result.end()

