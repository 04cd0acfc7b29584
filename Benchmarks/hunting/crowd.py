"""Many runs at once on one cache, beside commands that remove, check and compare; the end is that of a lone run."""
import os, random, time

from .kill import undisturbed
from .project import Hunt, Project, complaint, differences, finish, manifest, published

# Commands beside the runs. They may find results missing (code 1) and may differ from the lock (code 1); 2 is a diff that
# has nothing to compare with.
BESIDE = [["gc", "--delete"], ["verify"], ["attach", "--html", "report.html"], ["attach", "--crate", "results.zip"], ["lock"],
          ["diff"], ["status"], ["gc", "--delete"]]


def one_round(hunt, parent, content, expected):
    project, other = Project(parent, content), Project(parent, content)
    # A second project on the cache of the first, in half of the rounds.
    both = random.choice([[project], [project, other]])
    other.environment["PLUMB_CACHE"] = os.path.join(project.root, ".plumb")
    try:
        runs = [random.choice(both).start("run", "--allow-commands", "--jobs", random.choice("12"))
                for _ in range(random.randrange(2, 9))]
        beside = []
        end = time.time() + 60
        while any(run.poll() is None for run in runs) and time.time() < end:
            command = random.choice(BESIDE)
            beside.append((command, random.choice(both).start(*command)))
            time.sleep(random.uniform(0.02, 0.3))
        for command, process in [(["run"], run) for run in runs] + beside:
            code, output, error = finish(process, 120)
            if command[0] == "gc" and "is in use by a run; try again" in error:
                continue
            wrong = complaint(code, error + ("" if command[0] != "diff" else output), (0,) if command[0] in ("run", "verify", "gc") else (0, 1, 2))
            if wrong:
                hunt.fault(f"{' '.join(command)} among {len(runs)} runs: {wrong}")
        for each in both:
            settle(hunt, each, expected, len(runs))
        return len(runs), len(beside)
    finally:
        other.remove()
        project.remove()


def settle(hunt, project, expected, count):
    code, _, error = project.run("run", "--allow-commands")
    if code != 0:
        hunt.fault(f"the run after {count} at once ended with {code}: {error[-600:]!r}")
    project.run("lock")
    for path in ("report.html", "results.zip"):
        project.drop(path)
    if differences(expected, published(project.root)):
        hunt.fault(f"after {count} runs at once, other bytes: {differences(expected, published(project.root))}")
    if project.left() or project.attempts():
        hunt.fault(f"left: {project.processes()} {project.attempts()}")
    code, output, error = project.run("verify")
    if code != 0:
        hunt.fault(f"verify ended with {code}: {output[-300:]!r} {error[-300:]!r}")


def hunt(rounds, seed, parent):
    random.seed(seed)
    content = manifest()
    expected = undisturbed(parent, content)
    result = Hunt("crowd", seed)
    runs = beside = 0
    for _ in range(rounds):
        result.rounds += 1
        more = one_round(result, parent, content, expected)
        runs, beside = runs + more[0], beside + more[1]
    return result.end(f"; {runs} runs, {beside} commands beside them")
