import Foundation
import Pipeline
import Reporting
import Testing

@testable import Papers
@testable import Verbs

/// How the project's own pages read, as they stand in `reports`.
@Suite struct PageFormTests {
  private static func pages() throws -> [(node: Node, text: String)] {
    try OwnPipeline.manifest().graph.nodes.filter { ["papers", "reports"].contains($0.section) }.map { node in
      let file = OwnPipeline.root.appending(path: "reports/\(node.id).md")
      return (node, try String(contentsOf: file, encoding: .utf8))
    }
  }

  /// The words of `text`.
  private static func words(_ text: some StringProtocol) -> Int { text.split(whereSeparator: \.isWhitespace).count }

  @Test func `the verdict of a claim is the first thing after its title`() throws {
    let verdict = #/<b id="claim-[A-Z][0-9]+">(reproduced|not reproduced|inconclusive|not run)</b>/#
    var claims = 0
    for (node, text) in try Self.pages() where node.section == "papers" {
      for section in text.components(separatedBy: "\n## ").dropFirst() {
        guard section.prefixMatch(of: #/[A-Z][0-9]+\. /#) != nil else { continue }
        let body = section.drop { $0 != "\n" }
        let place = try #require(body.firstMatch(of: verdict)).range.lowerBound
        #expect(Self.words(body[..<place]) <= 12, "\(section.prefix(40))")
        #expect(body[place...].prefix { $0 != "\n" }.contains("</b> · "), "\(section.prefix(40))")
        claims += 1
      }
    }
    #expect(claims > 30)
  }

  @Test func `at most 150 rows of tables are not folded`() throws {
    var rows = 0
    for (_, text) in try Self.pages() {
      var depth = 0
      for line in text.split(separator: "\n") {
        if line.hasPrefix("<details>") { depth += 1 }
        if line.hasPrefix("</details>") { depth -= 1 }
        // A rule belongs to a head: neither is a row.
        if depth == 0, line.hasPrefix("| ") { rows += line.hasPrefix("| ---") ? -1 : 1 }
      }
      #expect(depth == 0)
    }
    #expect((1...150).contains(rows), "\(rows)")
  }

  /// The decimals of the numbers of a cell, and whether they stand before a power of ten; nothing for a plain 0.
  private static func form(_ cell: String) -> Set<String> {
    var forms: Set<String> = []
    for number in cell.components(separatedBy: CharacterSet(charactersIn: " [],"))
    where !["", "0", "n/a"].contains(number) {
      let digits: [String] = number.components(separatedBy: "×10")
      let parts: [String] = digits[0].components(separatedBy: ".")
      forms.insert("\(parts.count == 2 ? parts[1].count : 0) decimals\(digits.count > 1 ? ", a power" : "")")
    }
    return forms
  }

  @Test func `all numbers of a column have the same digits`() throws {
    var count = 0
    for (node, text) in try Self.pages() where node.section == "papers" {
      for (check, cells) in PageNumbers(text).columns {
        let forms = Set(cells.flatMap(Self.form))
        #expect(forms.count <= 1, "\(node.id), \(check): \(forms.sorted())")
        count += 1
      }
    }
    #expect(count > 100)
  }

  private static func purpose(_ check: Check) -> String {
    guard check.relation != nil else { return "Told without a criterion" }
    return check.role == .evidence ? "Evidence" : "\(check.role.rawValue.capitalized), does not count"
  }

  @Test func `every check of the manifest stands on its page with what it is for`() throws {
    let graph = try OwnPipeline.manifest().graph
    let text = try Self.pages().map(\.text).joined()
    for node in graph.nodes where node.section == "claims" {
      let claim = try #require(node.stage as? ClaimStage).claim
      for check in claim.checks + claim.values {
        let purpose = Self.purpose(check)
        let name = check.name
        #expect(text.contains("*\(purpose):* **\(name)**"), "\(node.id): \(name)")
      }
    }
  }
}
