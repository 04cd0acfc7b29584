import Documents
import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// What goes to a double-blind review tells nobody who made it, or is refused.
@Suite struct AnonymityTests {
  private static let (name, commit) = ("Josefine Quandt", String(repeating: "c0ffee12", count: 5))

  /// A project of an author whom many places name.
  private func project(cited: Bool = false) throws -> TestProject {
    let project = try TestProject(replacing: [
      (
        #""authors": "A", "year": 2021, "venue": "V", "link": "https://example.org""#,
        #""authors": "\#(Self.name) and Berthold Überweg", "year": 2021, "venue": "V", "link": "https://arxiv.org/abs/2199.00001""#
          + (cited ? #", "cited": true"# : "")
      )
    ])
    try project.makeFolders(".git/objects", ".git/refs/heads", ".git/logs")
    try project.write("ref: refs/heads/main\n", to: ".git/HEAD")
    try project.write(Self.commit + "\n", to: ".git/refs/heads/main")
    try project.write(
      "[remote \"origin\"]\n\turl = git@host.example:quandt-lab/secret-paper.git\n[user]\n\tname = Josefine Quandt\n"
        + "\temail = jq@uni-nowhere.example\n", to: ".git/config")
    try project.write(
      "cff-version: 1.2.0\nauthors:\n  - family-names: Quandt\n    given-names: Josefine\n"
        + "    affiliation: University of Nowhere\nrepository-code: https://host.example/quandt-lab/secret-paper\n",
      to: "CITATION.cff")
    #expect(try project.plumb("fix").code == 0)
    let run = try project.plumb("run")
    #expect(run.code == 0, "\(run)")
    #expect(try project.plumb("lock").code == 0)
    return project
  }

  private static let forms = ["--html": "a.html", "--crate": "c.zip", "--archive": "z.zip"]

  /// Everything in a form: names of files and their content.
  private func everything(_ file: String, _ project: TestProject) throws -> Data {
    guard file.hasSuffix(".zip") else { return try Data(contentsOf: project.place(file)) }
    let folder = "all-" + file
    #expect(try project.run(URL(filePath: "/usr/bin/env"), ["unzip", "-qo", file, "-d", folder]).code == 0)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: project.place(folder).path(percentEncoded: false))
      .sorted()
    return try paths.reduce(into: Data()) { all, path in
      all += Data((path + "\n").utf8)
      var isFolder: ObjCBool = false
      let place = project.place(folder + "/" + path)
      _ = FileManager.default.fileExists(atPath: place.path(percentEncoded: false), isDirectory: &isFolder)
      if !isFolder.boolValue { all += try Data(contentsOf: place) }
    }
  }

  private static let telling = [
    "Quandt", "Berthold", "berweg", "2199.00001", "Nowhere", "nowhere", "quandt-lab", commit, String(commit.prefix(12)),
  ]

  @Test func `no form tells author, commit, address, path or machine`() throws {
    let project = try project()
    for (option, file) in Self.forms {
      let result = try project.plumb("attach", option, file, "--anonymous")
      #expect(result.code == 0, "\(option): \(result)")
      let data = try everything(file, project)
      for word in Self.telling + [project.root.path(percentEncoded: false), ProcessInfo.processInfo.hostName]
      where word.count > 3 {
        #expect(data.range(of: Data(word.utf8)) == nil, "\(file) tells \(word)")
      }
      #expect(data.range(of: Data("Anonymous authors".utf8)) != nil, "\(file)")
    }
    // Without the option all of it is there.
    #expect(try project.plumb("attach", "--archive", "n.zip").code == 0)
    let open = try everything("n.zip", project)
    for word in ["Quandt", "2199.00001", "Nowhere", Self.commit] {
      #expect(open.range(of: Data(word.utf8)) != nil, "\(word)")
    }
    // What is left out is said.
    let told = try project.plumb("attach", "--archive", "z.zip", "--anonymous")
    #expect(told.output.contains("left out, since they tell people or machines: results, criteria.log"))
    let files = try ArtifactTests.listing("z.zip", project)
    #expect(!files.contains("criteria.log") && !files.contains("results.tar.gz") && files.contains("CITATION.cff"))
    // The figure of all claims has the authors of papers in its letters.
    #expect(!files.contains { $0.hasPrefix("figures/report-claims") } && files.contains("figures/decay.pdf"))
    // That of a paper's turns has none.
    #expect(files.contains("figures/paper-turns.pdf"))
    #expect(try ArtifactTests.listing("n.zip", project).contains("figures/report-claims.pdf"))
    let page = try ArtifactTests.member("reports/report.md", of: "z.zip", project)
    #expect(
      page.hasPrefix("# R\n") && page.contains("[Claims, figures and numbers]")
        && !page.contains("margin of every claim"))
    #expect(try ArtifactTests.member("CITATION.cff", of: "z.zip", project).contains("The authors of the artifact"))
  }

