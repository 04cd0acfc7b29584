import Foundation
import PlumbTestSupport
import Testing

/// On a project with one set of two files: the word `one` is expected as images, `two` as labels.
@Suite struct DataCommandTests {
  private static let (one, two) = (
    "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed",
    "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
  )

  private func project() throws -> TestProject {
    let project = try TestProject()
    try project.write(
      """
      {
        "format": 2,
      "stages": {
          "set": {"kind": "dataset", "images": "data/set/one", "images-sha256": "\(Self.one)", "labels": "data/set/two",
            "labels-sha256": "\(Self.two)", "origin": "https://example.org/set"},
          "smooth": {"kind": "label-smoothness", "kernel": "ntk", "layers": 2, "images": "set.images",
            "labels": "set.labels", "name": "A", "n": 20, "seed": 1, "first": [1], "last": [20]}
        },
        "claims": {
          "C1": {"title": "t", "statement": "s", "source": "s", "theory": "t", "method": "m",
            "checks": [{"id": "n", "name": "n", "data": "smooth.ranges", "value": "smoothness", "relation": "above", "bound": 0}]}
        }
      }
      """, to: "pipeline.json")
    try project.makeFolders("data/set", "elsewhere/set")
    return project
  }

  @Test func `missing files are listed with the claims that wait and where to get them`() throws {
    let result = try project().plumb("data")
    #expect(result.code == 0 && result.error.isEmpty)
    #expect(
      result.output == """
        file          state    claims  SHA-256
        data/set/one  missing  C1      \(Self.one)
        data/set/two  missing  C1      \(Self.two)

        0 of 2 data files are present; put the others at these paths in the project, or name with --data a folder that stands for data/
        data/set: from https://example.org/set

        """)
  }

  @Test func `a file beside the manifest is named with its origin, by run as well`() throws {
    let project = try TestProject(
      stages: #"""
        "cut": {"kind": "command", "arguments": ["sh", "-c", "cp far.bin b.csv"], "outputs": ["b.csv"],
          "sources": [{"name": "far", "file": "far.bin", "origin": "https://example.org/far"}]}
        """#)
    let data = try project.plumb("data").output
    #expect(
      data.hasSuffix("present; put the others at these paths in the project\nfar.bin: from https://example.org/far\n"))
    let run = try project.plumb("run", "cut", "--allow-commands")
    #expect(run.output.hasPrefix("not run: cut: needs far.bin, to be had from https://example.org/far\n"), "\(run)")
  }

  @Test func `files count when they are in the project or in a data folder`() throws {
    let project = try project()
    try project.write("one", to: "data/set/one")
    try project.write("two", to: "elsewhere/set/two")
    #expect(try project.plumb("data").output.contains("\n1 of 2 data files is present; "))
    let result = try project.plumb("data", "--data", "elsewhere")
    #expect(result.code == 0 && result.output.hasSuffix("\n2 of 2 data files are present\n"))
  }

  @Test func `other content and what is no file are named with what to do`() throws {
    let project = try project()
    try project.write("two", to: "data/set/one")
    try project.makeFolders("data/set/two")
    let result = try project.plumb("data", "C1")
    #expect(result.code == 0)
    #expect(result.output.contains("\ndata/set/one  other content  C1      \(Self.one)\n"))
    #expect(result.output.contains("\ndata/set/two  not readable   C1      \(Self.two)\n"))
    #expect(
      result.output.hasSuffix(
        """
        data/set/one: its SHA-256 is \(Self.two); fetch the file again
        data/set/two: the source `data/set/two` is not a file; name one
        data/set: from https://example.org/set

        """))
  }

  @Test func `JSON holds every fact, present or not`() throws {
    let project = try project()
    try project.write("one", to: "data/set/one")
    let files = try TestProject.parse(try project.plumb("data", "--json").output).elements ?? []
    #expect(files.count == 2)
    #expect(
      files.first == [
        "path": "data/set/one", "state": "present", "expected": .init(.string(Self.one)),
        "found": .init(.string(Self.one)), "fault": .init(.null), "bytes": .init(.null),
        "origin": "https://example.org/set", "mirrors": .init(.array([])), "claims": ["C1"], "stages": ["set"],
      ])
    #expect(files.last?["state"] == "missing" && files.last?["found"] == .init(.null))
  }

  @Test func `a manifest without data files says so`() throws {
    #expect(try TestProject().plumb("data").output == "no data files are asked for\n")
  }
}
