import Foundation
import Testing

@testable import Pipeline

@Suite struct ProjectFilesTests {
  @Test func `files are found in the project and in data folders, and told apart from what cannot be read`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("abc", "data/set/a")
    try sandbox.write("abd", "elsewhere/set/b")
    try FileManager.default.createDirectory(
      atPath: sandbox.root + "/data/folder", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.root + "/data/link", withDestinationPath: "/etc/hostname")
    let project = Project(
      root: sandbox.root, cache: sandbox.project.cache, dataRoots: [sandbox.root + "/elsewhere"])
    let paths = ["data/set/a", "data/set/b", "data/set/c", "data/folder", "data/link"]
    #expect(
      try Engine(project).sources(paths) == [
        .present(Digest(of: "abc")), .present(Digest(of: "abd")), .missing,
        .unreadable("the source `data/folder` is not a file"),
        .unreadable(
          "the source `data/link` leaves the project; use a relative path without `..` or links to outside"),
      ])
    #expect(!FileManager.default.fileExists(atPath: project.cache))
  }

  @Test func `a file that may not be read is named with the remedy, the cache left out`() {
    let error = FileError(.open, "/d/a", code: EACCES)
    #expect(SourceFault.wording(error) == "cannot open /d/a: permission denied; make it readable")
  }
}
