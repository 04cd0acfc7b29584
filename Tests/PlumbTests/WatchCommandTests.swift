import Foundation
import PipelineTestSupport
import PlumbTestSupport
import TestTools
import Testing

/// `plumb watch` on a project with a script, as an editor and a browser meet it.
@Suite(.serialized) struct WatchCommandTests {
  /// A project whose one number comes from a script.
  private static func project() throws -> TestProject {
    let project = try TestProject()
    try project.write("print('n,y\\n1,2', file=open('out.csv', 'w'))\n", to: "script.py")
    try project.makeFolders("lib")
    try project.write("one", to: "lib/part.txt")
    try project.write(
      """
      {
        "format": 2,
        "include": ["part.json"],
        "stages": {
          "measured": {"kind": "command", "arguments": ["python3", "script.py"], "outputs": ["out.csv"],
            "sources": [{"name": "script.py", "file": "script.py"}, {"name": "lib", "file": "lib"}]}
        },
        "papers": {"paper": {"title": "T", "authors": "A", "year": 2021, "venue": "V", "link": "https://example.org",
          "introduction": "i", "claims": ["C1"]}},
        "reports": {"report": {"title": "R", "introduction": "first words", "papers": ["paper"]}}
      }
      """, to: "pipeline.json")
    try project.write(
      """
      {"claims": {"C1": {"title": "holds", "statement": "s", "source": "here", "theory": "1", "method": "m",
        "checks": [{"id": "y", "name": "y", "data": "measured", "value": "y", "relation": "above", "bound": 0}]}}}
      """, to: "part.json")
    return project
  }

  /// A watch that goes on until it is ended.
  private final class Watch {
    let process = Process()
    let project: TestProject
    private let output: URL

    init(_ project: TestProject, _ arguments: [String] = ["--allow-commands"]) throws {
      self.project = project
      output = project.place("watch.log")
      try Data().write(to: output)
      process.executableURL = TestProject.program
      process.arguments = ["watch"] + arguments
      process.currentDirectoryURL = project.root
      process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "PLUMB_CACHE" }
        .merging(["PLUMB_CALLED_AS": "plumb"]) { $1 }
      let handle = try FileHandle(forWritingTo: output)
      (process.standardOutput, process.standardError) = (handle, handle)
      try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    var log: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
    var page: String { (try? project.text(".plumb/watch/report.html")) ?? "" }

    /// Whether `condition` comes to hold; the limit is for a machine on which all tests start at once.
    func until(_ condition: () -> Bool) -> Bool {
      let end = ContinuousClock.now + .seconds(60)
      while ContinuousClock.now < end {
        if condition() { return true }
        usleep(5_000)
      }
      return false
    }

