import Documents
import Foundation
import Testing

/// A project in a temporary folder with a space in its name, gone with the last reference.
public final class TestProject {
  public let root: URL

  /// A project whose manifest is ``manifest``, with pieces of its text replaced.
  public init(replacing changes: [(String, String)] = []) throws {
    let folder = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    root = URL(filePath: folder).appending(path: "plumb test \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try write(Self.manifest, to: "pipeline.json")
    for (old, new) in changes { try change(old, to: new) }
  }

  /// A project in which everything was run, and recorded in the lock if `isLocked`.
  public static func ran(replacing changes: [(String, String)] = [], isLocked: Bool = false) throws -> TestProject {
    let project = try TestProject(replacing: changes)
    _ = try project.plumb("run")
    if isLocked { _ = try project.plumb("lock") }
    return project
  }

  /// A project whose manifest has further stages, written as members of `stages`.
  public convenience init(stages: String) throws {
    try self.init(replacing: [(#""spare": {"#, stages + #", "spare": {"#)])
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// What a command did.
  public struct Result {
    public let code: Int32
    public let output, error: String

    /// The stages that ran, as the progress names them.
    public var ran: [String] {
      error.split(separator: "\n").filter { $0.hasPrefix("[") }.map { $0.split(separator: " ")[1] }.map(String.init)
        .sorted()
    }
  }

  /// The program that was built beside the tests.
  public static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
    path: "plumb")

  /// Runs the program in the project's folder.
  public func plumb(_ arguments: String...) throws -> Result { try run(Self.program, arguments) }

  /// Runs any program in the project's folder; output goes through files, which never fill up.
  public func run(_ program: URL, _ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let process = Process()
    let names = ["output", "error"].map {
      FileManager.default.temporaryDirectory.appending(path: "plumb-\($0)-\(UUID())")
    }
    for name in names { try Data().write(to: name) }
    defer { for name in names { try? FileManager.default.removeItem(at: name) } }
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = root
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "PLUMB_CACHE" }
      .merging(["PLUMB_CALLED_AS": "plumb"]) { $1 }.merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: names[0])
    process.standardError = try FileHandle(forWritingTo: names[1])
    try process.run()
    process.waitUntilExit()
    let texts = try names.map { try String(contentsOf: $0, encoding: .utf8) }
    return Result(code: process.terminationStatus, output: texts[0], error: texts[1])
  }

  public func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: place(path)) }

  /// The place of a file of the project.
  public func place(_ path: String) -> URL { root.appending(path: path) }

  public func text(_ path: String) throws -> String { try String(contentsOf: place(path), encoding: .utf8) }

  public func makeFolders(_ paths: String...) throws {
    for path in paths { try FileManager.default.createDirectory(at: place(path), withIntermediateDirectories: true) }
  }

  public func remove(_ path: String) throws { try FileManager.default.removeItem(at: place(path)) }

