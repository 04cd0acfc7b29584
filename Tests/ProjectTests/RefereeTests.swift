import Documents
import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// Stages of claims computed again, and the statement of what came out.
@Suite struct RefereeTests {
  /// A project with two claims, of which one rests on a program that reads a file it does not name.
  private func project() throws -> TestProject {
    let project = try TestProject(replacing: [
      (
        #""spare": {"#,
        #""noise": {"kind": "command", "sweep": {"seed": [1, 2, 3, 4, 5, 6]}, "arguments": ["sh", "noise.sh", "{seed}"], "#
          + #""sources": [{"name": "noise.sh", "file": "noise.sh"}], "outputs": ["x.csv"], "tables": [{"file": "x.csv", "columns": [{"name": "x", "type": "number"}]}]}, "#
          + #""spare": {"#
      )
    ])
    return project
  }

  private func statement(_ project: TestProject, _ path: String = "s.json") throws -> JSON {
    try TestProject.parse(project.text(path))
  }

  private func claims(_ statement: JSON) -> [JSON] { statement["predicate"]?["claims"]?.elements ?? [] }

  @Test func `drawn stages agree in every bit, and the statement says what that excludes`() throws {
    let project = try TestProject.ran(isLocked: true)
    let before = try project.files(in: ["figures", "reports"])
    let result = try project.plumb(
      "referee", "--sample", "4", "--seed", "7", "--by", "R. Eferee", "--statement", "s.json", "--codecheck",
      "codecheck.yml")
    #expect(result.code == 0, "\(result)")
    #expect(result.output.contains("4 of ") && result.output.contains("agreeing: 4 in every bit; an undetected error"))
    #expect(
      result.output.contains("--seed 7 draws the same") && result.output.contains("written: s.json, codecheck.yml"))
    let said = try statement(project)
    #expect(said["_type"] == "https://in-toto.io/Statement/v1")
    #expect(said["subject"]?.elements?.map { $0["name"]?.string } == ["C1", "C2"])
    #expect(said["subject"]?.elements?.allSatisfy { $0["digest"]?["sha256"]?.string?.count == 64 } == true)
    #expect(said["predicate"]?["reviewer"] == "R. Eferee" && said["predicate"]?["seed"] == 7)
    for claim in claims(said) {
      let (drawn, all) = (try #require(claim["drawn"]?.elements), try #require(claim["stages"]?.integer))
      #expect(drawn.count == min(4, all) && claim["agrees"] == true)
      // The largest D with binom(N-D, 4) / binom(N, 4) >= 0.05, by counting.
      func missed(_ faulty: Int) -> Double {
        (0..<4).reduce(1) { $0 * Double(max(0, all - faulty - $1)) / Double(all - $1) }
      }
      let most = try #require((0...all).last { missed($0) >= 0.05 })
      #expect(claim["excludedShare"]?.double == Double(most) / Double(all))
    }
    let yaml = try project.text("codecheck.yml")
    #expect(yaml.hasPrefix("---\nversion: https://codecheck.org.uk/spec/config/1.0/\n") && yaml.contains("R. Eferee"))
    #expect(try project.files(in: ["figures", "reports"]) == before)
    // The same seed draws the same, and a claim by itself what it is drawn with others.
    let again = try TestProject.parse(
      project.plumb("referee", "C1", "--sample", "4", "--seed", "7", "--json").output)
    #expect(claims(again).first?["drawn"] == claims(said).first?["drawn"])
    #expect(try project.plumb("referee", "--sample", "2", "--upstream").code == 0)
  }

