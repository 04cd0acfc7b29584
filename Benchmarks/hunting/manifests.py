"""Hostile manifests: nothing of them starts a program, leaves the folder, traps or hangs."""
import glob, json, os, random

from . import mutate
from .locks import small
from .outside import Trap
from .project import Hunt, Project, complaint, here

COMMANDS = [["status"], ["list"], ["data"], ["graph"], ["gc"], ["run", "--dry-run"], ["run"], ["run", "--set", "points.n=5"], ["show", "points"],
            ["why", "range"], ["lock"], ["verify"], ["attach", "--html", "r.html"]]
# What a stranger might write, at any place.
HOSTILE = ["../victim", "../../victim", "/tmp/victim", "..", ".git/config", ".bashrc", "link/victim", "pipeline.json", "plumb.lock.json", ".plumb/records",
           "figures/../../victim", "a/./b", "a//b", "CON", "a\\..\\b", "~/x", "$HOME/x", "`touch ../victim`", "<script>alert(1)</script>",
           "javascript:alert(1)", "![x](../victim)", "](x)", "$\\input{/etc/passwd}$", "\\write18{touch ../victim}", "%s%n", "{points.n}", "{points.seed.0}",
           "points[seed=1]", "points[seed=99]", "points[", "*", {"quick": 1}, {"full": []}, {"from": "points"}, {"sweep": {"n": list(range(2000))}},
           {"kind": "command", "arguments": ["touch", "../victim"], "outputs": ["a.csv"]}, {"kind": "dataset", "images": "/dev/zero", "labels": "../victim"},
           {"out": "../victim"}, {"table": "link/victim"}, "1" * 400, 1e300, -5, [1] * 300]


def seeds():
    documents = [small()]
    for name in ("Benchmarks/fuzz-manifest.json", "Tests/FifthPaper/reciprocal-squares.json", "docs/gallery/pipeline.json"):
        with open(os.path.join(here, name)) as file:
            documents.append(json.load(file))
    return documents


def hunt(rounds, seed, parent):
    random.seed(seed)
    result, project, documents = Hunt("manifests", seed), Project(parent), seeds()
    try:
        os.symlink("..", os.path.join(project.root, "link"))
        project.environment = Trap(project).environment
        trap = Trap(project)
        return result.repeat(rounds, one_round, project, trap, documents)
    finally:
        project.remove()


def cheap(tree):
    """The manifest with sizes that a run bears; whether a size is possible at all is for `inputs`."""
    for holder, key in mutate.places(tree):
        value = holder[key]
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 60 < abs(value) < 1e6:
            holder[key] = 60
    return tree


def hostile(documents):
    bad = cheap(mutate.tree(random.choice(documents), HOSTILE, 1))
    if random.random() < 0.4:
        bad = mutate.tree(bad, HOSTILE)
    return mutate.text(bad) if random.random() < 0.9 else mutate.blob(mutate.text(bad))


def one_round(result, project, trap, documents, counts):
    # One that does not load says little of what a run does: up to five are tried first.
    for _ in range(5):
        text = hostile(documents)
        project.write("pipeline.json", text)
        code, _, error = project.run("status", limit=90)
        wrong = complaint(code, error) or trap.change()
        if wrong:
            result.keep(f"status: {wrong}", {"pipeline.json": text})
        if code == 0:
            break
    for command in random.sample(COMMANDS, 2):
        project.write("pipeline.json", text)
        code, _, error = project.run(*command, *(["--memory", "1"] if command[0] in ("run", "verify") else []), limit=90)
        counts[code] = counts.get(code, 0) + 1
        wrong = complaint(code, error, (0, 1, 2, 3)) or trap.change()
        if wrong:
            result.keep(f"{' '.join(command)}: {wrong}", {"pipeline.json": text})
