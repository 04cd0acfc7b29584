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
    #expect(attached.contains("first words") && !attached.contains("nonce") && !attached.contains("reload"))
  }

  @Test(.enabled(if: BrowserSession.tool.isWanted, "\(BrowserSession.tool.missing)"))
  func `an open page shows what was saved`() throws {
    let project = try Self.project()
    let watch = try Watch(project)
    #expect(watch.until { watch.page.contains("first words") }, "\(watch.log)")
    let browser = try BrowserSession()
    try browser.open(project.place(".plumb/watch/report.html"))
    func shows(_ words: String) -> Bool {
      (try? browser.evaluate("document.body.textContent.includes('\(words)')")) == "true"
    }
    #expect(watch.until { shows("first words") })
    let start = ContinuousClock.now
    try project.change("first words", to: "other words")
    #expect(watch.until { shows("other words") }, "\(browser.complaints)")
    print("watch: manifest to screen in \(ContinuousClock.now - start)")
    #expect(watch.stop() == 130)
  }
}