  /// What stands in the project's folder.
  public func listing() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.path(percentEncoded: false)).sorted()
  }

  /// Runs the program, which must fail with exit code 1 and leave the folder and the lock alone; what it says.
  public func refusal(_ arguments: String...) throws -> String {
    let before = (try listing(), try? text("plumb.lock.json"))
    let result = try run(Self.program, arguments)
    #expect(result.code == 1 && result.output.isEmpty, "\(arguments): \(result)")
    #expect(try before == (listing(), try? text("plumb.lock.json")))
    return result.error
  }

  /// Replaces a piece of the manifest, which must be there.
  public func change(_ old: String, to new: String) throws {
    let text = try self.text("pipeline.json")
    guard text.contains(old) else { throw CocoaError(.formatting) }
    try write(text.replacing(old, with: new), to: "pipeline.json")
  }

  /// Adds a claim C3, that the column `x` of a table is below 9.
  public func judge(_ data: String) throws {
    try change(
      #""C1": {"#,
      to:
        #""C3": {"title": "T", "statement": "s", "source": "s", "theory": "t", "method": "m", "checks": [{"id": "n", "name": "n", "#
        + #""data": "\#(data)", "value": "x", "relation": "below", "bound": 9}]}, "C1": {"#)
  }

  /// The bytes of every file below the folders, by path; times and machines, which may differ, left out.
  public func files(in folders: [String]) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for folder in folders {
      let base = root.appending(path: folder).path(percentEncoded: false)
      for path in try FileManager.default.subpathsOfDirectory(atPath: base) where !path.hasPrefix("provenance") {
        let file = URL(filePath: base).appending(path: path)
        if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
          files["\(folder)/\(path)"] = try Data(contentsOf: file)
        }
      }
    }
    return files
  }

  /// A JSON document that a command printed.
  public static func parse(_ text: String) throws -> JSON {
    try JSON.parse(SourceText(name: "output", bytes: Array(text.utf8)))
  }

  /// What replaced in ``manifest`` makes it one of two papers, whose summary has their tables.
  public static let secondPaper = [
    (
      #""claims": ["C1", "C2"]}},"#,
      #""claims": ["C1", "C2"]}, "other": {"title": "O", "authors": "A", "year": 2021, "venue": "V", "#
        + #""link": "https://example.org", "introduction": "i", "claims": ["C1"]}},"#
    ), (#""papers": ["paper"]"#, #""papers": ["paper", "other"]"#),
  ]

  /// A small pipeline with every kind of stage of exact spectra and kernel matrices. C1 holds, C2 fails.
  public static let manifest = """
    {
      "format": 2,
      "profiles": ["quick", "full"],
      "stages": {
        "points": {"kind": "sample-sphere", "n": {"quick": 40, "full": 60}, "dimension": 3, "sweep": {"seed": [1, 2, 3]}},
        "spare": {"kind": "sample-sphere", "n": 5, "dimension": 3, "seed": 9},
        "gram": {"kind": "kernel-matrix", "kernel": "ntk", "layers": 3, "points": "points", "each": "points"},
        "eigen": {"kind": "eigendecomposition", "matrix": "gram", "each": "gram"},
        "spectrum": {"kind": "spectrum", "kernel": "ntk", "layers": 3, "dimension": 3, "degrees": 12, "digits": 20},
        "clusters": {"kind": "eigenvalue-clusters", "eigenvalues": "eigen", "spectrum": "spectrum", "degrees": 2,
          "each": "eigen"},
        "means": {"kind": "summarise", "data": "clusters.means", "of": ["relative"], "by": ["mean", "bootstrap"],
          "group": ["degree"], "level": 0.95, "replicates": 200, "seed": 7},
        "range": {"kind": "summarise", "data": "means", "of": ["mean"], "by": ["least", "greatest"]},
        "fit": {"kind": "decay-fit", "data": "spectrum", "group": ["parity"], "between": {"degree": [2, 12]}}
      },
      "figures": {
        "decay": {"data": "spectrum", "panels": [{"x": {"scale": "log", "label": "degree $k$"}, "y": {"scale": "log"},
          "marks": [{"points": {"x": "degree", "y": "mu", "where": {"parity": "even"}, "label": "even"}}]}]}
      },
      "claims": {
        "C1": {"title": "holds", "statement": "s", "source": "here", "theory": "1", "method": "m",
          "checks": [{"id": "range", "name": "range", "data": "range", "value": "least", "relation": "above", "bound": 0}],
          "figures": [{"figure": "decay", "caption": "c"}]},
        "C2": {"title": "fails", "statement": "s", "source": "here", "theory": "1", "method": "m",
          "checks": [{"id": "rate", "name": "rate", "data": "fit", "labels": ["parity"], "value": "exponent", "relation": "above",
            "bound": 0}],
          "figures": [{"figure": "decay", "caption": "c"}]}
      },
      "papers": {"paper": {"title": "T", "authors": "A", "year": 2021, "venue": "V", "link": "https://example.org",
        "introduction": "i", "claims": ["C1", "C2"]}},
      "reports": {"report": {"title": "R", "introduction": "i", "papers": ["paper"]}}
    }
    """
}
