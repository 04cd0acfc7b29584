import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct AttemptsTests {
  private let sandbox = Sandbox()

  private func shell(_ script: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script, "sh", sandbox.root]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test func `a folder that cannot be removed is told, and does not stop a run`() throws {
    try sandbox.run(TestGraph.generated(1))
    let folder = sandbox.project.cache + "/attempts/1-abc"
    try FileSystem.makeDirectories(folder)
    // Deeper than any path that the system takes.
    let name = String(repeating: "d", count: 250)
    var place = try FileSystem.Handle(folder, O_RDONLY | O_DIRECTORY)
    for _ in 0..<20 {
      mkdirat(place.descriptor, name, 0o777)
      place = try FileSystem.Handle(name, in: place, O_RDONLY | O_DIRECTORY) { _ in nil }
    }
    for _ in 0..<2 {
      let summary = try sandbox.run(TestGraph.generated(3))
      #expect(summary.succeeded && summary.leftovers == [folder])
    }
    #expect(try shell("rm -rf \"$1/.plumb/attempts/1-abc\"") == 0)
    #expect(try sandbox.run(TestGraph.generated(3)).leftovers.isEmpty)
  }

  @Test(arguments: [(mode_t(0o002), mode_t(0o775), mode_t(0o664)), (0o027, 0o750, 0o640), (0o077, 0o700, 0o600)])
  func `who may use a cache is for the umask to say`(mask: mode_t, folder: mode_t, file: mode_t) throws {
    let sandbox = Sandbox()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "umask \(String(mask, radix: 8)); exec \"$0\" run \"$1\" 51 1 > /dev/null", Sandbox.program, sandbox.root,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let paths = try #require(FileManager.default.enumerator(atPath: sandbox.root)).compactMap { $0 as? String }
    #expect(paths.count > 20 && paths.contains { $0.hasPrefix("results/") })
    for path in paths {
      var status = stat()
      #expect(lstat(sandbox.root + "/" + path, &status) == 0)
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      let expected = isFolder ? folder : path.hasPrefix(".plumb/objects/") ? 0o444 : file
      #expect(status.st_mode & 0o777 == expected, "\(path)")
    }
  }
}
