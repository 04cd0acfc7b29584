import Documents
import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// A text with fifty faults, each marked in a comment of its line (`% !typed`), in a project whose values are written out in
/// its manifest: all are found, and nothing else is.
@Suite struct ManuscriptFaultsTests {
  private static let data = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data/manuscript")

  /// The project after a run, with the text and what it shows.
  static func project() throws -> TestProject {
    let project = try TestProject()
    for name in ["pipeline.json", "paper.tex", "chapter.tex"] {
      try project.write(try String(contentsOf: data.appending(path: name), encoding: .utf8), to: name)
    }
    let run = try project.plumb("run")
    #expect(run.code == 0, "\(run.error)")
    #expect(try project.plumb("attach", "--latex", "tex").code == 0)
    return project
  }

  /// Makes the faults that do not stand in the text itself.
  private static func damage(_ project: TestProject) throws {
    try project.makeFolders("old")
    for name in ["decay.pdf", "gains.png"] { try project.write("an older picture", to: "old/\(name)") }
    try FileManager.default.copyItem(at: project.place("figures/decay.pdf"), to: project.place("old/gains.pdf"))
    let values = try project.text("tex/plumb-values.tex")
    try project.write(values.replacing("{-0.483}", with: "{-0.484}"), to: "tex/plumb-values.tex")
    try project.write(
      #"{"plumb-manuscript": 1, "values": {"M1.slope.plain": "−0.4911", "M2.error.400": "0.015770"}, "numbers": {}}"#,
      to: "paper.tex.plumb.json")
  }

