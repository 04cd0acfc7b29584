import Foundation
import PlumbTestSupport
import Testing

/// The shell script `plumb`, on a copy whose program only says that it was started.
@Suite struct LauncherTests {
  /// A folder with the launcher in `a project`, a program that is up to date, and an empty `bin`.
  private func clone() throws -> TestProject {
    let project = try TestProject()
    try project.makeFolders("a project/Sources", "a project/.build/release", "bin", "elsewhere")
    try FileManager.default.copyItem(
      at: LayersTests.root.appending(path: "plumb"), to: project.place("a project/plumb"))
    try project.write("", to: "a project/Package.swift")
    try script("echo \"started with $# arguments: $*\"", project, "a project/.build/release/plumb")
    try project.write("", to: "a project/.build/plumb-built")
    return project
  }

  private func script(_ text: String, _ project: TestProject, _ path: String) throws {
    try project.write("#!/bin/sh\n\(text)\n", to: path)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: project.place(path).path(percentEncoded: false))
  }

  private func launch(
    _ project: TestProject, _ path: String = "a project/plumb", _ environment: [String: String] = [:]
  ) throws -> TestProject.Result { try project.run(project.place(path), ["run", "a b"], environment: environment) }

  /// A search path with a toolchain and what the launcher calls, and `programs` that do nothing; libraries `missing`.
  private func path(_ project: TestProject, missing: String, programs: [String]) throws -> String {
    let bin = project.place("bin")
    let tools = ["sh", "find", "head", "sort", "tr", "id", "mkdir", "touch", "readlink", "dirname", "mv", "sed"]
    for tool in tools {
      let real = try #require(
        ["/usr/bin", "/bin"].map { "\($0)/\(tool)" }.first(where: FileManager.default.isExecutableFile))
      try FileManager.default.createSymbolicLink(
        atPath: bin.appending(path: tool).path(percentEncoded: false), withDestinationPath: real)
    }
    try script("case \"$2\" in \(missing)) exit 1 ;; esac", project, "bin/pkg-config")
    try script("echo font", project, "bin/fc-list")
    for program in programs { try script("exit 0", project, "bin/\(program)") }
    try project.remove("a project/.build/plumb-built")
    return bin.path(percentEncoded: false)
  }

  @Test func `arguments go to the program, from any folder and through links`() throws {
    let project = try clone()
    for (link, target) in [("elsewhere/one", "../a project/plumb"), ("elsewhere/two", "one")] {
      try FileManager.default.createSymbolicLink(
        atPath: project.place(link).path(percentEncoded: false), withDestinationPath: target)
    }
    for path in ["a project/plumb", "elsewhere/one", "elsewhere/two"] {
      let result = try launch(project, path)
      #expect(result.code == 0 && result.output == "started with 2 arguments: run a b\n" && result.error.isEmpty)
    }
  }

  @Test func `package goes to its script, which writes into no folder that is there`() throws {
    let project = try clone()
    try project.makeFolders("a project/Packaging")
    try FileManager.default.copyItem(
      at: LayersTests.root.appending(path: "Packaging/package"), to: project.place("a project/Packaging/package"))
    let result = try project.run(project.place("a project/plumb"), ["package", "elsewhere/"])
    #expect(result.code == 1 && result.output.isEmpty)
    #expect(result.error == "plumb: elsewhere is there; name a folder that is not, or move it away\n")
    #expect(try project.listing().contains { $0.hasPrefix("elsewhere.tar") } == false)
  }

  @Test func `a missing library is named with the command that installs it`() throws {
    for (manager, command) in [
      ("apt-get", "apt-get install -y --no-install-recommends libzip-dev zlib1g-dev"),
      ("brew", "brew install libzip zlib"),
    ] {
      let project = try clone()
      let path = try path(project, missing: "libzip|zlib", programs: ["swift", manager])
      let result = try launch(project, "a project/plumb", ["PLUMB_NO_INSTALL": "1", "PATH": path])
      #expect(result.code == 1 && result.output.contains(command))
      #expect(result.error == "plumb: system libraries are missing; install them with:\n")
    }
  }

  @Test func `on an unknown system the packages are listed`() throws {
    let project = try clone()
    let result = try launch(
      project, "a project/plumb", ["PATH": try path(project, missing: "libzip", programs: ["swift"])])
    #expect(result.code == 1 && result.output.isEmpty)
    #expect(
      result.error == """
        plumb: these are missing (names as in Debian): libzip-dev\u{20}
        plumb: install them with your package manager, then run this again

        """)
  }

  @Test func `without a toolchain it says where to get one, and with one it builds what is older than a source`() throws
  {
    let project = try clone()
    let path = try path(project, missing: "none", programs: ["brew"])
    func launch() throws -> TestProject.Result { try self.launch(project, "a project/plumb", ["PATH": path]) }
    let result = try launch()
    #expect(result.code == 1)
    let remedy = "install Swift 6.1 or later from https://swift.org/install and run this again"
    #expect(result.error == "plumb: no Swift toolchain found; \(remedy)\n")
    try script("exit 0", project, "bin/swift")
    let built = try launch()
    #expect(built.code == 0 && built.error == "plumb: building (about three minutes the first time)\n")
    #expect(try launch().error.isEmpty)
  }
}
