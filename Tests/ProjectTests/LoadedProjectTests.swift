import Foundation
import PlumbTestSupport
import Testing

@Suite struct LoadedProjectTests {
  @Test(arguments: ["", ".", "./figures/.."])
  func `the project's own folder is no cache`(path: String) throws {
    let project = try TestProject()
    for name in ["attempts", "figures"] {
      try FileManager.default.createDirectory(
        at: project.root.appending(path: name), withIntermediateDirectories: false)
    }
    try project.write("mine", to: "attempts/notes.txt")
    let result = try project.plumb("run", "--cache", path)
    #expect(result.code == 2 && result.output.isEmpty)
    let sentence =
      path.isEmpty
      ? "Error: --cache is empty; name a folder, such as .plumb"
      : "Error: --cache \(path) is the folder of the project; name one of its own, such as .plumb"
    #expect(result.error.split(separator: "\n").first == Substring(sentence))
    #expect(try project.files(in: ["attempts"]).count == 1)
  }

  @Test(arguments: [["run", "points"], ["points"], ["data"], ["gc"]])
  func `a folder of data that is not there is told once`(arguments: [String]) throws {
    let project = try TestProject()
    _ = try project.plumb("run", "points")
    let result = try project.run(TestProject.program, arguments + ["--data", "nope"])
    #expect(result.code == 0 && result.error == "warning: --data nope is no folder; no data are looked for there\n")
  }

  @Test func `a folder with other files is no cache, and an empty variable names none`() throws {
    let project = try TestProject()
    try FileManager.default.createDirectory(
      at: project.root.appending(path: "mine"), withIntermediateDirectories: false)
    try project.write("my records", to: "mine/records")
    let result = try project.plumb("run", "--cache", "mine")
    #expect(
      result.code == 1
        && result.error.hasSuffix(
          "/mine holds files and is no cache of plumb; name a new or an empty folder with --cache\n")
    )
    #expect(try project.files(in: ["mine"]).count == 1)
    let plain = try project.run(TestProject.program, ["run", "points"], environment: ["PLUMB_CACHE": ""])
    #expect(plain.code == 0)
    #expect(FileManager.default.fileExists(atPath: project.root.appending(path: ".plumb").path(percentEncoded: false)))
  }
}
