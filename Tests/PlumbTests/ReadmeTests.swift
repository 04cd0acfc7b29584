import Foundation
import Testing

/// The front page beside the committed report.
@Suite struct ReadmeTests {
  private static func lines(_ path: String) throws -> [String] {
    try String(contentsOf: LayersTests.root.appending(path: path), encoding: .utf8).components(separatedBy: "\n")
  }

  private static func cells(_ line: String) -> [String] {
    line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test func `the table of what came out counts the report's verdicts`() throws {
    let verdicts = ["reproduced", "not reproduced", "inconclusive", "not run"]
    var counted: [String: [Int]] = [:]
    for line in try Self.lines("reports/report.md") {
      guard let match = line.firstMatch(of: #/^\| \[[A-Z][0-9]+\..*\]\(([a-z-]+\.md)#.*\) \| \*\*([a-z ]+)\*\* \|/#),
        let index = verdicts.firstIndex(of: String(match.2))
      else { continue }
      counted["reports/\(match.1)", default: [0, 0, 0, 0]][index] += 1
    }
    #expect(counted.values.joined().reduce(0, +) > 0)
    var told: [String: [Int]] = [:]
    for line in try Self.lines("README.md") {
      guard let match = line.firstMatch(of: #/^\| \[.*?\]\((reports/[a-z-]+\.md)\)/#) else { continue }
      told[String(match.1)] = Self.cells(line).dropFirst().prefix(4).compactMap { Int($0) }
    }
    #expect(told == counted)
    let total = counted.values.joined().reduce(0, +)
    #expect(try Self.lines("README.md").contains { $0.contains("[the report](reports/report.md), \(total) claims") })
  }

  @Test func `every file that it links to is there`() throws {
    let text = try Self.lines("README.md").joined(separator: "\n")
    let links = text.matches(of: #/\]\((?!https?:|#)([^)#\s]+)/#).map { String($0.1) }
    #expect(links.count > 5)
    for link in links {
      #expect(
        FileManager.default.fileExists(atPath: LayersTests.root.appending(path: link).path(percentEncoded: false)),
        "\(link)")
    }
  }
}