  @Test func `an altered object is named, with the claims that rest on it`() throws {
    let project = try TestProject.ran()
    let objects = project.place(".plumb/objects").path(percentEncoded: false)
    var altered = ""
    // The largest object of numbers that stages read.
    for path in try FileManager.default.subpathsOfDirectory(atPath: objects).sorted() {
      let file = URL(filePath: objects).appending(path: path)
      guard var data = try? Data(contentsOf: file), data.starts(with: Array("degree".utf8)), data.count > 60 else {
        continue
      }
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path(percentEncoded: false))
      data[data.count - 3] ^= 1
      try data.write(to: file)
      altered = path
      break
    }
    #expect(!altered.isEmpty)
    let result = try project.plumb("referee", "--sample", "2", "--seed", "1", "--statement", "s.json")
    #expect(result.code == 1 && result.output.contains("damaged: "), "\(result)")
    let damaged = claims(try statement(project)).filter { $0["damaged"] != nil }
    #expect(!damaged.isEmpty && damaged.allSatisfy { $0["agrees"] == false && $0["excludedShare"] == nil })
  }

  @Test func `a faulty stage is named, and one that differs as seeds differ agrees in distribution`() throws {
    let project = try project()
    // What the program reads is no source of its stage, so that its results come out otherwise: by a part in a thousand.
    let script =
      "awk -v s=$1 -v o=\"$(cat '\(project.place("offset").path(percentEncoded: false))')\" "
      + "'BEGIN { print \"x\"; for (k = 1; k < 6; k++) printf \"%.9f\\n\", sin(7 * s + k) + o }' > x.csv\n"
    try project.write(script, to: "noise.sh")
    try project.write("0\n", to: "offset")
    try project.judge("noise")
    let run = try project.plumb("run", "--allow-commands")
    #expect(run.code == 0, "\(run)")
    func referee(_ offset: String, _ count: String = "6") throws -> TestProject.Result {
      try project.write(offset + "\n", to: "offset")
      return try project.plumb(
        "referee", "C3", "--sample", count, "--seed", "3", "--allow-commands", "--statement", "s.json")
    }
    #expect(try referee("0").code == 0)
    let digits = try referee("1e-9")
    #expect(digits.code == 0 && digits.output.contains("in the digits shown"), "\(digits)")
    let spread = try referee("0.01")
    #expect(spread.code == 0 && spread.output.contains("same distribution: noise[seed="), "\(spread)")
    let wrong = try referee("40")
    #expect(wrong.code == 1 && wrong.output.contains("differs: noise[seed="), "\(wrong)")
    #expect(claims(try statement(project)).first?["agrees"] == false)
    // All of it: the verdict follows the noise, and is that of the recorded noise when computed from what is recorded.
    for (offset, code) in [("0.01", 0), ("40", 1)] as [(String, Int32)] {
      let all = try referee(offset, "99")
      #expect(all.code == code && all.output.contains("7 of 7 stages computed again"), "\(all)")
      #expect(all.output.contains("agreeing: 1 in every bit"), "\(all)")
      #expect(!all.output.contains("differs: C3"), "\(all)")
    }
  }

  @Test func `a stage that fails on what came out otherwise is looked at again, from what is recorded`() throws {
    let project = try TestProject(replacing: [
      (
        #""spare": {"#,
        #""source": {"kind": "command", "arguments": ["sh", "source.sh"], "sources": [{"name": "source.sh", "file": "source.sh"}], "#
          + #""outputs": ["x.csv"], "tables": [{"file": "x.csv", "columns": [{"name": "x", "type": "number"}]}]}, "#
          + #""picky": {"kind": "command", "arguments": ["sh", "picky.sh"], "sources": [{"name": "picky.sh", "file": "picky.sh"}], "#
          + #""inputs": [{"name": "in.csv", "from": "source.x.csv"}], "outputs": ["y.csv"], "#
          + #""tables": [{"file": "y.csv", "columns": [{"name": "x", "type": "number"}]}]}, "#
          + #""spare": {"#
      )
    ])
    let number = project.place("number").path(percentEncoded: false)
    try project.write("printf 'x\\n' > x.csv; cat '\(number)' >> x.csv\n", to: "source.sh")
    try project.write("grep -q '^1$' in.csv || exit 1; cp in.csv y.csv\n", to: "picky.sh")
    try project.write("1\n", to: "number")
    try project.judge("picky.y.csv")
    let run = try project.plumb("run", "--allow-commands")
    #expect(run.code == 0, "\(run)")
    try project.write("2\n", to: "number")
    let again = try project.plumb("referee", "C3", "--sample", "9", "--allow-commands")
    #expect(again.code == 1 && again.output.contains("differs: source: x: 1.0 and 2.0"), "\(again)")
    #expect(again.output.contains("3 of 3 stages computed again, agreeing: 2 in every bit; 1 differs"), "\(again)")
    #expect(!again.output.contains("differs: picky"), "\(again)")
  }

  @Test func `a picture of a program counts by its bytes, whatever numbers stand beside it`() throws {
    let project = try TestProject(replacing: [
      (
        #""spare": {"#,
        #""drawn": {"kind": "command", "arguments": ["sh", "draw.sh"], "sources": [{"name": "draw.sh", "file": "draw.sh"}], "#
          + #""outputs": ["x.csv", "x.png"], "tables": [{"file": "x.csv", "columns": [{"name": "x", "type": "number"}]}]}, "#
          + #""spare": {"#
      )
    ])
    let ink = project.place("ink").path(percentEncoded: false)
    try project.write("printf 'x\\n1\\n' > x.csv; cp '\(ink)' x.png\n", to: "draw.sh")
    try project.write("black", to: "ink")
    try project.judge("drawn.x.csv")
    let run = try project.plumb("run", "--allow-commands")
    #expect(run.code == 0, "\(run)")
    #expect(try project.plumb("referee", "C3", "--sample", "9", "--allow-commands").code == 0)
    try project.write("blue", to: "ink")
    let other = try project.plumb("referee", "C3", "--sample", "9", "--allow-commands")
    #expect(other.code == 1 && other.output.contains("differs: drawn"), "\(other)")
  }

  private static let keygen = TestTool("ssh-keygen")

  @Test(.enabled(if: keygen.isWanted, "\(keygen.missing)"))
  func `a statement is signed by a key of its reviewer`() throws {
    let keygen = URL(filePath: try #require(Self.keygen.path))
    let project = try TestProject.ran()
    #expect(try project.run(keygen, ["-q", "-t", "ed25519", "-N", "", "-f", "key"]).code == 0)
    let result = try project.plumb("referee", "C1", "--sample", "1", "--statement", "s.json", "--sign", "key")
    #expect(result.code == 0 && result.output.contains("written: s.json, s.json.sig"), "\(result)")
    let check = try project.run(
      URL(filePath: "/bin/sh"), ["-c", "ssh-keygen -Y check-novalidate -n plumb -s s.json.sig < s.json"])
    #expect(check.code == 0, "\(check)")
    let refused = try project.plumb("referee", "C1", "--sample", "1", "--statement", "s.json", "--sign", "none")
    #expect(refused.code == 1 && refused.error.contains("not signed: "), "\(refused)")
  }
}
