"""Small file systems that fill up: errors of one line, and the right bytes once there is room."""
import json, os, random, subprocess, tempfile

from .kill import undisturbed
from .project import Hunt, Project, complaint, manifest


def one_round(hunt, parent, content, expected, kilobytes):
    place = tempfile.mkdtemp(prefix="plumb-hunt-disk-", dir=parent)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "plumb-hunt", place]).returncode:
        raise SystemExit("hunt: no file system could be mounted")
    project = Project(parent)
    outside, project.root = project.root, place
    try:
        project.write("pipeline.json", "{}")
        fits = fill(project, content)
        codes = []
        for arguments in (["run", "--allow-commands"], ["run", "--allow-commands"], ["lock"], ["status"], ["attach", "--html", "r.html"]):
            code, output, error = project.run(*arguments)
            codes.append(code)
            wrong = complaint(code, error, (0, 1, 2))
            if wrong:
                hunt.fault(f"{kilobytes} kB, {' '.join(arguments)}: {wrong}")
            if any("Domain=" in line or "errno" in line for line in output.splitlines()):
                hunt.fault(f"{kilobytes} kB, {' '.join(arguments)} prints {output[-300:]!r}")
        enlarge(hunt, project, place, content, expected, kilobytes)
        return fits and codes[0] == 0
    finally:
        subprocess.run(["umount", "-l", place])
        os.rmdir(place)
        project.root = outside
        project.remove()


def fill(project, content):
    try:
        project.write("pipeline.json", json.dumps(content, indent=1))
        return True
    except OSError:
        return False


def enlarge(hunt, project, place, content, expected, kilobytes):
    subprocess.run(["mount", "-o", "remount,size=256m", place], check=True)
    fill(project, content)
    project.drop("r.html")
    code, _, error = project.run("run", "--allow-commands")
    if code != 0:
        hunt.fault(f"{kilobytes} kB: with room, the run ended with {code}: {error[-600:]!r}")
    hunt.whole(project, expected, f"{kilobytes} kB, with room")


def hunt(rounds, seed, parent):
    if os.geteuid() != 0:
        print("hunt disk: skipped; it mounts small file systems, which needs root")
        return 0
    random.seed(seed)
    content = manifest()
    expected = undisturbed(parent, content)
    result, whole = Hunt("disk", seed), 0
    for number in range(rounds):
        result.rounds += 1
        # From hardly more than the manifest to what nearly suffices.
        whole += one_round(result, parent, content, expected, int(24 * 1.2 ** random.uniform(0, 24)))
    return result.end(f"; in {whole} the first run had room")
