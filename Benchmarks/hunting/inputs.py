"""Random parameters for every kind of the catalogue, with poisoned matrices and tables as inputs.

What a kind is given is learnt from the project's own manifest (`plumb show '*' --json`), what its parameters may be from
`plumb schema`. A stage may fail, in one line; it may not trap, hang or touch anything outside the project's folder.
"""
import json, os, random, resource, struct, subprocess

from . import mutate
from .outside import Trap
from .project import Hunt, Project, complaint, finish, here, program

NUMBERS = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-300, 5e-324, 1e308, -1e308, float("inf"), float("-inf"), float("nan"), 2.0 ** 53, 1e-16, 7, 10]
# What runs programs, and what reads files that `fuzz idx` damages.
APART = {"command", "dataset"}
# Kinds whose results have a type that no program writes: they are made from poisoned inputs themselves.
TYPED = {"claim", "figure", "paper"}


def catalogue():
    """For each kind the stages of the project's own manifest, and the schema of its parameters."""
    ask = lambda *arguments: json.loads(subprocess.run([program(), *arguments], cwd=here, capture_output=True, check=True).stdout)
    stages, schema = ask("show", "*", "--json"), ask("schema")
    outputs = {stage["id"]: stage for stage in stages}
    kinds = {}
    for stage in stages:
        if stage["kind"] not in APART:
            kinds.setdefault(stage["kind"], []).append(stage)
    return kinds, outputs, {kind: schema["$defs"].get(f"stages: {kind}, plain", {}).get("properties", {}) for kind in kinds}


def number(kind):
    if kind == "calm":
        return random.gauss(0, 1)
    return random.choice(NUMBERS) if random.random() < 0.3 else random.gauss(0, 10 ** random.uniform(-3, 3))


def matrix(rows, output, sober):
    """A file of .npy: calm, unit rows, symmetric, or poisoned; of a strange shape or damaged unless it is `sober`."""
    one = any(word in output for word in ("label", "target", "value"))
    kind = random.choice(["calm", "unit", "symmetric", "poisoned", "equal", "labels"])
    if sober:
        kind = "labels" if "label" in output else "calm" if one else "symmetric" if "gram" in output or "matrix" in output else "unit"
    if not sober and random.random() < 0.4:
        rows = random.choice([0, 1, 2, 3, 10, 25])
    columns = 1 if one and (sober or random.random() < 0.8) else random.choice([0, 1, 1, 2, 3, 10, 784] if not sober else [3])
    if kind == "symmetric":
        columns = rows
    cells = [[number("calm" if kind != "poisoned" else kind) for _ in range(columns)] for _ in range(rows)]
    if kind == "unit":
        cells = [[value / (sum(x * x for x in row) ** 0.5 or 1) for value in row] for row in cells]
    if kind == "symmetric":
        cells = [[cells[min(i, j)][max(i, j)] + (2.0 * rows if i == j else 0) for j in range(columns)] for i in range(rows)]
    if kind == "equal":
        cells = [[1.0] * columns for _ in range(rows)]
    if kind == "labels":
        cells = [[float(random.choice([0, 1, 3, 5, 9] if sober else [0, 1, 9, -1])) for _ in range(columns)] for _ in range(rows)]
    if kind != "poisoned" and rows and columns and random.random() < (0.1 if sober else 0.3):
        cells[random.randrange(rows)][random.randrange(columns)] = random.choice(NUMBERS)
    header = f"{{'descr': '<f8', 'fortran_order': {random.choice(['False', 'False', 'True'])}, 'shape': ({rows}, {columns}), }}\n".encode()
    data = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + b"".join(struct.pack("<d", x) for row in cells for x in row)
    return mutate.blob(data) if not sober and random.random() < 0.1 else data


def cell(column, calm):
    if column["type"] == "text":
        return random.choice(["even", "odd", "a", "b"] if calm else ["", "a", "x" * 3000, "é", '"a,b"', '"a\nb"', "ntk", "nan"])
    if column["type"] == "integer":
        return str(random.randrange(1, 9) if calm else random.choice([0, 1, -1, 2, 3, 2 ** 53, -2 ** 53, 10 ** 15]))
    value = abs(number("calm")) + 0.1 if calm else number("poisoned")
    return "" if value != value else repr(value)


