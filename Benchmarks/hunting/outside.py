"""Whether a command changed anything outside the project's folder."""
import os


def picture(folder, without=()):
    """Path, size, time and kind of all files in a folder and below it."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if os.path.join(place, name) not in without]
        for name in names + folders:
            path = os.path.join(place, name)
            status = os.lstat(path)
            if os.path.isdir(path) and not os.path.islink(path):
                found[path] = "folder"
            else:
                found[path] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


class Trap:
    """Files beside the project, and the home and temporary folders that a command is given: none of them may change."""

    def __init__(self, project):
        self.project = project
        self.environment = {"HOME": os.path.join(project.folder, "home"), "TMPDIR": os.path.join(project.folder, "tmp")}
        for folder in [*self.environment.values(), os.path.join(project.folder, "etc"), os.path.join(project.folder, "x")]:
            os.makedirs(folder, exist_ok=True)
        for name in ("victim", "etc/victim", "x/victim", "home/.bashrc"):
            with open(os.path.join(project.folder, name), "w") as file:
                file.write("untouched")
        self.before = self.now()

    def now(self):
        # What a library keeps in the home folder for fonts is not the project's.
        return {path: state for path, state in picture(self.project.folder, {self.project.root}).items() if "/home/.cache" not in path}

    def change(self):
        """What changed outside, nil when nothing did."""
        now = self.now()
        changed = sorted(path for path in set(now) | set(self.before) if now.get(path) != self.before.get(path))
        return changed or None
