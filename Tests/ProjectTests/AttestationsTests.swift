import Documents
import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// Statements of others: which are taken, and what the page says of them.
@Suite struct AttestationsTests {
  private static let keygen = TestTool("ssh-keygen")

  /// A locked project with a statement about both claims in `s.json`, by seed 5.
  private func project(signedBy key: String? = nil) throws -> TestProject {
    let project = try TestProject.ran(isLocked: true)
    if let key { try makeKey(key, project) }
    try statement("s.json", seed: 5, key: key, project)
    return project
  }

  private func makeKey(_ name: String, _ project: TestProject) throws {
    let keygen = URL(filePath: try #require(Self.keygen.path))
    #expect(try project.run(keygen, ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name]).code == 0)
  }

  private func statement(_ file: String, seed: Int, key: String? = nil, _ project: TestProject) throws {
    let signed = key.map { ["--sign", $0] } ?? []
    let made = try project.run(
      TestProject.program, ["referee", "--sample", "2", "--seed", "\(seed)", "--statement", file] + signed)
    #expect(made.code == 0, "\(made)")
  }

  /// A file of signers: names with the keys of files.
  private func allow(_ signers: [(name: String, key: String)], _ project: TestProject) throws {
    let lines = try signers.map { "\($0.name) \(try project.text($0.key + ".pub"))" }
    try project.write(lines.joined(), to: "signers")
  }

  /// What the paper's page says below the verdict of C1.
  private func said(_ project: TestProject) throws -> String {
    let run = try project.plumb("run")
    #expect(run.code == 0, "\(run)")
    let page = try project.text("reports/paper.md")
    let card = try #require(page.components(separatedBy: "## C1").last?.components(separatedBy: "## C2").first)
    return card.split(separator: "\n").first { $0.contains("computed again") || $0.contains("statement") }
      .map(String.init) ?? ""
  }

  @Test func `a statement without a signature is filed and counted apart`() throws {
    let project = try project()
    #expect(try said(project) == "")
    let added = try project.plumb("attest", "add", "s.json")
    #expect(
      added.code == 0 && added.output.contains("C1  agrees  no checked signature  about the results of plumb.lock.json")
    )
    #expect(
      try said(project)
        == "Stages of it were computed again and agree, as 1 statement without a checked signature says.")
    let again = try project.plumb("attest", "add", "s.json")
    #expect(again.code == 2 && again.error.hasPrefix("s.json is filed already, as attestations/"), "\(again)")
    // The lock's bytes are those of a project without statements, but for the page.
    #expect(try project.plumb("attest", "list", "--json").output.contains("\"claim\": \"C2\""))
    // What is filed is held by its digest.
    let file = try #require(
      try FileManager.default.contentsOfDirectory(
        atPath: project.place("attestations").path(percentEncoded: false)
      ).first { $0.hasSuffix(".json") })
    let text = try project.text("attestations/" + file)
    try project.write(text + " ", to: "attestations/" + file)
    for command in ["run", "status"] {
      let result = try project.plumb(command)
      #expect(
        result.code == 2
          && result.error == "attestations/\(file) is not as it was filed; take it from Git, or from whoever made it\n")
    }
    try project.remove("attestations/" + file)
    #expect(try project.plumb("status").error.contains("is missing, and attestations.log names it"))
    try project.write(text, to: "attestations/" + file)
    #expect(try project.plumb("status").code == 0)
  }

  @Test func `an altered statement is refused, whatever was altered`() throws {
    let project = try project()
    let text = try project.text("s.json")
    // Each is what somebody would change to make a claim look better, or another one's.
    let changes: [(Regex<Substring>, String, String)] = [
      (#/"agrees": true/#, "\"agrees\": false", "what it says of C1 does not follow from its stages"),
      (#/"excludedShare": [0-9.]+/#, "\"excludedShare\": 0.01", "what it says of C1 does not follow from its stages"),
      (#/"agreement": 1/#, "\"agreement\": null", "a stage has no level of agreement, or another one in words"),
      (#/"agreesIn": "every bit"/#, "\"agreesIn\": \"every number\"", "a stage has no level of agreement"),
      (#/"name": "C1"/#, "\"name\": \"C7\"", "its subjects are not the claims that it speaks of"),
      (#/"stages": [0-9]+/#, "\"stages\": 1", "the stages drawn of C1 are not those that it lists"),
      (#/urn:plumb:recomputation:1/#, "urn:other", "is no statement of `plumb referee`"),
    ]
    for (pattern, replacement, reason) in changes {
      let match = try #require(text.firstMatch(of: pattern), "\(replacement)")
      try project.write(text.replacingCharacters(in: match.range, with: replacement), to: "t.json")
      let result = try project.plumb("attest", "add", "t.json")
      #expect(result.code == 2 && result.error.contains(reason), "\(replacement): \(result)")
    }
    try project.write("{", to: "t.json")
    #expect(try project.plumb("attest", "add", "t.json").code == 2)
    #expect(try project.plumb("attest", "add", "none.json").error.contains("none.json cannot be read"))
    #expect(!FileManager.default.fileExists(atPath: project.place("attestations").path(percentEncoded: false)))
  }

  @Test func `a statement about another project is refused`() throws {
    let mine = try project()
    let other = try TestProject.ran(
      replacing: [("\"title\": \"T\"", "\"title\": \"Another paper\""), ("\"degrees\": 12", "\"degrees\": 14")],
      isLocked: true)
    try statement("s.json", seed: 5, other)
    try mine.write(try other.text("s.json"), to: "o.json")
    let result = try mine.plumb("attest", "add", "o.json")
    #expect(
      result.code == 2
        && result.error
          == "o.json is about another project: its paper is Another paper; give a statement about this one\n"
    )
    let foreign = try mine.text("s.json").replacing("\"C1\"", with: "\"D1\"").replacing("\"C2\"", with: "\"D2\"")
    try mine.write(foreign, to: "f.json")
    #expect(try mine.plumb("attest", "add", "f.json").error.contains("there is no claim D1, D2 here"))
    try mine.remove("plumb.lock.json")
    #expect(try mine.plumb("attest", "add", "s.json").error.contains("no lock file plumb.lock.json"))
  }

  @Test func `statements about what the lock had before are said to be about earlier results`() throws {
    let project = try project()
    #expect(try project.plumb("attest", "add", "s.json").code == 0)
    try project.change("\"quick\": 40", to: "\"quick\": 41")
    #expect(try project.plumb("run").code == 0 && project.plumb("lock").code == 0)
    // One lock is enough: its pages are held against it, and it names them as they are now.
    let page = try project.text("reports/paper.md")
    #expect(page.contains("1 statement is about earlier results.") && page.contains("signature says"))
    #expect(try project.plumb("diff").output == "nothing differs\n")
    #expect(try project.plumb("run").output.hasPrefix("nothing to do"))
    let lock = try project.text("plumb.lock.json")
    #expect(try project.plumb("lock").code == 0)
    #expect(try project.text("plumb.lock.json") == lock && project.text("reports/paper.md") == page)
    #expect(try said(project) == "1 statement is about earlier results.")
    #expect(try project.plumb("attest", "list").output.contains("about earlier results"))
    // C2 rests on nothing that changed.
    #expect(
      try project.text("reports/paper.md").components(separatedBy: "## C2").last?.contains(
        "as 1 statement without a checked signature says") == true)
    try statement("n.json", seed: 1, project)
    #expect(try project.plumb("attest", "add", "n.json").code == 0)
    #expect(
      try said(project)
        == "Stages of it were computed again and agree, as 1 statement without a checked signature says. "
        + "1 statement is about earlier results.")
    // Another profile has results of its own.
    let full = try project.plumb("attest", "list", "--profile", "full")
    #expect(full.output.contains("about results of another profile"), "\(full)")
  }

  @Test(.enabled(if: keygen.isWanted, "\(keygen.missing)"))
  func `a signature counts when it is that of a named key, and an altered one is refused`() throws {
    let project = try project(signedBy: "one")
    try makeKey("two", project)
    try allow([("two@example.org", "two")], project)
    let stranger = try project.plumb("attest", "add", "s.json", "--allowed-signers", "signers")
    #expect(stranger.code == 1 && stranger.error.contains("its signature does not hold"), "\(stranger)")
    try allow([("one@example.org", "one"), ("two@example.org", "two")], project)
    // Another text under the same signature, and another signature under the same text.
    try project.write(try project.text("s.json") + "\n", to: "t.json")
    let text = try project.plumb(
      "attest", "add", "t.json", "--signature", "s.json.sig", "--allowed-signers", "signers")
    #expect(text.code == 1 && text.error.contains("t.json: its signature does not hold"), "\(text)")
    let signature = try project.text("s.json.sig")
    var lines = signature.split(separator: "\n").map(String.init)
    var letters = Array(lines[lines.count - 3])
    letters[10] = letters[10] == "A" ? "B" : "A"
    lines[lines.count - 3] = String(letters)
    try project.write(lines.joined(separator: "\n") + "\n", to: "b.sig")
    let altered = try project.plumb(
      "attest", "add", "s.json", "--signature", "b.sig", "--allowed-signers", "signers")
    #expect(altered.code == 1 && altered.error.contains("its signature does not hold"), "\(altered)")
    try project.write("* \(try project.text("one.pub"))", to: "anybody")
    let anybody = try project.plumb("attest", "add", "s.json", "--allowed-signers", "anybody")
    #expect(anybody.code == 1 && anybody.error.contains("has the pattern * for its key"), "\(anybody)")
    #expect(!FileManager.default.fileExists(atPath: project.place("attestations").path(percentEncoded: false)))

    // Without a check a signature is a file like another; with one the same statement counts as signed.
    #expect(try project.plumb("attest", "add", "s.json").output.contains("no checked signature"))
    let signed = try project.plumb("attest", "add", "s.json", "--allowed-signers", "signers")
    #expect(signed.code == 0 && signed.output.contains("signed by one@example.org"), "\(signed)")
    #expect(try said(project) == "Stages of it were computed again and agree, as 1 independent party signs.")
  }

  @Test(.enabled(if: keygen.isWanted, "\(keygen.missing)"))
  func `the same party counts once, whether it comes with one key or with two`() throws {
    let project = try project(signedBy: "one")
    for key in ["two", "three"] { try makeKey(key, project) }
    // One has two keys.
    try allow([("one@example.org", "one"), ("one@example.org", "two"), ("three@example.org", "three")], project)
    func add(_ file: String, seed: Int, key: String) throws {
      try statement(file, seed: seed, key: key, project)
      let added = try project.plumb("attest", "add", file, "--allowed-signers", "signers")
      #expect(added.code == 0, "\(added)")
    }
    try add("a.json", seed: 1, key: "one")
    try add("b.json", seed: 2, key: "one")
    try add("c.json", seed: 3, key: "two")
    let one = "Stages of it were computed again and agree, as 1 independent party signs"
    #expect(try said(project) == one + ".")
    try statement("u.json", seed: 4, project)
    #expect(try project.plumb("attest", "add", "u.json").code == 0)
    #expect(try said(project) == one + "; 1 statement without a checked signature says the same.")
    try add("d.json", seed: 6, key: "three")
    #expect(
      try said(project)
        == "Stages of it were computed again and agree, as 2 independent parties sign; 1 statement without a checked "
        + "signature says the same.")
    // The page is made of committed files: another place makes the same.
    let page = try project.text("reports/paper.md")
    let clone = try TestProject.ran()
    try clone.makeFolders("attestations")
    for file in try FileManager.default.contentsOfDirectory(
      atPath: project.place("attestations").path(percentEncoded: false))
    {
      try clone.write(try project.text("attestations/" + file), to: "attestations/" + file)
    }
    for file in ["plumb.lock.json", "plumb.costs.json"] { try clone.write(try project.text(file), to: file) }
    #expect(try clone.plumb("run").code == 0)
    #expect(try clone.text("reports/paper.md") == page)
  }
}