def table(columns):
    calm = random.random() < 0.5
    lines = [",".join(column["name"] for column in columns)]
    for _ in range(random.choice([0, 1, 2, 3, 12, 40])):
        lines.append(",".join(cell(column, calm and random.random() < 0.97) for column in columns))
    data = ("\n".join(lines) + "\n").encode()
    return mutate.blob(data) if random.random() < 0.05 else data


def value(rule, old):
    """Another value of the type that the schema states; extremes of its range now and then."""
    choices = [rule, *rule.get("anyOf", [])]
    if random.random() < 0.04:
        return random.choice(mutate.VALUES)
    if isinstance(old, list) and old:
        new = [value({}, item) for item in old[:6]]
        return random.choice([new, new[:1], new + new, [], old])
    for choice in choices:
        if "enum" in choice:
            return random.choice(choice["enum"])
        if choice.get("type") in ("integer", "number") and "minimum" in choice:
            low, high = choice["minimum"], choice.get("maximum", 1e9)
            small = low + (random.randrange(12) if choice["type"] == "integer" else random.random() * min(10, high - low))
            return random.choice([small, small, small, old if old is not None else small, low, high if random.random() < 0.2 else small])
        if choice.get("type") == "boolean":
            return random.random() < 0.5
    if isinstance(old, bool):
        return not old
    if isinstance(old, (int, float)):
        return random.choice([old, old, old // 2, old + 1, -old, 0, old * 1000])
    return old


def put(tree, path, item):
    """Sets what `panels[0].data` names."""
    steps = path.replace("[", ".").replace("]", "").split(".")
    for step, following in zip(steps, steps[1:]):
        key = int(step) if step.isdigit() else step
        if isinstance(tree, list):
            while len(tree) <= key:
                tree.append({})
        elif key not in tree:
            tree[key] = [] if following.isdigit() else {}
        tree = tree[key]
    last = int(steps[-1]) if steps[-1].isdigit() else steps[-1]
    if isinstance(tree, list):
        tree += [item] * (last + 1 - len(tree))
    tree[last] = item


def ends(rule):
    """The ends of a number's range, where the schema states one."""
    for choice in [rule, *rule.get("anyOf", [])]:
        if choice.get("type") in ("integer", "number") and "minimum" in choice:
            return [choice["minimum"], choice.get("maximum", choice["minimum"])]
    return []


def axes(reference):
    """The axes of `id[n=1,kernel=ntk]` as columns: what stands in the rows of several results read as one table."""
    inside = reference.partition("[")[2].rpartition("]")[0]
    pairs = [pair.partition("=") for pair in inside.split(",") if "=" in pair]
    return [{"name": name, "type": "integer" if text.isdigit() else "text" if text[:1].isalpha() else "number"} for name, _, text in pairs]


class Case:
    """One stage with its poisoned inputs: a manifest and files."""

    def __init__(self, stage, outputs, rules, given=None):
        """Parameters that are `given` are not changed."""
        self.files, self.stages, self.known, self.rules = {}, {}, {}, rules
        self.rows, self.sober = random.choice([2, 5, 10, 20, 40]), random.random() < 0.5
        body = self.wired(given, stage, outputs) if given else self.body(stage, outputs)
        self.stages["victim"] = {**body, "timeout": 4}

    def body(self, stage, outputs):
        """The stage with other parameters and with poisoned files in place of what it reads."""
        body, rules = json.loads(json.dumps(stage["parameters"])), self.rules[stage["kind"]]
        share = random.choice([0.02, 0.2, 0.5])
        if stage["kind"] == "table":
            body = {"columns": {name: [number("poisoned") for _ in range(random.randrange(4))] for name in random.sample("abcde", 2)}}
        for key in list(body):
            if random.random() < share and key not in ("panels", "checks", "marks", "columns"):
                body[key] = value(rules.get(key, {}), body[key])
        for key, rule in rules.items():
            if key not in body and key not in stage["inputs"] and random.random() < share / 10:
                body[key] = value(rule, None)
        # Now and then just one parameter, at an end of its range: memory must be asked for, and sums must not overflow.
        bounded = [key for key in rules if ends(rules[key]) and key not in ("timeout", "transient")]
        if bounded and random.random() < 0.3:
            key = random.choice(bounded)
            return self.wired({**json.loads(json.dumps(stage["parameters"])), key: random.choice(ends(rules[key]))}, stage, outputs)
        if random.random() < share / 2 and body:
            body = mutate.tree(body)
        return self.wired(body, stage, outputs)

    def wired(self, body, stage, outputs):
        for path, references in stage["inputs"].items():
            names = [self.source(name, outputs) for name in references[:random.choice([1, 1, 2])]]
            try:
                put(body, path, names if len(references) > 1 or path in ("claims", "papers") else names[0])
            except (TypeError, IndexError, AttributeError, KeyError):
                pass
        return {**body, "kind": stage["kind"]}

    def source(self, reference, outputs):
        """The name of a program that copies a poisoned file of the kind that the stage was given; `reference` is `id.output`."""
        owner, _, output = reference.rpartition(".")
        if owner not in outputs:
            owner, output = reference, ""
        if owner not in outputs:
            return "nothing"
        files = outputs[owner]["outputs"]
        file = next((name for name in files if name.split(".")[0] == output), files[0] if files else "x.csv")
        ending = file.rsplit(".", 1)[-1]
        columns = (outputs[owner].get("columns") or {}).get(file.split(".")[0]) or []
        columns = columns + [axis for axis in axes(owner) if axis["name"] not in [column["name"] for column in columns]]
        if (owner, file) in self.known:
            return self.known[owner, file]
        name = self.known[owner, file] = f"poison{len(self.known)}"
        if outputs[owner]["kind"] in TYPED:
            self.stages[name] = self.body(outputs[owner], outputs)
            return name
        stage = {"kind": "command", "arguments": ["cp", "in", f"out.{ending}"], "sources": [{"name": "in", "file": f"{name}.{ending}"}],
                 "outputs": [f"out.{ending}"], "memory": 16}
        if ending == "csv" and columns:
            stage["tables"] = [{"file": "out.csv", "columns": [{"name": column["name"], "type": column["type"]} for column in columns]}]
        makers = {"npy": lambda: matrix(self.rows, output, self.sober), "csv": lambda: table(columns), "json": lambda: json.dumps(random.choice(mutate.VALUES)).encode()}
        self.files[f"{name}.{ending}"] = makers.get(ending, lambda: b"x")()
        self.stages[name] = stage
        return name

    @property
    def manifest(self):
        return json.dumps({"format": 2, "stages": self.stages}, indent=1).encode()


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def one_round(result, project, trap, case, counts, kind):
    for name, data in {**case.files, "pipeline.json": case.manifest}.items():
        project.write(name, data)
    process = project.start("run", "victim", "--allow-commands", "--memory", "2", "--jobs", "1", preexec_fn=limits)
    code, output, error = finish(process, 60)
    summary = {0: "made", 1: "failed", 2: "refused"}.get(code, str(code))
    if "ran longer" in error or "timeout" in error:
        summary = "out of time"
    counts.setdefault(kind, {}).setdefault(summary, 0)
    counts[kind][summary] += 1
    wrong = complaint(code, error) or trap.change()
    if wrong:
        result.keep(f"{kind}: {wrong}", {**case.files, "pipeline.json": case.manifest})
    for name in case.files:
        project.drop(name)


def print_counts(counts):
    for kind, found in sorted(counts.items()):
        print(f"  {kind}: {', '.join(f'{count} {end}' for end, count in sorted(found.items()))}")


def hunt(rounds, seed, parent):
    random.seed(seed)
    result, counts = Hunt("inputs", seed), {}
    kinds, outputs, rules = catalogue()
    names = sorted(kinds)
    random.shuffle(names)
    project = Project(parent)
    try:
        project.environment = Trap(project).environment
        trap = Trap(project)
        for number_of_round in range(rounds):
            result.rounds += 1
            kind = names[number_of_round % len(names)]
            # A case that does not load says little: five more are tried first.
            for _ in range(6):
                case = Case(random.choice(kinds[kind]), outputs, rules)
                project.write("pipeline.json", case.manifest)
                for name, data in case.files.items():
                    project.write(name, data)
                code, _, error = project.run("status", "victim", limit=30)
                if code == 0:
                    break
                wrong = complaint(code, error)
                if wrong:
                    result.keep(f"{kind}, status: {wrong}", {**case.files, "pipeline.json": case.manifest})
            one_round(result, project, trap, case, counts, kind)
        print_counts(counts)
        return result.end()
    finally:
        project.remove()
