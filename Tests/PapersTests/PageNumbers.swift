import Foundation

/// The numbers of a page with the stages that it names for them, read from the page's text alone.
struct PageNumbers {
  /// One number of a check's table.
  struct Row {
    let claim, check: String
    /// Anchors of the stages that the check links to.
    let anchors: [String]
    let labels: [(symbol: String, value: String)]
    let measured: String
    let theory: String?
  }

  private(set) var rows: [Row] = []
  /// Stages by the anchors of their rows.
  private(set) var stages: [String: String] = [:]
  /// What the table on top says of each claim.
  private(set) var summaries: [String: String] = [:]
  /// What stands above a folded table: claim, check and text.
  private(set) var folds: [(claim: String, check: String, text: String)] = []

  private var claim = ""
  private var check = ""
  private var anchors: [String] = []
  private var header: [String] = []

  init(_ page: String) {
    for line in page.split(separator: "\n") {
      if line.hasPrefix("## ") {
        (claim, check) = (String(line.dropFirst(3).prefix { $0 != "." }), "")
      } else if let name = line.firstMatch(of: #/^\*\*(.+?)\*\*( \([a-z]+, does not count\))?[:.] /#) {
        check = String(name.1)
        anchors = line.matches(of: /\]\(#(stage-[^)]+)\)/).map { String($0.1) }
        header = []
      } else if let id = line.firstMatch(of: /<a id="(stage-[^"]+)"><\/a>`([^`]+)`/) {
        stages[String(id.1)] = String(id.2)
      } else if let fold = line.firstMatch(of: /^[0-9]+ numbers, (.*): [^:]*\.$/), !check.isEmpty {
        folds.append((claim, check, String(fold.1)))
      } else if line.hasPrefix("<details><summary>Rebuild") {
        check = ""
      } else if line.hasPrefix("| ") {
        read(Self.cells(line))
      }
    }
  }

  private static func cells(_ line: Substring) -> [String] {
    line.dropFirst(2).dropLast(2).components(separatedBy: " | ").map { $0.replacing("\\|", with: "|") }
  }

  private mutating func read(_ cells: [String]) {
    if let link = cells.first?.firstMatch(of: /^\[([A-Z][0-9]+)\./), cells.count == 3 {
      summaries[String(link.1)] = cells[2]
    } else if check.isEmpty || cells[0].hasPrefix("---") {
      return
    } else if header.isEmpty {
      header = cells
    } else if let place = header.firstIndex(of: "measured") {
      rows.append(
        Row(
          claim: claim, check: check, anchors: anchors,
          labels: zip(header, cells).prefix(place).map { (symbol: $0, value: $1) }, measured: cells[place],
          theory: header.firstIndex(of: "theory").map { cells[$0] }))
    }
  }
}

/// A number as pages print it, with half a unit of its last digit.
struct PrintedNumber {
  let value, half: Double

  init?(_ text: some StringProtocol) {
    let superscripts = Dictionary(uniqueKeysWithValues: zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    let parts = String(text).replacing("−", with: "-").components(separatedBy: "×10")
    guard let digits = Double(parts[0]), parts.count <= 2 else { return nil }
    let power = parts.count == 2 ? Int(String(parts[1].compactMap { superscripts[$0] })) : 0
    guard let power else { return nil }
    let decimals = parts[0].firstIndex(of: ".").map { parts[0].distance(from: $0, to: parts[0].endIndex) - 1 } ?? 0
    value = digits * pow(10, Double(power))
    half = 0.5 * pow(10, Double(power - decimals))
  }

  /// Whether `number` is printed so.
  func prints(_ number: Double) -> Bool { abs(value - number) <= half * (1 + 1e-9) }
}
