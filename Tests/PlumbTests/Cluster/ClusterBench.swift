import Foundation
import PlumbTestSupport

/// A project and a cluster on which it is run.
struct ClusterBench {
  let project: TestProject
  let cluster: TestCluster

  init(_ project: TestProject, _ settings: [String: String] = [:]) throws {
    self.project = project
    cluster = try TestCluster(settings)
  }

  init(_ project: TestProject, on cluster: TestCluster) { (self.project, self.cluster) = (project, cluster) }

  /// `count` stages `slow0`, `slow1`, … that are programs: `script`, with `#` for the number of the stage. No two are alike, or
  /// one would be made for all.
  static func programs(_ count: Int, _ script: String) -> String {
    (0..<count).map { number in
      let text = ": \(number); " + script.replacing("#", with: "\(number)")
      return
        #""slow\#(number)": {"kind": "command", "outputs": ["x.csv"], "arguments": ["sh", "-c", "\#(text)"]}"#
    }.joined(separator: ", ")
  }

  private static let arguments = ["run", "--allow-commands", "--executor", "slurm"]

  func run(_ words: String...) throws -> TestProject.Result {
    try project.run(TestProject.program, Self.arguments + words, environment: cluster.environment)
  }

  func start(_ words: String..., program: URL = TestProject.program) throws -> TestRun {
    try project.start(Self.arguments + words, program: program, environment: cluster.environment)
  }

  func plumb(_ words: String...) throws -> TestProject.Result {
    try project.run(TestProject.program, words, environment: cluster.environment)
  }

  /// Waits until so many jobs run and so many wait.
  func waitForJobs(running: Int, pending: Int = 0) throws -> Bool {
    try cluster.wait(20) {
      let states = try cluster.queue("%T")
      return states.count { $0 == "RUNNING" } >= running && states.count { $0 == "PENDING" } >= pending
    }
  }

  /// Waits until a stage of `count` has begun, which its program tells by writing to the log.
  func waitForStages(_ count: Int) throws -> Bool {
    try cluster.wait(20) { try logs().count { $0.contains("begun") } >= count }
  }

  private func logs() throws -> [String] {
    let base = project.place(".plumb/attempts").path(percentEncoded: false)
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: base)) ?? []
    return paths.filter { $0.hasSuffix("/log") }.compactMap {
      try? String(contentsOfFile: "\(base)/\($0)", encoding: .utf8)
    }
  }

  /// The results by their digests, what was published, and the record of both; pages as they are before they tell times.
  func results() throws -> [String: Data] {
    var files = try project.files(in: ["figures", "reports"])
    let objects = try project.files(in: [".plumb/objects"]).mapValues { _ in Data() }
    _ = try plumb("lock")
    let lock = try project.text("plumb.lock.json").split(separator: "\n")
    // What a page and its summary are after that, by their digests, differs with the times.
    let isTimed = /"(page|summary)": "[0-9a-f]{64}"/
    files["lock"] = Data(lock.filter { !$0.contains(isTimed) }.joined(separator: "\n").utf8)
    return files.merging(objects) { $1 }
  }

  /// Whether some process has `word` among its arguments, after a moment.
  func isRunning(_ word: String) throws -> Bool {
    try !cluster.wait(5) {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      let lines = names.compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
      return !lines.contains { String(decoding: $0, as: UTF8.self).split(separator: "\0").contains { $0 == word } }
    }
  }
}