    func stop() -> Int32 {
      process.interrupt()
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  @Test func `a saved script, folder, manifest or part of one is followed by a new page`() throws {
    let project = try Self.project()
    let watch = try Watch(project)
    #expect(watch.until { watch.page.contains("first words") }, "\(watch.log)")
    #expect(watch.log.contains("watching; the report is "))
    let changes: [(file: String, old: String, new: String, seen: String)] = [
      ("script.py", "1,2", "1,371", "371"), ("pipeline.json", "first words", "other words", "other words"),
      ("part.json", "\"holds\"", "\"stands\"", "stands"),
    ]
    for change in changes {
      let text = try project.text(change.file).replacing(change.old, with: change.new)
      let start = ContinuousClock.now
      try project.write(text, to: change.file)
      #expect(watch.until { watch.page.contains(change.seen) }, "\(change.file)\n\(watch.log)")
      print("watch: \(change.file) to page in \(ContinuousClock.now - start)")
    }
    func runs() -> Int { watch.log.components(separatedBy: "] measured  ").count }
    let before = runs()
    try project.write("two", to: "lib/other.txt")
    #expect(watch.until { runs() > before }, "\(watch.log)")
    #expect(watch.stop() == 130)
    #expect(watch.log.contains("stopped; what is done is kept"), "\(watch.log)")
  }

  @Test func `a stage that fails and a mistake in the manifest are told, and the watch goes on`() throws {
    let project = try Self.project()
    let watch = try Watch(project)
    #expect(watch.until { watch.page.contains("first words") }, "\(watch.log)")
    let script = try project.text("script.py")
    try project.write("raise SystemExit('out of ink')\n", to: "script.py")
    #expect(watch.until { watch.log.contains("out of ink") && watch.log.contains("1 stage failed: measured") })
    #expect(watch.page.contains("first words"))
    try project.write(script, to: "script.py")
    let manifest = try project.text("pipeline.json")
    try project.write(manifest.replacing("\"introduction\"", with: "\"introductoin\""), to: "pipeline.json")
    #expect(watch.until { watch.log.contains("did you mean `introduction`?") }, "\(watch.log)")
    try project.write(manifest.replacing("first words", with: "last words"), to: "pipeline.json")
    #expect(watch.until { watch.page.contains("last words") }, "\(watch.log)")
    #expect(watch.process.isRunning && watch.stop() == 130)
  }

  @Test func `no program is started without permission`() throws {
    let project = try Self.project()
    let watch = try Watch(project, [])
    #expect(watch.until { watch.log.contains("`measured` would start a program") }, "\(watch.log)")
    #expect(watch.page.isEmpty && watch.stop() == 130)
  }

  @Test func `Ctrl-C ends a watch in the middle of a run`() throws {
    let project = try Self.project()
    let mark = project.place("started").path(percentEncoded: false)
    try project.write("import time\nopen('\(mark)', 'w').close()\ntime.sleep(120)\n", to: "script.py")
    let watch = try Watch(project)
    #expect(watch.until { FileManager.default.fileExists(atPath: mark) }, "\(watch.log)")
    #expect(watch.stop() == 130 && !watch.log.contains("failed"), "\(watch.log)")
  }

  @Test func `an attached page never loads itself again`() throws {
    let project = try Self.project()
    let watch = try Watch(project)
    #expect(watch.until { watch.page.contains("first words") }, "\(watch.log)")
    #expect(watch.page.contains("location.reload()") && watch.stop() == 130)
    #expect(try project.plumb("attach", "--html", "attached.html").code == 0)
    let attached = try project.text("attached.html")
    #expect(attached.contains("first words") && !attached.contains("<script") && !attached.contains("reload"))
  }

  @Test(.enabled(if: Browser.tool.isWanted, "\(Browser.tool.missing)"))
  func `an open page shows what was saved`() throws {
    let project = try Self.project()
    let watch = try Watch(project)
    #expect(watch.until { watch.page.contains("first words") }, "\(watch.log)")
    let browser = try Browser(project, page: ".plumb/watch/report.html", shows: "first words", then: "other words")
    #expect(watch.until { browser.log.contains("shown: first words") }, "\(browser.log)")
    let start = ContinuousClock.now
    try project.change("first words", to: "other words")
    #expect(watch.until { browser.log.contains("shown: other words") }, "\(browser.log)")
    print("watch: manifest to screen in \(ContinuousClock.now - start)")
    #expect(watch.stop() == 130)
  }
}

/// Chromium without a window, asked through a pipe what it shows.
private final class Browser {
  static let tool = TestTool("chromium", "chromium-browser", "google-chrome")

  private let process = Process()
  private let output: URL

  /// Opens `page` and tells as it shows each of two texts.
  init(_ project: TestProject, page: String, shows first: String, then second: String) throws {
    output = project.place("browser.log")
    try Data().write(to: output)
    try project.write(Self.driver, to: "driver.py")
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      project.place("driver.py").path(percentEncoded: false), Self.tool.path ?? "", project.place(page).absoluteString,
      project.place("profile").path(percentEncoded: false), first, second,
    ]
    let handle = try FileHandle(forWritingTo: output)
    (process.standardOutput, process.standardError) = (handle, handle)
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  var log: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

  private static let driver = """
    import json, os, signal, subprocess, sys, time
    program, address, profile, *texts = sys.argv[1:]
    # The protocol's descriptors are 3 for what the browser reads and 4 for what it writes.
    (r3, w3), (r4, w4) = os.pipe(), os.pipe()
    def place():
        a, b = os.dup(r3), os.dup(w4)
        os.dup2(a, 3); os.dup2(b, 4)
    browser = subprocess.Popen(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--user-data-dir=" + profile,
         "--host-resolver-rules=MAP * ~NOTFOUND", "about:blank"],
        preexec_fn=place, close_fds=False, stderr=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: (browser.kill(), sys.exit(1)))
    os.close(r3); os.close(w4)
    number, rest = 0, b""
    def ask(method, session=None, **parameters):
        global number, rest
        number += 1
        message = {"id": number, "method": method, "params": parameters}
        if session: message["sessionId"] = session
        os.write(w3, json.dumps(message).encode() + b"\\0")
        while True:
            while b"\\0" not in rest:
                piece = os.read(r4, 65536)
                if not piece: sys.exit("the browser has ended")
                rest += piece
            answer, rest = rest.split(b"\\0", 1)
            answer = json.loads(answer)
            if answer.get("id") == number: return answer.get("result", {})
    target = ask("Target.createTarget", url=address)["targetId"]
    session = ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for text in texts:
        while True:
            found = ask("Runtime.evaluate", session, expression="document.body ? document.body.textContent : ''")
            if text in str(found.get("result", {}).get("value", "")): break
            time.sleep(0.02)
        print("shown: " + text, flush=True)
    browser.kill()

    """
}
