import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// `examples/shrinkage`, as its author would work on it: NumPy and matplotlib in a virtual environment.
@Suite(.enabled(if: PythonScience.isWanted, "\(PythonScience.missing)"))
struct ExampleTests {
  private static let folder = LayersTests.root.appending(path: "examples/shrinkage")

  /// A copy of what is in the repository, with a virtual environment.
  private func copy() throws -> TestProject {
    let project = try TestProject()
    for name in ["pipeline.json", "errors.py", "theory.py", "curves.py", "lib", "data", "prose.md", "paper.tex"] {
      try? project.remove(name)
      try FileManager.default.copyItem(at: Self.folder.appending(path: name), to: project.place(name))
    }
    try PythonScience.makeEnvironment(in: project)
    #expect(try project.plumb("allow").code == 0)
    return project
  }

  private func ran(_ project: TestProject) throws -> Set<Substring> {
    let result = try project.plumb("run")
    #expect(result.code == 0, "\(result.error)")
    return Set(result.ran.map { $0.prefix { $0 != "[" } })
  }

  @Test func `a paper of one's own is run, changed, and attached with its numbers`() throws {
    let project = try copy()
    #expect(try project.text("pipeline.json").split(separator: "\n").count <= 120)
    #expect(try project.plumb("format", "--check", "pipeline.json").code == 0)
    #expect(try ran(project).isSuperset(of: ["errors", "theory", "curves", "paper"]))
    let page = try project.text("reports/paper.md")
    for (claim, verdict) in [("S1", "reproduced"), ("S2", "reproduced"), ("S3", "not reproduced")] {
      #expect(page.contains(try Regex(#"\[\#(claim)\..*\| <b>\#(verdict)</b> \|"#)), "\(claim)")
    }
    let nothing = try project.plumb("run")
    #expect(nothing.ran.isEmpty)

    // Another tolerance is another verdict, and no script runs for it.
    try project.change(#""tolerance": 0.05"#, to: #""tolerance": 0.04"#)
    #expect(try ran(project) == ["S1", "paper"])
    // A comment does: all that rests on the script's results is as it was, but for the keys that the page names.
    try project.write("# Here.\n" + project.text("errors.py"), to: "errors.py")
    #expect(try ran(project) == ["errors", "paper"])

    // Every number that the text uses is there.
    #expect(try project.plumb("attach", "--latex", "tex", "--arxiv", "submission").code == 0)
    let values = try project.text("tex/plumb-values.tex")
    for use in try project.text("paper.tex").matches(of: #/\\plumbvalue\{([^}]+)\}/#) {
      #expect(values.contains("\\plumb@define{\(use.1)}"), "\(use.1)")
    }
    let latex = TestTool("pdflatex")
    if latex.isWanted {
      #expect(try latex.run(["-halt-on-error", "-interaction=batchmode", "paper.tex"], in: project.root).code == 0)
    }
  }

  @Test func `the numbers can be made again from what goes to arXiv`() throws {
    let project = try copy()
    _ = try ran(project)
    #expect(try project.plumb("attach", "--arxiv", "submission").code == 0)
    let other = try TestProject()
    try other.remove("pipeline.json")
    let ancillary = project.place("submission/anc")
    for name in try FileManager.default.contentsOfDirectory(atPath: ancillary.path(percentEncoded: false)) {
      try FileManager.default.copyItem(at: ancillary.appending(path: name), to: other.place(name))
    }
    for published in ["figures", "reports"] { try? other.remove(published) }
    try PythonScience.makeEnvironment(in: other)
    let result = try other.plumb("run", "--allow-commands")
    #expect(result.code == 0, "\(result.error)")
    #expect(try other.text("reports/paper.md") == project.text("reports/paper.md"))
  }
}

/// A Python with NumPy and matplotlib (Debian: python3-numpy, python3-matplotlib).
private enum PythonScience {
  private static let python = TestTool("python3")

  static let missing = "no /usr/bin/python3 has NumPy and matplotlib"

  /// Whether tests that need it run.
  static let isWanted = TestTool.allAreDemanded || (try? python.run(["-c", "import numpy, matplotlib"]))?.code == 0

  /// Makes `.venv`, which has what the machine's Python has.
  static func makeEnvironment(in project: TestProject) throws {
    let folder = project.place(".venv").path(percentEncoded: false)
    #expect(try python.run(["-m", "venv", "--without-pip", "--system-site-packages", folder]).code == 0)
  }
}
