import Foundation
import PlumbTestSupport
import Testing

/// An author's own picture and scripts, from the manifest to what is attached.
@Suite struct OwnFiguresTests {
  /// The smallest PNG.
  private static let pixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="

  private static let stages = #"""
    "plot": {"kind": "command", "arguments": ["sh", "scripts/plot.sh"], "outputs": ["own.png", "own.pdf", "n.csv"],
      "sources": [{"name": "scripts", "file": "scripts"}, {"name": "big.bin", "file": "big.bin"},
        {"name": "theirs.csv", "file": "theirs.csv", "origin": "https://example.org/theirs"}]}
    """#

  private func project() throws -> TestProject {
    let project = try TestProject(stages: Self.stages)
    try project.change(
      #""figures": {"#, to: #""figures": {"own": {"png": "plot.own.png", "pdf": "plot.own.pdf", "data": "plot.n"}, "#)
    try project.change(
      #""bound": 0}],\#n      "figures": [{"figure": "decay", "caption": "c"}]},"#,
      to:
        #""bound": 0}], "figures": [{"figure": "own", "caption": "Mine."}, {"figure": "decay", "caption": "Ours."}]},"#)
    try project.makeFolders("scripts")
    try Data(base64Encoded: Self.pixel)?.write(to: project.place("scripts/pixel.png"))
    try project.write(
      "cp scripts/pixel.png own.png; printf '%%PDF-1.4 mine %%%%EOF' > own.pdf; printf 'n\\n1\\n' > n.csv\n",
      to: "scripts/plot.sh")
    try project.write("t\n1\n", to: "theirs.csv")
    try Data(count: 1_100_000).write(to: project.place("big.bin"))
    return project
  }

  @Test func `a picture of one's own stands in its place on the page and in every attachment`() throws {
    let project = try project()
    #expect(try project.plumb("run", "--allow-commands").code == 0)
    let page = try project.text("reports/paper.md")
    let (own, ours) = (try #require(page.range(of: "(../figures/own.png)")), try #require(page.range(of: "*Mine.*")))
    let (next, last) = (
      try #require(page.range(of: "(../figures/decay.png)")), try #require(page.range(of: "*Ours.*"))
    )
    #expect(own.lowerBound < ours.lowerBound && ours.lowerBound < next.lowerBound && next.lowerBound < last.lowerBound)
    #expect(try project.text("figures/own.pdf") == "%PDF-1.4 mine %%EOF" && project.text("figures/own.csv") == "n\n1\n")
    let attached = try project.plumb(
      "attach", "--html", "r.html", "--latex", "tex", "--typst", "typ", "--values", "v.json")
    #expect(attached.code == 0, "\(attached)")
    #expect(try project.text("r.html").contains("data:image/png;base64," + Self.pixel))
    #expect(try project.text("tex/figures/own.pdf") == "%PDF-1.4 mine %%EOF")
    #expect(try project.text("tex/plumb-sample.tex").contains("{figures/own.pdf}"))
    #expect(try project.text("typ/plumb-values.typ").contains("\"C1.verdict\": [reproduced],"))
    #expect(try TestProject.parse(project.text("v.json"))["C1.verdict"] == ["text": "reproduced"])
  }

  @Test func `a picture that is only a PDF is linked`() throws {
    let project = try project()
    try project.change(
      #""png": "plot.own.png", "pdf": "plot.own.pdf", "data": "plot.n""#, to: #""pdf": "plot.own.pdf""#)
    #expect(try project.plumb("run", "--allow-commands").code == 0)
    let page = try project.text("reports/paper.md")
    #expect(page.contains("*Mine.* [PDF](../figures/own.pdf)\n") && !page.contains("own.png"), "\(page)")
    #expect(try project.plumb("attach", "--html", "r.html").code == 0)
  }

  @Test func `scripts go with what is attached, and the numbers can be made again from it`() throws {
    let project = try project()
    #expect(try project.plumb("run", "--allow-commands").code == 0)
    #expect(try project.plumb("attach", "--arxiv", "sub", "--values", "v.json", "--html", "r.html").code == 0)
    #expect(try project.text("sub/anc/scripts/plot.sh") == project.text("scripts/plot.sh"))
    #expect(!FileManager.default.fileExists(atPath: project.place("sub/anc/big.bin").path))
    let named = try project.text("sub/anc/sources.csv").split(separator: "\n").map(String.init)
    #expect(named.count == 3 && named[1].hasPrefix("big.bin,1100000,") && named[1].hasSuffix(","), "\(named)")
    #expect(named[2].hasPrefix("theirs.csv,4,") && named[2].hasSuffix(",https://example.org/theirs"), "\(named)")
    let html = try project.text("r.html")
    #expect(html.contains("download=\"plot.sh\"") && html.contains("not attached"))
    // Whoever has it fetches the two files that are named, and runs it.
    for file in ["big.bin", "theirs.csv"] {
      try FileManager.default.copyItem(at: project.place(file), to: project.place("sub/anc/" + file))
    }
    let again = try project.run(
      URL(filePath: "/bin/sh"),
      ["-c", "cd sub/anc && \"$0\" run --allow-commands && \"$0\" attach --values v.json", TestProject.program.path])
    #expect(again.code == 0, "\(again)")
    #expect(try project.text("sub/anc/v.json") == project.text("v.json"))
  }
}
