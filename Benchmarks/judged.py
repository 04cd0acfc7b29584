"""Claims as a run judged them: what `science-faults` and `null-checks` share."""
import json, os, pathlib, shutil, subprocess, tempfile

WORDS = {"within": "of", "within-relative": "of", "covers": "to cover", "below": "below", "above": "above"}


def command(*words, cwd, env=None):
    return subprocess.run([str(word) for word in words], cwd=cwd, env=env, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def settings(values):
    return [word for key, value in values.items() for word in ("--set", f"{key}={json.dumps(value)}")]


def number(value):
    return f"{value:.4g}" if isinstance(value, (int, float)) else str(value)


def linked(file, copy):
    """Results never change once they stand, so that links will do; all else of a cache is copied."""
    try:
        os.link(file, copy) if "/objects/" in file else shutil.copy2(file, copy)
    except OSError:
        shutil.copy2(file, copy)


class Check:
    """What became of one criterion: how many rows hold, and the row that fails worst."""

    def __init__(self, check):
        self.id, self.role, rows = check["id"], check.get("role", "evidence"), check["rows"]
        self.verdicts = [row["verdict"] for row in rows]
        failing = [row for row in rows if row["verdict"] == "not reproduced"]
        self.verdict = ("not reproduced" if failing or not rows
                        else "inconclusive" if "inconclusive" in self.verdicts else "reproduced")
        shown = failing or [row for row in rows if row["verdict"] == "inconclusive"]
        self.text = f"{self.id}: no rows" if not rows else ""
        if shown:
            row = max(shown, key=lambda row: self.distance(check, row))
            labels = ", ".join(f"{label['symbol']} = {label['value']}" for label in row["labels"])
            said = row["estimate"]
            ends = f" [{number(said['low'])}, {number(said['high'])}]" if said.get("low") is not None else ""
            aim = check["bound"] if "bound" in check else row.get("theory")
            wanted = f" {WORDS[check['relation']]} {number(aim)}" if check["relation"] in WORDS else f", {check['relation']}"
            self.text = (f"{self.id}: {len(shown)} of {len(rows)}, worst {number(said['value'])}{ends}{wanted}"
                         + (f" ({labels})" if labels else ""))

    @staticmethod
    def distance(check, row):
        aim = check["bound"] if "bound" in check else row.get("theory")
        value = row["estimate"].get("value")
        return abs(value - aim) if isinstance(value, (int, float)) and isinstance(aim, (int, float)) else 0


class Claims:
    """Runs claims of a copy of the project's manifests, in a cache that no other run shares, and reads the verdicts there."""

    def __init__(self, root, cache=None, env=None):
        self.program, self.env, self.folder = root / ".build/release/plumb", env, tempfile.TemporaryDirectory(prefix="plumb-claims-")
        self.root = pathlib.Path(self.folder.name)
        self.cache = self.root / ".plumb"
        shutil.copy(root / "pipeline.json", self.root)
        shutil.copytree(root / "papers", self.root / "papers")
        if cache:
            # Without the claims, so that what they come out as stands among the records of the run that judges them.
            shutil.copytree(cache, self.cache, ignore=shutil.ignore_patterns("attempts", "locks"), copy_function=linked)
            lines = [line for line in self.lines() if '"kind":"claim"' not in line]
            (self.cache / "records").write_text("".join(line + "\n" for line in lines))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def lines(self):
        records = self.cache / "records"
        return records.read_text().split("\n")[:-1] if records.exists() else []

    def judge(self, claims, values={}):
        """By claim its verdict and, where this run judged it, its checks; and what the run said of a stage that failed."""
        options = settings(values)
        before = len(self.lines())
        done = command(self.program, "run", *options, *claims, cwd=self.root, env=self.env)
        failed = [line.split(" failed: ", 1)[1] for line in done.stdout.splitlines() if " failed: " in line]
        if done.returncode not in (0, 3) and not failed:
            return {}, (done.stdout.strip().splitlines() or ["no word"])[-1]
        listed = json.loads(command(self.program, "claims", "--json", *options, *claims, cwd=self.root, env=self.env).stdout)
        fresh = {}
        for line in self.lines()[before:]:
            record = json.loads(line.split(" ", 2)[2])
            if record["components"]["kind"] == "claim" and record["outputs"]:
                digest = record["outputs"][0][1]
                verdict = json.loads((self.cache / "objects" / digest[:2] / digest[2:]).read_text())
                fresh[record["components"]["parameters"]["title"]] = [Check(check) for check in verdict["checks"]]
        return {claim["id"]: (claim["verdict"], fresh.get(claim["title"])) for claim in listed}, failed[0] if failed else None
