import Documents
import Foundation
import Pipeline
import PlumbTestSupport
import Synchronization
import TestTools
import Testing

private let python = TestTool("python3")

/// `plumb data --fetch` against a server of the tests' own and against files.
@Suite(.enabled(if: python.isWanted, "\(python.missing)"), .serialized)
struct FetchTests {
  /// What the file holds that is fetched.
  private static let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) }
  private static let digest = Digest(of: content).hex

  /// A project that asks for one file of images, at the given mirrors; the other file of the set is there.
  private func project(_ mirrors: [String]) throws -> TestProject {
    let project = try TestProject()
    try project.makeFolders("data/set", "origin")
    try project.write("two", to: "data/set/labels")
    try Data(Self.content).write(to: project.place("origin/images.gz"))
    try ask(project, mirrors)
    return project
  }

  private func ask(_ project: TestProject, _ mirrors: [String], path: String = "data/set/images.gz") throws {
    try project.write(
      """
      {"format": 2, "stages": {"set": {"kind": "dataset", "images": "\(path)", "images-sha256": "\(Self.digest)",
        "images-bytes": \(Self.content.count), "labels": "data/set/labels", "labels-bytes": 3,
        "labels-sha256": "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3",
        "mirrors": [\(mirrors.map { #""\#($0)""# }.joined(separator: ", "))]}}}
      """, to: "pipeline.json")
  }

  private func expectFetched(_ project: TestProject, _ result: TestProject.Result, _ comment: Comment? = nil) throws {
    #expect(result.code == 0 && result.output.hasSuffix("\n2 of 2 data files are present\n"), "\(result)")
    #expect(result.error.hasSuffix("data/set/images.gz: fetched, with the SHA-256 of the manifest\n"), comment)
    #expect(try Data(contentsOf: project.place("data/set/images.gz")) == Data(Self.content))
    #expect(try names(project) == ["images.gz", "labels"], comment)
  }

  private func names(_ project: TestProject) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: project.place("data/set").path(percentEncoded: false)).sorted()
  }

  @Test func `a missing file comes from a server or from a file, and nothing is fetched twice`() throws {
    let project = try project([])
    let server = try Server(serving: project.place("origin"))
    for mirror in [server.address("good"), server.address("to-good"), project.place("origin").absoluteString] {
      try ask(project, [mirror])
      #expect(try project.plumb("data").output.contains(", or add --fetch to have them fetched\n"))
      let result = try project.plumb("data", "--fetch")
      #expect(result.error.hasPrefix("data/set/images.gz: 100 kB from \(mirror)"), "\(result.error)")
      try expectFetched(project, result)
      #expect(try project.plumb("data", "--fetch").error.isEmpty)
      try project.remove("data/set/images.gz")
    }
  }

  @Test func `what a hostile server sends is refused by name, and the next mirror is asked`() throws {
    let project = try project([])
    let server = try Server(serving: project.place("origin"))
    let zeros = Digest(of: [UInt8](repeating: 0, count: Self.content.count)).hex
    let sentences = [
      "missing": "the server answers with status 404", "more": "it offers 100005 bytes where 100000 are expected",
      "less": "it offers 10 bytes where 100000 are expected",
      "endless": "it sends more than the 100000 bytes that are expected",
      "to-file": "it sends on to an address of a kind that is not followed",
      "other": "what comes has the SHA-256 \(zeros), not \(Self.digest); it is not kept",
    ]
    for (behaviour, sentence) in sentences {
      try ask(project, [server.address(behaviour)])
      let alone = try project.plumb("data", "--fetch")
      #expect(alone.code == 1)
      #expect(
        alone.error.hasSuffix("plumb: data/set/images.gz: \(server.address(behaviour))/images.gz: \(sentence)\n"),
        "\(alone.error)")
      #expect(try names(project) == ["labels"])
      try ask(project, [server.address(behaviour), server.address("good")])
      try expectFetched(project, try project.plumb("data", "--fetch"), "\(behaviour)")
      try project.remove("data/set/images.gz")
    }
    // It was left after the length of the file, not after a time.
    #expect(server.lines.contains("gone"))
    try ask(project, [server.address("round")])
    #expect(try project.plumb("data", "--fetch").error.contains("redirects"))
  }

  @Test func `a connection that is cut is gone on with, by one command and by the next`() throws {
    let project = try project([])
    let server = try Server(serving: project.place("origin"))
    try ask(project, [server.address("cuts")])
    try expectFetched(project, try project.plumb("data", "--fetch"))
    #expect(server.ranges("cuts") == ["None", "bytes=40000-", "bytes=80000-"])
    try project.remove("data/set/images.gz")

    try ask(project, [server.address("later")])
    let first = try project.plumb("data", "--fetch")
    #expect(first.code == 1 && first.error.hasSuffix("it ended after 30000 of 100000 bytes\n"), "\(first.error)")
    #expect(try names(project) == ["images.gz.part", "labels"])
    let second = try project.plumb("data", "--fetch")
    #expect(second.error.contains("/later/images.gz after 30 kB\n"))
    try expectFetched(project, second)
    #expect(server.ranges("later") == ["None", "bytes=30000-", "bytes=30000-"])

    try project.remove("data/set/images.gz")
    try ask(project, [server.address("ends")])
    #expect(try project.plumb("data", "--fetch").error.hasSuffix("it ended after 50000 of 100000 bytes\n"))
  }

  @Test func `a whole answer, or one from elsewhere, to a question for the rest does no harm`() throws {
    let project = try project([])
    let server = try Server(serving: project.place("origin"))
    let part = project.place("data/set/images.gz.part")
    try ask(project, [server.address("whole")])
    try Data(Self.content.prefix(1000)).write(to: part)
    try expectFetched(project, try project.plumb("data", "--fetch"))
    #expect(server.ranges("whole") == ["bytes=1000-"])

    try project.remove("data/set/images.gz")
    try ask(project, [server.address("elsewhere"), server.address("good")])
    try Data(Self.content.prefix(1000)).write(to: part)
    let result = try project.plumb("data", "--fetch")
    #expect(result.error.contains("it was asked to go on from byte 1000 and goes on from 0\n"), "\(result.error)")
    try expectFetched(project, result)

    // The beginning was wrong: all of it comes anew.
    try project.remove("data/set/images.gz")
    try ask(project, [server.address("good")])
    for wrong in [[UInt8](repeating: 7, count: 1000), [UInt8](repeating: 7, count: 100_000), Self.content + [1]] {
      try Data(wrong).write(to: part)
      try expectFetched(project, try project.plumb("data", "--fetch"))
      try project.remove("data/set/images.gz")
    }
  }

  @Test func `only what is missing in data is fetched, through no link and over nothing`() throws {
    let project = try project([])
    let mirror = project.place("origin").absoluteString
    func refusal() throws -> String {
      let result = try project.plumb("data", "--fetch")
      #expect(result.code == 1)
      return result.error
    }
    try ask(project, [mirror], path: "images.gz")
    #expect(
      try refusal()
        == "plumb: images.gz: it is a part of the project, not of data/; get it from where the project is from\n")
    try ask(project, [mirror], path: "data/.set/images.gz")
    #expect(try refusal().contains("names a hidden file or folder, where nothing is fetched to"))
    try ask(project, [mirror])
    try project.write("mine", to: "data/set/images.gz")
    #expect(
      try refusal() == "plumb: data/set/images.gz: other content is there; move it away, and it is fetched\n")
    #expect(try project.text("data/set/images.gz") == "mine")
    try project.remove("data/set/images.gz")
    try ask(project, [mirror], path: "data/link/images.gz")
    try project.makeFolders("elsewhere")
    try FileManager.default.createSymbolicLink(
      at: project.place("data/link"), withDestinationURL: project.place("elsewhere"))
    #expect(try refusal().contains("`link` is a link or a file; make it a folder"))
    try FileManager.default.createSymbolicLink(
      at: project.place("data/set/images.gz.part"), withDestinationURL: project.place("origin/images.gz"))
    try ask(project, [mirror])
    #expect(try refusal().contains("`images.gz.part` is a link or a file"))
    #expect(try Data(contentsOf: project.place("origin/images.gz")) == Data(Self.content))
  }

  @Test func `addresses of other kinds and files without a size are refused in the manifest`() throws {
    let project = try project(["ftp://example.org"])
    let result = try project.plumb("data", "--fetch")
    #expect(result.code == 2)
    #expect(result.error.contains("`ftp://example.org` is fetched by nothing in stage `set`"), "\(result.error)")
    try ask(project, ["https://example.org"])
    try project.change(#""labels-bytes": 3,"#, to: "")
    #expect(try project.plumb("data").error.contains("a file without its number of bytes is not fetched"))
  }

  @Test(.enabled(if: TestTool("strace").isWanted, "strace is not installed"))
  func `fetching starts no program, and listing opens no connection`() throws {
    let project = try project([])
    let server = try Server(serving: project.place("origin"))
    try ask(project, [server.address("good")])
    let strace = URL(filePath: try #require(TestTool("strace").path))
    let program = TestProject.program.path(percentEncoded: false)
    for arguments in [["data"], ["data", "--fetch"]] {
      let calls = ["-f", "-qq", "-e", "trace=execve,execveat,connect", "-o", "calls", program]
      #expect(try project.run(strace, calls + arguments).code == 0)
      let lines = try project.text("calls").split(separator: "\n").filter {
        !$0.contains("+++ ") && !$0.contains("--- ")
      }
      let own = lines.filter { $0.contains("execve") }
      #expect(own.count == 1 && own[0].contains("execve(\"\(program)\""), "\(lines)")
      #expect(lines.contains { $0.contains("connect(") } == (arguments.count == 2), "\(lines)")
    }
  }
}

/// The server, ended with the last reference.
private final class Server: Sendable {
  private let process: Process
  /// Its standard input, whose end ends it.
  private let life = Pipe()
  private let port: String
  private let log = Mutex("")

  init(serving folder: URL) throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: python.path ?? "")
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data/fetch-server.py")
    process.arguments = [script.path(percentEncoded: false), folder.path(percentEncoded: false)]
    (process.standardInput, process.standardOutput) = (life, pipe)
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    var first = Data()
    while let byte = try pipe.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) { first += byte }
    port = String(decoding: first, as: UTF8.self)
    pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
      let text = String(decoding: handle.availableData, as: UTF8.self)
      if text.isEmpty { handle.readabilityHandler = nil }
      self?.log.withLock { $0 += text }
    }
  }

  deinit { try? life.fileHandleForWriting.close() }

  /// A mirror that behaves as named.
  func address(_ behaviour: String) -> String { "http://127.0.0.1:\(port)/\(behaviour)" }

  /// What it has printed, once it is quiet.
  var lines: [Substring] {
    usleep(200_000)
    return log.withLock { $0 }.split(separator: "\n")
  }

  /// The ranges that were asked of a mirror.
  func ranges(_ behaviour: String) -> [String] {
    lines.filter { $0.hasPrefix(behaviour + " ") }.map { String($0.split(separator: " ")[2]) }
  }
}
