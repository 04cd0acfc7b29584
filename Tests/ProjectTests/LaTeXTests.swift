import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// What `attach --latex` writes, as LaTeX takes it.
@Suite struct LaTeXTests {
  private static let latex = TestTool("pdflatex")

  private func typeset(_ file: String, in project: TestProject) throws -> (output: String, code: Int32) {
    try Self.latex.run(["-interaction=nonstopmode", "-halt-on-error", file], in: project.place("tex"))
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
