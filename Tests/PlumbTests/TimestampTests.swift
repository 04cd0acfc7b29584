import Foundation
import Pipeline
import PlumbTestSupport
import TestTools
import Testing

private let python = TestTool("python3")
private let openssl = TestTool("openssl")

/// `plumb fix --timestamp` against an authority that is made with `openssl ts`.
@Suite(.enabled(if: python.isWanted && openssl.isWanted, "\(python.missing), or \(openssl.missing)"), .serialized)
struct TimestampTests {
  /// The authority, ended with the last reference.
  private final class Authority {
    private let process = Process()
    /// Its standard input, whose end ends it.
    private let life = Pipe()
    let port: Int
    let folder: URL

    init(_ folder: URL) throws {
      self.folder = folder
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      process.executableURL = URL(filePath: try #require(python.path))
      process.arguments = [
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data/timestamp-server.py").path,
        folder.path(percentEncoded: false),
      ]
      let pipe = Pipe()
      (process.standardInput, process.standardOutput) = (life, pipe)
      process.standardError = FileHandle.nullDevice
      try process.run()
      var line = Data()
      while let byte = try pipe.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty {
        line += byte
      }
      port = try #require(Int(String(decoding: line, as: UTF8.self)))
    }

    deinit { try? life.fileHandleForWriting.close() }

    func address(_ behaviour: String) -> String { "http://127.0.0.1:\(port)/\(behaviour)" }
  }

  @Test func `an authority confirms the log, as openssl finds too`() throws {
    let project = try TestProject()
    let authority = try Authority(project.place("authority"))
    let result = try project.plumb("fix", "C1", "--timestamp", authority.address("good"))
    #expect(result.code == 0, "\(result)")
    #expect(result.output.contains(#/entry 1 timestamped at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ by http/#), "\(result)")
    // Every later command checks the timestamp again.
    #expect(try project.plumb("status").code == 0)
    let lines = try project.text("criteria.log").split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    // What openssl says of the reply and of the digest of the first line.
    let entry = try TestProject.parse(lines[1])
    let reply = try #require(entry["timestamp"]?["reply"]?.string.flatMap { Data(base64Encoded: $0) })
    try reply.write(to: project.place("authority/reply.tsr"))
    let digest = try #require(TestProject.parse(lines[0])["sha256"]?.string)
    #expect(entry["previous"]?.string == digest)
    let check = try openssl.run(
      ["ts", "-verify", "-digest", digest, "-in", "reply.tsr", "-CAfile", "cert.pem"], in: authority.folder)
    #expect(check.code == 0, "\(check.output)")
  }

  @Test func `answers about something else, to another request, or without a signature are refused`() throws {
    let project = try TestProject()
    let authority = try Authority(project.place("authority"))
    #expect(try project.plumb("fix", "C1", "--timestamp", authority.address("good")).code == 0)
    for (behaviour, sentence) in [
      ("stale", "the timestamp is one of something else; ask again"),
      ("refuse", "the authority refuses a timestamp (status 2); try another one"),
      ("forge", "the signature of the timestamp does not hold; ask again, or another authority"),
      ("nothing", "the answer is no timestamp; name an authority of RFC 3161"),
    ] {
      let result = try project.plumb("fix", "C1", "--timestamp", authority.address(behaviour))
      #expect(result.code == 1 && result.error == "plumb: \(sentence)\n", "\(behaviour): \(result)")
    }
    // An answer about the right digest to another request.
    let digest = Digest(of: "criteria")
    let query = try TimestampQuery(for: digest)
    try Data(query.bytes).write(to: authority.folder.appending(path: "own.tsq"))
    let made = try openssl.run(
      ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "own.tsq", "-out", "own.tsr"], in: authority.folder)
    #expect(made.code == 0)
    let reply = Array(try Data(contentsOf: authority.folder.appending(path: "own.tsr")))
    #expect(try !TimestampReply(reply, for: digest, nonce: query.nonce).time.isEmpty)
    #expect(throws: TimestampError.otherNonce) {
      try TimestampReply(reply, for: digest, nonce: TimestampQuery(for: digest).nonce)
    }
    #expect(throws: TimestampError.otherDigest) {
      try TimestampReply(reply, for: Digest(of: "others"), nonce: query.nonce)
    }
  }

  @Test func `an authority that is not there is told, and the entries stand`() throws {
    let project = try TestProject()
    let result = try project.plumb("fix", "C1", "--timestamp", "http://127.0.0.1:9/none")
    #expect(result.code == 1 && result.error.hasPrefix("plumb: http://127.0.0.1:9/none: "), "\(result)")
    #expect(try project.plumb("fix", "--list", "C1").output.hasPrefix("C1  as fixed"))
    let other = try project.plumb("fix", "C1", "--timestamp", "ftp://example.org")
    #expect(other.error.contains("addresses begin with https://, http://"), "\(other)")
  }
}
