import Foundation
import Testing

@testable import Pipeline

@Suite struct FileSystemTests {
  @Test func `what is gone by the time it is made durable is passed over`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x", "a/1")
    try FileManager.default.createSymbolicLink(atPath: sandbox.root + "/loop", withDestinationPath: "loop")
    let files = ["gone/1", "a/gone", "a/1/2", "loop/3", "a/1"].map { sandbox.root + "/" + $0 }
    // One by one, and all in one call.
    for few in files { #expect(throws: Never.self, "\(few)") { try FileSystem.sync(files: [few]) } }
    #expect(throws: Never.self) { try FileSystem.sync(files: files) }
    #expect(throws: Never.self) { try FileSystem.sync(files: files.map { $0 + "/gone/4" }) }
  }

  @Test(.timeLimit(.minutes(1))) func `pipes and devices are refused and not waited for`() throws {
    let sandbox = try Sandbox()
    let pipe = sandbox.root + "/pipe"
    #expect(mkfifo(pipe, 0o644) == 0)
    for path in [pipe, "/dev/zero"] { #expect(throws: FileError.self) { try FileSystem.read(path) } }
    #expect(throws: FileError.self) { try FileSystem.read(sandbox.root) }
    #expect(try FileSystem.read(sandbox.root + "/nothing") == nil)
  }
}
