import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Statistics

/// Compares tables, matrices and records number by number.
///
/// Two numbers agree in the digits shown when they differ by at most half a unit in the fifth digit, $5 \cdot 10^{-5}$ of the
/// larger one: reports show five digits at most. A column whose numbers are all below $10^{-12}$ holds what is left of
/// rounding, and so does a number below $10^{-12}$ of the largest of its column.
///
/// They agree in distribution when at least 95 % of the numbers of an output lie within the 99 % prediction interval of the
/// same number for other seeds, $\bar x \pm t_{0.995, n-1} s \sqrt{1 + 1/n}$, from $n \ge 3$ of them.
public struct NumberAgreement: AgreementJudge {
  private static let shown = 5e-5
  private static let rounding = 1e-12
  private static let fewest = 3
  private static let share = 0.95

  /// Compares outputs.
  public init() {}

  public func agreement(
    _ first: Data, _ second: Data, others: [Data], of output: OutputDeclaration
  ) -> (Agreement, String?) {
    if first == second { return (.bits, nil) }
    guard let (a, b) = try? (Numbers(first, output), Numbers(second, output)) else {
      return (.none, "`\(output.name)` has other bytes, and no numbers that could be compared")
    }
    guard a.frame == b.frame, a.columns.map(\.values.count) == b.columns.map(\.values.count) else {
      return (.none, "`\(output.name)` has other rows, columns or texts")
    }
    let pairs = zip(a.columns, b.columns)
    if pairs.allSatisfy({ zip($0.values, $1.values).allSatisfy(Self.same) }) { return (.record, nil) }
    let apart = pairs.compactMap { Self.difference($0, $1) }.max { $0.size < $1.size }
    guard let apart else { return (.digits, nil) }
    let siblings = others.compactMap { try? Numbers($0, output) }.filter { $0.frame.count == a.frame.count }
    if Self.isDrawnAlike(b, among: siblings + [a]) { return (.distribution, apart.words) }
    return (.none, apart.words)
  }

  private static func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }

  /// The largest difference of two columns in units of what is allowed; nil if none is larger.
  private static func difference(_ a: Numbers.Column, _ b: Numbers.Column) -> (size: Double, words: String)? {
    let largest = (a.values + b.values).filter(\.isFinite).map(abs).max() ?? 0
    if largest < rounding { return nil }
    let floor = rounding * largest
    let found = zip(a.values, b.values).compactMap { x, y -> (Double, String)? in
      if same(x, y) { return nil }
      guard x.isFinite, y.isFinite else { return (.infinity, "\(a.name): \(x) and \(y)") }
      let allowed = max(shown * max(abs(x), abs(y)), floor)
      return abs(x - y) <= allowed ? nil : (abs(x - y) / allowed, "\(a.name): \(x) and \(y)")
    }
    return found.max { $0.0 < $1.0 }
  }

  private static func isDrawnAlike(_ new: Numbers, among others: [Numbers]) -> Bool {
    let same = others.filter { $0.columns.map(\.values.count) == new.columns.map(\.values.count) }
    guard same.count >= fewest, let t = try? StudentT.factor(level: 0.99, freedom: same.count - 1) else { return false }
    let reach = t * (1 + 1 / Double(same.count)).squareRoot()
    var (inside, all) = (0, 0)
    for (place, column) in new.columns.enumerated() {
      for (row, value) in column.values.enumerated() {
        let values = same.map { $0.columns[place].values[row] }
        guard value.isFinite, let summary = try? Summary(values) else { continue }
        all += 1
        // Where no seed matters rounding is what is left.
        let half = max(reach * summary.deviation, shown * abs(summary.mean))
        if abs(value - summary.mean) <= half { inside += 1 }
      }
    }
    return all > 0 && Double(inside) >= share * Double(all)
  }
}

/// An output is of a kind that holds no numbers.
private struct NoNumbers: Error {}

/// What stands in an output: its numbers by column, and everything else as texts.
private struct Numbers {
  struct Column {
    let name: String
    var values: [Double]
  }

  private(set) var frame: [String] = []
  private(set) var columns: [Column] = []

  /// - Throws: what reading says; a kind of file that holds no numbers.
  init(_ data: Data, _ output: OutputDeclaration) throws {
    switch output.fileExtension {
    case "csv":
      for column in try Table(csv: data, name: output.fileName).columns {
        frame.append(column.name)
        switch column.values {
        case .numbers(let values): columns.append(Column(name: column.name, values: values))
        case .texts(let texts): frame += texts
        }
      }
    case "npy":
      let matrix = try Matrix(npy: data)
      frame = ["\(matrix.rows) x \(matrix.columns)"]
      columns = [Column(name: output.name, values: matrix.elements)]
    case "json":
      add(try JSON.parse(SourceText(name: output.fileName, bytes: Array(data))), at: output.name)
    default: throw NoNumbers()
    }
  }

  /// Numbers under the same names share a column, whatever their place in a list.
  private mutating func add(_ json: JSON, at path: String) {
    if let number = json.double {
      guard let place = columns.firstIndex(where: { $0.name == path }) else {
        return columns.append(Column(name: path, values: [number]))
      }
      columns[place].values.append(number)
    } else if let members = json.members {
      for member in members { add(member.value, at: path + "." + member.key) }
    } else if let elements = json.elements {
      frame.append("\(path) \(elements.count)")
      for element in elements { add(element, at: path) }
    } else {
      frame.append("\(path) \(json.canonical)")
    }
  }
}
