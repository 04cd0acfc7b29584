import Documents
import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// What committees, journals and archives ask for, as `attach` writes it.
@Suite struct ArtifactTests {
  private static let latex = TestTool("pdflatex")

  static func listing(_ archive: String, _ project: TestProject) throws -> [String] {
    let result = try project.run(URL(filePath: "/usr/bin/env"), ["unzip", "-Z1", archive])
    #expect(result.code == 0, "\(result)")
    return result.output.split(separator: "\n").map(String.init)
  }

  static func member(_ name: String, of archive: String, _ project: TestProject) throws -> String {
    try project.run(URL(filePath: "/usr/bin/env"), ["unzip", "-p", archive, name]).output
  }

  @Test func `an archive has the project, the report, the results, and a description for each who asks`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.write("MIT", to: "LICENSE")
    let result = try project.plumb("attach", "--archive", "a.zip")
    #expect(result.code == 0 && result.output.contains("files: a.zip"), "\(result)")
    let files = try Self.listing("a.zip", project)
    #expect(Set(files).count == files.count)
    for name in [
      "pipeline.json", "plumb.lock.json", "reports/provenance.json", "LICENSE", "report.html", "reports/paper.md",
      "figures/decay.pdf", "figures/decay.csv", "results.tar.gz", "CITATION.cff", "codemeta.json",
      "artifact/appendix.md",
      "artifact/appendix.tex", "artifact/checklist-acm.md", "artifact/checklist-neurips.md", "artifact/metadata.yaml",
    ] { #expect(files.contains(name), "\(name)") }
    // No matrix travels, neither by itself nor in the results.
    #expect(!files.contains { $0.hasSuffix(".npy") })
    // What is in it is enough to publish everything again without computing.
    let elsewhere = try TestProject()
    let unzipped = try elsewhere.run(
      URL(filePath: "/usr/bin/env"), ["unzip", "-q", project.place("a.zip").path(percentEncoded: false), "-d", "in"])
    #expect(unzipped.code == 0)
    let shell = URL(filePath: "/bin/sh")
    let program = TestProject.program.path(percentEncoded: false)
    let pulled = try elsewhere.run(
      shell, ["-c", "cd in && '\(program)' pull results.tar.gz && '\(program)' run C1 C2"])
    #expect(pulled.code == 0, "\(pulled)")
    let difference = try elsewhere.run(shell, ["-c", "cd in && '\(program)' diff"])
    #expect(difference.code == 0, "\(difference)")
    // The same bytes once more, and a citation of the project's own stays.
    let first = try Data(contentsOf: project.place("a.zip"))
    #expect(try project.plumb("attach", "--archive", "a.zip").code == 0)
    #expect(try Data(contentsOf: project.place("a.zip")) == first)
    try project.write("cff-version: 1.2.0\ntitle: mine\n", to: "CITATION.cff")
    #expect(try project.plumb("attach", "--archive", "a.zip").code == 0)
    #expect(try Self.member("CITATION.cff", of: "a.zip", project) == "cff-version: 1.2.0\ntitle: mine\n")
  }

  /// A file of costs as `plumb lock` writes it.
  private static func costs(_ results: String) -> String {
    #"{"plumb-costs": 1, "profiles": {"quick": {"measured": {"date": "2026-11-20", "processor": "Test 9000", "cores": 4, "#
      + #""program": "Plumb 1"}, "results": {\#(results)}}}}"#
  }