  /// Kinds by file and line, as the comments have them.
  private static func planted() throws -> [String] {
    try ["paper.tex", "chapter.tex"].flatMap { name in
      try String(contentsOf: data.appending(path: name), encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false
      ).enumerated().flatMap { index, line in line.matches(of: #/!([a-z-]+)/#).map { "\(name):\(index + 1) \($0.1)" } }
    }.sorted()
  }

  @Test func `all of fifty planted faults are found, and nothing else`() throws {
    let project = try Self.project()
    try Self.damage(project)
    let planted = try Self.planted()
    #expect(planted.count == 50)
    let result = try project.plumb("manuscript", "--json", "paper.tex")
    #expect(result.code == 4, "\(result.error)")
    let found = try TestProject.parse(result.output)["findings"]?.elements ?? []
    let lines = found.compactMap { finding -> String? in
      guard let file = finding["file"]?.string, let line = finding["line"]?.integer, let kind = finding["kind"]?.string
      else { return nil }
      return "\(file):\(line) \(kind)"
    }.sorted()
    let (missed, strangers) = (Self.difference(planted, lines), Self.difference(lines, planted))
    #expect(missed.isEmpty, "not found: \(missed)")
    #expect(strangers.isEmpty, "false alarms: \(strangers)")
  }

  /// What `a` has more of than `b`.
  private static func difference(_ a: [String], _ b: [String]) -> [String] {
    var rest = b
    return a.filter { element in
      guard let index = rest.firstIndex(of: element) else { return true }
      rest.remove(at: index)
      return false
    }
  }

  @Test func `a line says where, what is wrong, and what to write instead`() throws {
    let project = try Self.project()
    try project.write(
      """
      The slope is $-0.48$ and the mean 0.9214; \\plumbvalue{M1.slop.plain}.
      \\includegraphics{gone/decay}

      """, to: "short.tex")
    let result = try project.plumb("manuscript", "short.tex")
    #expect(
      result.output == """
        short.tex:1:15: -0.48 is typed by hand; \\plumbvalue{M1.slope.plain} prints −0.483; or `M1.slope.greatest`
        short.tex:1:35: 0.9214 is no value of the report; name its value, or look at it and accept it with --accept
        short.tex:1:43: there is no value `M1.slop.plain`; did you mean `M1.slope.plain`?
        short.tex:2:1: gone/decay is not there; `plumb attach` writes the figure `decay`
        3 numbers: 1 by key, 1 known and typed by hand, 1 unknown; 1 picture
        4 findings

        """)
    #expect(result.code == 4 && result.error.isEmpty)
  }

  @Test func `the sample that attach writes is clean`() throws {
    let project = try Self.project()
    let result = try project.plumb("manuscript", "tex/plumb-sample.tex")
    #expect(result.code == 0 && result.output.hasSuffix("nothing to mend\n"), "\(result.output)\(result.error)")
  }

  @Test func `what was accepted is told again when its value changes, and one more of it is`() throws {
    let project = try Self.project()
    try project.write("We find \\plumbvalue{M1.slope.plain}, 28.4 and 0.9214.\n", to: "short.tex")
    #expect(try project.plumb("manuscript", "short.tex").code == 4)
    #expect(try project.plumb("manuscript", "--accept", "short.tex").code == 0)
    let record = try project.text("short.tex.plumb.json")
    #expect(try project.plumb("manuscript", "short.tex").code == 0)
    // The same text and the same results give the same bytes.
    #expect(try project.plumb("manuscript", "--accept", "short.tex").code == 0)
    #expect(try project.text("short.tex.plumb.json") == record)

    try project.write("We find \\plumbvalue{M1.slope.plain}, 28.4 and 0.9214, again 0.9214.\n", to: "short.tex")
    let again = try project.plumb("manuscript", "short.tex")
    #expect(
      again.code == 4 && again.output.hasPrefix("short.tex:1:61: 0.9214 is no value of the report"), "\(again.output)")

    try project.change("[-0.4827,", to: "[-0.4821,")
    try project.change("28.43", to: "29.43")
    #expect(try project.plumb("run").code == 0)
    let after = try project.plumb("manuscript", "short.tex").output.split(separator: "\n")
    #expect(
      after.prefix(2) == [
        "short.tex:1:9: `M1.slope.plain` was −0.483 when the text was last looked at, and is −0.482; read the sentence "
          + "again, then accept it with --accept",
        "short.tex:1:38: 28.4 stands for `M1.facts.gain`, which is 29.430; correct it",
      ], "\(after)")
  }

  @Test func `where no run was made the values are those of the lock`() throws {
    let project = try Self.project()
    #expect(try project.plumb("lock").code == 0)
    try project.remove(".plumb")
    try project.write("The slope is 0.483. \\includegraphics{figures/decay.pdf}\n", to: "short.tex")
    let result = try project.plumb("manuscript", "short.tex")
    #expect(result.code == 4 && result.output.contains("0.483 is typed by hand; \\plumbvalue{M1.slope.plain}"))
    #expect(result.error == "warning: values of 2 claims are those of plumb.lock.json\n")
    try project.write("another picture", to: "figures/decay.pdf")
    #expect(
      try project.plumb("manuscript", "short.tex").output.contains(
        "is not what the last run made of the figure `decay`"))
  }

  @Test func `values of Typst are looked for from the file that names them`() throws {
    let project = try TestProject.ran()
    try project.makeFolders("text/chapters")
    #expect(try project.plumb("attach", "--typst", "text/typ").code == 0)
    try project.write("#include \"chapters/one.typ\"\n", to: "text/main.typ")
    try project.write("#import \"../typ/plumb-values.typ\": plumbvalue\n", to: "text/chapters/one.typ")
    let clean = try project.plumb("manuscript", "text/main.typ")
    #expect(clean.code == 0, "\(clean)")
    try project.write("old", to: "text/typ/plumb-values.typ")
    #expect(try Self.kinds(project, "text/main.typ").count == 1)
  }

  @Test func `Typst and Markdown are read as LaTeX is`() throws {
    let project = try Self.project()
    try project.write(
      """
      #import "typ/plumb-values.typ": plumbvalue
      #set page(width: 12.34cm)
      #let slope = 0.483
      = A slope of #plumbvalue("M1.slope.plain") // 0.4827
      The share is 73.2% and $beta = -0.639$, see @fig-1.5 and `0.4827`; #plumbvalue("M1.slop.plain").
      #figure(image("old/decay.pdf", width: 73%), caption: [Errors of 0.0312.]) <fig-1.5>

      """, to: "paper.typ")
    try project.makeFolders("old")
    try project.write("an older picture", to: "old/decay.pdf")
    #expect(try project.plumb("attach", "--typst", "typ").code == 0)
    #expect(
      try Self.kinds(project, "paper.typ") == [
        "3 typed", "5 typed", "5 typed", "5 no-value", "6 stale-figure", "6 typed",
      ])
    try project.write(
      """
      ---
      title: A slope of 0.48
      date: 2026-11-28
      ---
      ## 1.25 The slope

      It is −0.483<!-- plumb M1.slope.plain -->, with an error of 0.05<!-- plumb M2.error.400 -->, `0.4827` and
      [a link](https://example.org/0.4827). Version 2.71.

      | method | slope |
      |---|---|
      | mirrored | -0.639 |

      ![The curve falls to 0.0079.](old/decay.pdf){width=48%}

      ```
      0.4827
      ```

      """, to: "paper.md")
    #expect(
      try Self.kinds(project, "paper.md") == ["2 typed", "7 differs", "12 typed", "14 stale-figure", "14 typed"])
  }

  private static func kinds(_ project: TestProject, _ file: String) throws -> [String] {
    let result = try project.plumb("manuscript", "--json", file)
    #expect(result.code == 4, "\(result.error)")
    return (try TestProject.parse(result.output)["findings"]?.elements ?? []).map {
      "\($0["line"]?.integer ?? 0) \($0["kind"]?.string ?? "")"
    }
  }

  @Test func `what is no text is named`() throws {
    let project = try Self.project()
    for (file, sentence) in [
      ("gone.tex", "gone.tex: there is no such file; name a text"),
      ("pipeline.json", "pipeline.json: the ending says no language; name a .tex, .typ or .md file"),
    ] {
      let result = try project.plumb("manuscript", file)
      #expect(result.code == 2 && result.error == sentence + "\n", "\(result)")
    }
    try project.write("mine", to: "paper.tex.plumb.json")
    let result = try project.plumb("manuscript", "paper.tex")
    #expect(
      result.error
        == "paper.tex.plumb.json: it is no record of a text; delete it, and accept again with --accept\n")
  }
}
