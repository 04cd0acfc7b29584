"""Chromium without a window and without network, asked through pipes: the DevTools protocol."""
import base64, json, os, shutil, subprocess, tempfile


class Browser:
    """A browser with one page."""

    def __init__(self):
        program = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
        if program is None:
            raise SystemExit("chromium is not installed; `apt install chromium` does it")
        self.folder = tempfile.TemporaryDirectory(prefix="plumb-browser-")
        # The protocol's descriptors are 3 for what the browser reads and 4 for what it writes.
        command = ["sh", "-c", 'exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1', program, "--headless", "--no-sandbox",
                   "--disable-gpu", "--remote-debugging-pipe", "--user-data-dir=" + self.folder.name,
                   "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars", "about:blank"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number, self.rest, self.session = 0, b"", None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")

    def ask(self, method, **parameters):
        """Sends a command and waits for what it gives."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.process.stdin.write(json.dumps(message).encode() + b"\0")
        self.process.stdin.flush()
        while True:
            answer = self.next()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def next(self):
        while b"\0" not in self.rest:
            piece = self.process.stdout.read1(1 << 20)
            if not piece:
                raise RuntimeError("the browser has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def evaluate(self, script):
        """What an expression, or the promise that it makes, comes to."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def show(self, width, height, dark=False, scale=1):
        """Sets the size of the window in CSS pixels, pixels of the screen for each, and the scheme."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=width < 600)
        self.ask("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, path, fragment=""):
        """Opens a file and waits until it is loaded."""
        self.ask("Page.navigate", url="about:blank")
        address = "file://" + os.path.abspath(path).replace(" ", "%20") + ("#" + fragment if fragment else "")
        self.ask("Page.navigate", url=address)
        while self.evaluate("location.protocol + document.readyState + (performance.timing.loadEventEnd > 0)") != "file:completetrue":
            pass
        self.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")

    def picture(self, path):
        """Writes what the window shows as a PNG."""
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def printed(self, path):
        """Writes the page as a PDF, as a reader prints it."""
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.ask("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()