  @Test func `authors of a paper that is cited are told`() throws {
    let project = try project(cited: true)
    try project.write("cff-version: 1.2.0\n", to: "CITATION.cff")
    try project.write("[core]\n", to: ".git/config")
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("attach", "--html", "a.html", "--anonymous").code == 0)
    let page = try project.text("a.html")
    #expect(page.contains("Josefine Quandt") && page.contains("2199.00001") && !page.contains("Anonymous author"))
  }

  @Test func `what still tells somebody is refused with place, fact and remedy, and nothing is written`() throws {
    let project = try project()
    // In the words of a claim.
    try project.change(#""title": "holds""#, to: #""title": "Quandt's bound holds""#)
    #expect(try project.plumb("run").code == 0)
    for (option, file) in Self.forms {
      let error = try project.refusal("attach", option, file, "--anonymous")
      #expect(error.contains("holds the name of an author, `Quandt`, and an anonymous archive must not; "), "\(error)")
      #expect(error.contains("--keep 'Quandt'") && error.split(separator: "\n").count == 1)
    }
    // A word that means something else is kept on request.
    #expect(try project.plumb("attach", "--html", "a.html", "--anonymous", "--keep", "Quandt").code == 0)
    #expect(try project.plumb("attach", "--html", "a.html", "--keep", "Quandt").code == 2)
    #expect(try project.plumb("attach", "--latex", "x", "--anonymous").code == 2)
    #expect(try project.plumb("attach", "--crate", "x", "--results", "--anonymous").code == 2)
  }

  @Test func `metadata of a PDF and of a picture of the author's own are looked into`() throws {
    let project = try TestProject(
      stages: #""plot": {"kind": "command", "arguments": ["sh", "draw.sh"], "outputs": ["own.pdf"], "#
        + #""sources": [{"name": "draw.sh", "file": "draw.sh"}, {"name": "f.pdf", "file": "f.pdf"}]}"#)
    try project.change(#""figures": {"#, to: #""figures": {"own": {"pdf": "plot.own.pdf"}, "#)
    try project.change(
      #""bound": 0}],\#n      "figures": [{"figure": "decay", "caption": "c"}]},"#,
      to: #""bound": 0}], "figures": [{"figure": "own", "caption": "Mine."}]},"#)
    try project.write("cp f.pdf own.pdf\n", to: "draw.sh")
    try project.write(
      "authors:\n  - family-names: Quandt\n    given-names: Josefine\n", to: "CITATION.cff")
    // Information and an XMP packet in a compressed stream, as programs write them.
    func pdf(_ author: String) throws {
      let script = """
        import zlib, sys
        def obj(n, body): return b"%d 0 obj\\n" % n + body + b"\\nendobj\\n"
        xmp = zlib.compress(b"<x:xmpmeta><dc:creator>" + sys.argv[1].encode() + b"</dc:creator></x:xmpmeta>")
        parts = [b"<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
          b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
          b"<< /Type /Metadata /Subtype /XML /Filter /FlateDecode /Length %d >>\\nstream\\n" % len(xmp) + xmp + b"\\nendstream"]
        out, places = b"%PDF-1.4\\n", []
        for n, body in enumerate(parts, 1):
          places.append(len(out)); out += obj(n, body)
        start = len(out)
        out += b"xref\\n0 5\\n0000000000 65535 f \\n" + b"".join(b"%010d 00000 n \\n" % p for p in places)
        out += b"trailer\\n<< /Size 5 /Root 1 0 R >>\\nstartxref\\n%d\\n%%%%EOF\\n" % start
        open("f.pdf", "wb").write(out)
        """
      let made = try project.run(URL(filePath: "/usr/bin/env"), ["python3", "-c", script, author])
      #expect(made.code == 0, "\(made)")
    }
    try pdf("Josefine Quandt")
    let run = try project.plumb("run", "--allow-commands")
    #expect(run.code == 0, "\(run)")
    #expect(try Data(contentsOf: project.place("f.pdf")).range(of: Data("Quandt".utf8)) == nil)
    let error = try project.refusal("attach", "--archive", "z.zip", "--anonymous")
    #expect(error.contains(".pdf holds the name of an author, `Josefine Quandt`"), "\(error)")
    try pdf("nobody")
    #expect(try project.plumb("run", "--allow-commands").code == 0)
    #expect(try project.plumb("attach", "--archive", "z.zip", "--anonymous").code == 0)
  }
}
