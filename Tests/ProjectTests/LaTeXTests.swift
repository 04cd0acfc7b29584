import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// What `attach --latex` writes, as LaTeX takes it.
@Suite struct LaTeXTests {
  private static let latex = TestTool("pdflatex")
  private static let luaTeX = TestTool("lualatex")

  private func typeset(
    _ file: String, in project: TestProject, by program: TestTool = latex
  ) throws -> (output: String, code: Int32) {
    try program.run(["-interaction=nonstopmode", "-halt-on-error", file], in: project.place("tex"))
  }

  @Test(.enabled(if: latex.isWanted && luaTeX.isWanted, "\(luaTeX.missing)"))
  func `the sample has two pages, by whichever LaTeX it is typeset`() throws {
    let project = try TestProject.ran()
    #expect(try project.plumb("attach", "--latex", "tex").code == 0)
    for program in [Self.latex, Self.luaTeX] {
      let sample = try typeset("plumb-sample.tex", in: project, by: program)
      #expect(sample.code == 0 && sample.output.contains("(2 pages"), "\(sample.output.suffix(800))")
      #expect(!sample.output.contains("Overfull \\hbox"), "\(sample.output.suffix(2000))")
    }
  }

  @Test(.enabled(if: latex.isWanted, "\(latex.missing)"))
  func `intervals and headline numbers have macros, and one that is not there is an error`() throws {
    let project = try TestProject.ran()
    #expect(try project.plumb("attach", "--latex", "tex").code == 0)
    let head = #"\documentclass{article}\input{plumb-values}\begin{document}\typeout{X:"#
    // A number without an interval stands alone; the number nearest to failing stands with its limit.
    try project.write(
      head + #"\plumbestimate{C1.range}; \plumbdeviation{C1}; \plumbdeviation{C1.range}:X}\end{document}"#,
      to: "tex/a.tex")
    let whole = try typeset("a.tex", in: project)
    #expect(whole.code == 0 && whole.output.contains("(limit \\ensuremath {0})"), "\(whole.output.suffix(800))")
    try project.write(head + #"\plumbinterval{C1.range}:X}\end{document}"#, to: "tex/b.tex")
    #expect(try typeset("b.tex", in: project).output.contains("plumb: there is no value `C1.range.low'"))
  }

  @Test(.enabled(if: latex.isWanted, "\(latex.missing)"))
  func `values and figures are typeset, also where underscores are letters`() throws {
    let project = try TestProject(replacing: [("\"C1\"", "\"C_1\"")])
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("attach", "--latex", "tex").code == 0)
    #expect(try typeset("plumb-sample.tex", in: project).code == 0)
    let paper = #"\documentclass{article}\usepackage{underscore}\input{plumb-values}\begin{document}"#
    try project.write(paper + #"\plumbvalue{C_1.range} \plumbvalue{C_1.verdict}\end{document}"#, to: "tex/paper.tex")
    let whole = try typeset("paper.tex", in: project)
    #expect(whole.code == 0, "\(whole.output.suffix(800))")
    try project.write(paper + #"\plumbvalue{C_1.none}\end{document}"#, to: "tex/wrong.tex")
    let wrong = try typeset("wrong.tex", in: project)
    #expect(
      wrong.code != 0 && wrong.output.contains("plumb: there is no value `C_1.none'"), "\(wrong.output.suffix(800))")
  }
}
