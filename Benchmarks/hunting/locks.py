"""Damaged plumb.lock.json files, given to every command that reads one."""
import json, os, random

from . import mutate
from .outside import Trap
from .project import Hunt, Project, complaint, manifest

COMMANDS = [["diff"], ["diff", "--json"], ["diff", "plumb.lock.json", "old.json"], ["diff", "--html", "changes.html", "--replace"],
            ["status"], ["run", "C1", "--pages", "--allow-commands"], ["run", "--allow-commands"], ["attach", "--html", "r.html", "--replace"],
            ["attach", "--latex", "tex", "--replace"], ["attach", "--arxiv", "sub", "--replace"], ["attach", "--crate", "c.zip", "--replace"], ["lock"]]


def small():
    content = manifest()
    content["stages"] = {name: stage for name, stage in content["stages"].items() if not name.startswith("cmd") or name == "cmd0"}
    content["figures"] = {"decay": content["figures"]["decay"]}
    content["claims"]["C1"]["checks"] = content["claims"]["C1"]["checks"][:1]
    content["claims"]["C1"]["figures"] = content["claims"]["C1"]["figures"][:1]
    return content


def hunt(rounds, seed, parent):
    random.seed(seed)
    result, project = Hunt("locks", seed), Project(parent, small())
    try:
        trap = Trap(project)
        project.environment = trap.environment
        for command in (["run", "--allow-commands"], ["lock"]):
            assert project.run(*command)[0] == 0
        with open(os.path.join(project.root, "plumb.lock.json"), "rb") as file:
            good = file.read()
        project.write("old.json", good)
        trap = Trap(project)
        return result.repeat(rounds, one_round, project, trap, good)
    finally:
        project.remove()


def one_round(result, project, trap, good, counts):
    bad = mutate.blob(good) if random.random() < 0.4 else mutate.text(mutate.tree(json.loads(good)))
    for command in random.sample(COMMANDS, 3):
        project.write("plumb.lock.json", bad)
        code, output, error = project.run(*command, limit=60)
        counts[code] = counts.get(code, 0) + 1
        wrong = complaint(code, error if command[0] != "diff" else error or output) or trap.change()
        if wrong:
            result.keep(f"{' '.join(command)}: {wrong}", {"plumb.lock.json": bad, "pipeline.json": json.dumps(small(), indent=1).encode()})