  @Test func `the appendix says what each claim takes, and that nothing is recorded where it is not`() throws {
    let project = try TestProject.ran(isLocked: true)
    try FileManager.default.removeItem(at: project.place("plumb.costs.json"))
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("attach", "--appendix", "out").code == 0)
    let bare = try project.text("out/appendix.md")
    #expect(bare.contains("No costs are recorded: `plumb lock` writes plumb.costs.json after a run."))
    #expect(bare.contains("| claim | what is claimed | where | expected verdict |\n"))
    #expect(
      bare.contains("| `C1` | holds | here | reproduced |") && bare.contains("| `C2` | fails | here | not reproduced |")
    )
    // The number nearest to failing is that of the page.
    let page = try project.text("reports/paper.md")
    let nearest = try #require(
      page.firstMatch(of: #/<b id="claim-C1">reproduced</b> · (.*?)\.?\n/#).map { String($0.1) })
    #expect(bare.contains("| `C1` | range | ") && bare.lowercased().contains(nearest.lowercased()), "\(nearest)")
    #expect(try project.text("out/checklist-neurips.md").contains("compute resources.** [for the author] No costs"))

    let costs = Self.costs(#""C1": {"seconds": 130.5, "memory": 123456789}"#)
    try project.write(costs, to: "plumb.costs.json")
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("attach", "--appendix", "out").code == 0)
    let text = try project.text("out/appendix.md")
    #expect(text.contains("| `C1` | holds | here | reproduced | 2.2 min | 124 MB |"))
    #expect(text.contains("| `C2` | fails | here | not reproduced | not recorded | not recorded |"))
    #expect(
      text.contains("measured on Test 9000, 4 cores, on 2026-11-20")
        && text.contains("124 MB at the most for one claim"))
    #expect(try project.text("out/checklist-neurips.md").contains("compute resources.** [Yes]"))
    // What was kept from an earlier record says its day, on pages too.
    let earlier = #""measured": {"date": "2026-01-02", "program": "Plumb 0", "commit": "0123456789", "clean": true}"#
    try project.write(
      Self.costs(
        #""paper": {"seconds": 140, "memory": 123456789}, "C1": {"seconds": 130.5, "memory": 123456789}, "#
          + #""C2": {"seconds": 2, "memory": 1000000, \#(earlier)}"#),
      to: "plumb.costs.json")
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("attach", "--appendix", "out").code == 0)
    #expect(
      try project.text("out/appendix.md").contains("measured on Test 9000, 4 cores, on 2026-11-20 (C2 on 2026-01-02)"))
    let said = " Those of C2 are kept from before: 2 January 2026, at commit `0123456`, with Plumb 0."
    #expect(try project.text("reports/paper.md").contains(said))
    try project.write(Self.costs(#""C1": {"seconds": 20000, "memory": 2500000000}"#), to: "plumb.costs.json")
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("attach", "--appendix", "out").code == 0)
    #expect(try project.text("out/appendix.md").contains("| `C1` | holds | here | reproduced | 5.6 h | 2.5 GB |"))
  }

  @Test(.enabled(if: latex.isWanted, "\(latex.missing)"))
  func `the appendix is typeset alone and within a paper, whatever signs its claims have`() throws {
    let project = try TestProject.ran(
      replacing: [
        (
          #""title": "holds", "statement": "s""#,
          #""title": "falls like $k^{-3}$ & 5 % of x_1 ≤ η², #1 ~ {é} “quoted” \\ 漢", "statement": "s""#
        ),
        (#""name": "range""#, #""name": "range $\\mu_k$ over 10⁻¹² − ε < 1""#),
      ], isLocked: true)
    try project.write(Self.costs(#""C1": {"seconds": 5, "memory": 1000000000}"#), to: "plumb.costs.json")
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("attach", "--appendix", "tex").code == 0)
    func typeset(_ file: String) throws -> (output: String, code: Int32) {
      try Self.latex.run(["-interaction=nonstopmode", "-halt-on-error", file], in: project.place("tex"))
    }
    let alone = try typeset("appendix.tex")
    #expect(alone.code == 0 && !alone.output.contains("Missing character"), "\(alone.output.suffix(1500))")
    #expect(!alone.output.contains("Overfull \\hbox"), "\(alone.output.suffix(2500))")
    let paper =
      #"\documentclass{article}\newcommand{\plumbappendix}{}\usepackage{longtable}\begin{document}A\appendix\input{appendix}\end{document}"#
    try project.write(paper, to: "tex/paper.tex")
    let within = try typeset("paper.tex")
    #expect(within.code == 0, "\(within.output.suffix(1500))")
  }

  @Test func `codemeta has terms of CodeMeta 3 alone, and the citation file what its format asks for`() throws {
    let project = try TestProject.ran(isLocked: true)
    #expect(try project.plumb("attach", "--appendix", "out").code == 0)
    let codemeta = try TestProject.parse(project.text("out/codemeta.json"))
    #expect(codemeta["@context"] == "https://w3id.org/codemeta/3.0" && codemeta["@type"] == "SoftwareSourceCode")
    // https://w3id.org/codemeta/3.0: what it takes from schema.org for software, persons and works, and adds.
    let terms: Set = [
      "@context", "@type", "name", "description", "version", "author", "dateModified", "license", "keywords",
      "programmingLanguage", "operatingSystem", "processorRequirements", "softwareRequirements", "referencePublication",
      "url", "datePublished",
    ]
    func keys(_ value: JSON) -> Set<String> {
      Set((value.members ?? []).map(\.key)).union((value.members ?? []).flatMap { keys($0.value) })
        .union((value.elements ?? []).flatMap(keys))
    }
    #expect(keys(codemeta).isSubset(of: terms), "\(keys(codemeta).subtracting(terms))")
    #expect(codemeta["referencePublication"]?.elements?.first?["name"] == "T")
    #expect(codemeta["softwareRequirements"]?.elements?.first?["name"] == "Plumb")
    let citation = try project.text("out/CITATION.cff")
    // Citation File Format 1.2.0: these four are required, a date is a day, a reference has a type, a title and authors.
    for start in ["cff-version: 1.2.0\n", "message: \"", "title: \"R\"\n", "authors:\n  - name: \""] {
      #expect(citation.contains(start), "\(start)")
    }
    #expect(citation.contains(#/\ndate-released: \d{4}-\d\d-\d\d\n/#))
    #expect(citation.contains("references:\n  - type: article\n    title: \"T\"\n    authors:\n      - name: \"A\"\n"))
  }

  @Test func `metadata know the claims of a paper however it names them`() throws {
    // One alone, and a sweep with all its instances.
    let sweep =
      #""C3": {"title": "swept", "statement": "s", "source": "here", "method": "m", "sweep": {"theory": ["1", "2"]}, "#
      + #""checks": [{"id": "range", "name": "range", "data": "range", "value": "least", "relation": "above", "bound": 0}]}, "#
    let project = try TestProject.ran(
      replacing: [
        (#""C2": {"title": "fails""#, sweep + #""C2": {"title": "fails""#),
        (
          #""claims": ["C1", "C2"]}},"#,
          #""claims": ["C1", "C2"]}, "one": {"title": "One", "authors": "A", "year": 2021, "venue": "V", "#
            + #""link": "https://example.org", "introduction": "i", "claims": "C1"}, "#
            + #""swept": {"title": "Swept", "authors": "A", "year": 2021, "venue": "V", "#
            + #""link": "https://example.org", "introduction": "i", "claims": ["C3"]}},"#
        ), (#""papers": ["paper"]"#, #""papers": ["paper", "one", "swept"]"#),
      ], isLocked: true)
    #expect(try project.plumb("attach", "--appendix", "out").code == 0)
    let (one, swept) = (try project.text("out/metadata-one.yaml"), try project.text("out/metadata-swept.yaml"))
    #expect(one.contains("We rebuild 1 claim of ") && one.contains("\ntitle: \"[Re] One\"\n"), "\(one)")
    #expect(swept.contains("We rebuild 2 claims of ") && swept.contains("2 reproduced."), "\(swept)")
    // The statement of a referee names the papers in the same way.
    #expect(try project.plumb("referee", "C1", "--sample", "1", "--seed", "1", "--statement", "s.json").code == 0)
    let papers = try TestProject.parse(project.text("s.json"))["predicate"]?["papers"]?.elements ?? []
    #expect(papers.compactMap { $0["title"]?.string } == ["T", "One"], "\(papers)")
  }

  @Test func `what texts of the manifest have of HTML stands for itself in the appendix`() throws {
    let project = try TestProject.ran(
      replacing: [
        (#""title": "holds", "statement": "s""#, #""title": "<img src=x> a|b $a<b$ & `<i>` &lt;", "statement": "s""#),
        (#""name": "range""#, #""name": "range <b>bold</b>""#), (#""title": "T""#, #""title": "<script>T""#),
      ], isLocked: true)
    #expect(try project.plumb("attach", "--appendix", "out").code == 0)
    let text = try project.text("out/appendix.md")
    #expect(text.contains("| `C1` | &lt;img src=x> a\\|b $a<b$ & `<i>` &amp;lt; | here | reproduced |"), "\(text)")
    #expect(text.contains("| `C1` | range &lt;b>bold&lt;/b> | "))
    #expect(text.contains(" of &lt;script>T (2021) from one file") && !text.contains("<script>"))
  }

  @Test func `metadata of ReScience C say Re or not Re by the verdicts of the paper`() throws {
    // One of two is reproduced: not more than are not.
    let project = try TestProject.ran(replacing: TestProject.secondPaper, isLocked: true)
    try project.write(
      "authors:\n  - family-names: Doe\n    given-names: Jane\n    orcid: https://orcid.org/0000-0001-2345-6789\n",
      to: "CITATION.cff")
    #expect(try project.plumb("attach", "--appendix", "out").code == 0)
    let (failed, held) = (try project.text("out/metadata-paper.yaml"), try project.text("out/metadata-other.yaml"))
    #expect(failed.contains("\ntitle: \"[¬Re] T\"\n") && failed.contains("1 reproduced, 1 not reproduced"))
    #expect(held.contains("\ntitle: \"[Re] O\"\n") && held.contains("1 reproduced."))
    #expect(held.contains("- name: \"Jane Doe\"\n    orcid: 0000-0001-2345-6789\n"))
    #expect(held.contains("- cite: \"A (2021). O. V.\"\n"))
    // The members of the template, in its order.
    let members = held.split(separator: "\n").filter { $0.first?.isLetter == true }.map { $0.prefix { $0 != ":" } }
    #expect(
      members == [
        "title", "authors", "affiliations", "keywords", "code", "data", "replication", "abstract", "bibliography",
        "type",
        "domain", "language",
      ])
  }
}
