import Foundation
import Reporting

/// The numbers of a page with the stages that it names for them, read from the page's text alone.
struct PageNumbers {
  /// One number of a check.
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
  /// What the tables of claims say of each.
  private(set) var summaries: [String: String] = [:]
  /// What is said of all numbers of a check: claim, check and text.
  private(set) var lines: [(claim: String, check: String, text: String)] = []
  /// The columns of measured numbers, each as it reads from top to bottom.
  private(set) var columns: [(check: String, cells: [String])] = []

  private var claim = ""
  private var check = ""
  private var anchors: [String] = []
  private var header: [String] = []
  /// Theory's value where it is the same for all numbers of the check.
  private var theory: String?

  init(_ page: String) {
    for line in page.split(separator: "\n") {
      if line.hasPrefix("## ") {
        (claim, check) = (String(line.dropFirst(3).prefix { $0 != "." }), "")
      } else if let name = line.firstMatch(of: #/^\*[A-Z][a-z ]+(?:, does not count)?:\* \*\*(.+?)\*\*/#) {
        begin(String(name.1), String(line[name.range.upperBound...]))
      } else if let id = line.firstMatch(of: /<a id="(stage-[^"]+)"><\/a>`([^`]+)`/) {
        stages[String(id.1)] = String(id.2)
      } else if line.hasPrefix("<details><summary>Rebuild") {
        check = ""
      } else if line.hasPrefix("| ") {
        read(Self.cells(line))
      }
    }
  }

  private mutating func begin(_ name: String, _ rest: String) {
    (check, header) = (name, [])
    anchors = rest.matches(of: /\]\(#(stage-[^)]+)\)/).map { String($0.1) }
    theory = rest.firstMatch(of: /theory (−?[0-9]+(?:\.[0-9]+)?(?:\/[0-9]+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)/).map {
      String($0.1)
    }
    if let text = rest.firstMatch(of: #/\*\*: (.+?)\.(?: Numbers from|$)/#) {
      lines.append((claim, name, String(text.1)))
    }
    if let single = rest.firstMatch(of: #/: measured ([^ ,]+(?: \[[^\]]*\])?)/#) {
      rows.append(
        Row(claim: claim, check: name, anchors: anchors, labels: [], measured: Self.whole(single.1), theory: theory))
    }
  }

  /// Without the full stop of a sentence.
  private static func whole(_ text: Substring) -> String { String(text.hasSuffix(".") ? text.dropLast() : text) }

  private static func cells(_ line: Substring) -> [String] {
    line.dropFirst(2).dropLast(2).components(separatedBy: " | ").map { $0.replacing("\\|", with: "|") }
  }

  private mutating func read(_ cells: [String]) {
    if let link = cells.first?.firstMatch(of: /^\[([A-Z][0-9]+)\./), [3, 4].contains(cells.count) {
      summaries[String(link.1)] = cells[2]
    } else if check.isEmpty || cells[0].hasPrefix("---") {
      return
    } else if header.isEmpty {
      header = cells
      for name in cells where name == "measured" || name.contains(" = ") { columns.append((check, [])) }
    } else if let place = header.firstIndex(of: "measured") {
      columns[columns.count - 1].cells.append(cells[place])
      add(cells, labels: place, at: place, nil)
    } else {
      let first = header.firstIndex { $0.contains(" = ") } ?? header.count
      for place in first..<header.count {
        columns[columns.count - header.count + place].cells.append(cells[place])
        let parts = header[place].components(separatedBy: " = ")
        add(cells, labels: first, at: place, (parts[0], parts[1...].joined(separator: " = ")))
      }
    }
  }

  /// The number in one cell, told apart by the first cells of its row and, in a pivot, by the head of its column.
  private mutating func add(_ cells: [String], labels: Int, at place: Int, _ across: (String, String)?) {
    let own = zip(header, cells).prefix(labels).map { (symbol: $0, value: $1) }
    rows.append(
      Row(
        claim: claim, check: check, anchors: anchors,
        labels: own + (across.map { [(symbol: $0.0, value: $0.1)] } ?? []),
        measured: cells[place], theory: header.firstIndex(of: "theory").map { cells[$0] } ?? theory))
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

/// A measured number as a page prints it, with the ends of its interval.
struct PrintedEstimate {
  let numbers: [PrintedNumber]

  init?(_ text: String) {
    let parts = text.components(separatedBy: " [")
    let ends = parts.count == 2 ? parts[1].dropLast().components(separatedBy: ", ") : []
    let numbers = ([parts[0]] + ends).compactMap { PrintedNumber($0) }
    guard parts.count <= 2, numbers.count == 1 || numbers.count == 3, numbers.count == 1 + ends.count else {
      return nil
    }
    self.numbers = numbers
  }

  /// Whether it is `estimate`, with no digit beyond the second of its interval. An interval that is not printed is narrower
  /// than the last digit.
  func prints(_ estimate: Estimate, hasInterval: Bool) -> Bool {
    let width = estimate.high - estimate.low
    let ends = numbers.count == 3 ? [estimate.value, estimate.low, estimate.high] : [estimate.value]
    guard zip(numbers, ends).allSatisfy({ $0.prints($1) }) else { return false }
    guard hasInterval, width > 0 else { return numbers.count == 1 || numbers.allSatisfy { $0.half == numbers[0].half } }
    if numbers.count == 1 { return width <= 2 * numbers[0].half }
    let second = pow(10, floor(log10(width)) - 1)
    return numbers.allSatisfy { $0.value == 0 || 2 * $0.half >= second * (1 - 1e-9) }
  }
}

/// Theory's value as a page prints it: a fraction of whole numbers is exact.
struct PrintedTheory {
  private let text: String

  init(_ text: String) { self.text = text }

  func prints(_ value: Double) -> Bool {
    let parts = text.replacing("−", with: "-").components(separatedBy: "/")
    if parts.count == 2, let numerator = Double(parts[0]), let denominator = Double(parts[1]) {
      return numerator / denominator == value
    }
    return PrintedNumber(text)?.prints(value) == true
  }
}
