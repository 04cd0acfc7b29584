import Documents
import Foundation
import Pipeline
import Statistics

/// Compares tables, matrices and records number by number.
///
/// Two numbers agree in the digits shown when they differ by at most half a unit in the fifth digit, $5 \cdot 10^{-5}$ of the
/// larger one: reports show five digits at most. Where a column declares from what its digits are counted, it is half a unit in
/// the fifth digit of that. A column whose numbers are all below $10^{-12}$ holds what is left of rounding, and so does a number
/// below $10^{-12}$ of the largest of its column.
///
/// They agree in distribution when at least 95 % of the numbers of an output lie within the 99 % prediction interval of the
/// same number for other seeds, $\bar x \pm t_{0.995, n-1} s \sqrt{1 + 1/n}$, from $n \ge 3$ of them. Tables of which seeds give
/// more or fewer rows are compared by their outline: ``ComparedNumbers/outline``.
public struct NumberAgreement: AgreementJudge {
  private static let shown = 5e-5
  private static let rounding = 1e-12
  private static let fewest = 3
  private static let share = 0.95

  /// Compares outputs.
  public init() {}

  public func agreement(
    _ first: Data, _ second: Data, others: [Data], of output: OutputDeclaration, columns: [Column]
  ) -> (Agreement, String?) {
    if first == second { return (.bits, nil) }
    guard let a = try? ComparedNumbers(first, output), let b = try? ComparedNumbers(second, output) else {
      return (.none, "`\(output.name)` has other bytes, and no numbers that could be compared")
    }
    let siblings = others.compactMap { try? ComparedNumbers($0, output) }
    if a.frame == b.frame, a.counts == b.counts { return Self.numbers(a, b, siblings, columns) }
    return (
      Self.isLikeOthers(a, b, siblings) ? .distribution : .none, "`\(output.name)` has other rows, columns or texts"
    )
  }

  /// Number by number.
  private static func numbers(
    _ a: ComparedNumbers, _ b: ComparedNumbers, _ siblings: [ComparedNumbers], _ declared: [Column]
  ) -> (Agreement, String?) {
    let pairs = zip(a.columns, b.columns)
    if pairs.allSatisfy({ zip($0.values, $1.values).allSatisfy(same) }) { return (.record, nil) }
    let apart = pairs.compactMap { difference($0, $1, a.sizes(of: $0.name, declared)) }
    guard let furthest = apart.max(by: { $0.size < $1.size }) else { return (.digits, nil) }
    let others = siblings.filter { $0.frame.count == a.frame.count } + [a]
    let isAlike = isDrawnAlike(b, among: others) || isLikeOthers(a, b, siblings)
    return (isAlike ? .distribution : .none, furthest.words)
  }

  /// Whether two tables of other rows have the outline that seeds give which differ in their rows.
  private static func isLikeOthers(
    _ a: ComparedNumbers, _ b: ComparedNumbers, _ siblings: [ComparedNumbers]
  ) -> Bool {
    guard b.isLike(a), siblings.contains(where: { $0.rows != a.rows }) else { return false }
    // Of as many rows: texts that changed their places are no matter of seeds.
    if a.rows == b.rows, a.frame != b.frame { return false }
    let outlines = (siblings.filter { $0.isLike(a) } + [a]).map { $0.outline }
    return isDrawnAlike(b.outline, among: outlines)
  }

  private static func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }

  /// The largest difference of two columns in units of what is allowed; nil if none is larger.
  ///
  /// - Parameter sizes: from what the digits of each row are counted, if that is larger than the number.
  private static func difference(
    _ a: ComparedNumbers.Column, _ b: ComparedNumbers.Column, _ sizes: [Double]
  ) -> (size: Double, words: String)? {
    let largest = a.largest(b)
    let missing = a.values.indices.first { row in
      !same(a.values[row], b.values[row]) && !(a.values[row].isFinite && b.values[row].isFinite)
    }
    if let row = missing { return (.infinity, "\(a.name): \(a.values[row]) and \(b.values[row])") }
    if largest < rounding { return nil }
    let floor = rounding * largest
    let found = a.values.indices.compactMap { row -> (Double, String)? in
      let (x, y) = (a.values[row], b.values[row])
      if same(x, y) { return nil }
      let allowed = max(shown * max(abs(x), abs(y), row < sizes.count ? sizes[row] : 0), floor)
      return abs(x - y) <= allowed ? nil : (abs(x - y) / allowed, "\(a.name): \(x) and \(y)")
    }
    return found.max { $0.0 < $1.0 }
  }

  private static func isDrawnAlike(_ new: ComparedNumbers, among others: [ComparedNumbers]) -> Bool {
    let same = others.filter { $0.columns.map(\.values.count) == new.columns.map(\.values.count) }
    guard same.count >= fewest, let t = try? StudentT.factor(level: 0.99, freedom: same.count - 1) else { return false }
    let reach = t * (1 + 1 / Double(same.count)).squareRoot()
    var (inside, all) = (0, 0)
    for (place, column) in new.columns.enumerated() {
      for (row, value) in column.values.enumerated() {
        let values = same.map { $0.columns[place].values[row] }
        // Missing here and in all others: nothing to compare. Missing on one side alone: not alike.
        if !value.isFinite, !values.contains(where: \.isFinite) { continue }
        all += 1
        guard value.isFinite, let summary = try? Summary(values) else { continue }
        // Where no seed matters rounding is what is left.
        let half = max(reach * summary.deviation, shown * abs(summary.mean))
        if abs(value - summary.mean) <= half { inside += 1 }
      }
    }
    return all > 0 && Double(inside) >= share * Double(all)
  }
}
