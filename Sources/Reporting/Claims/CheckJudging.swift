import Documents

/// What a check compares its numbers with: each of these may be changed, to see where the verdict turns.
public struct Thresholds: Sendable, Equatable {
  /// One of them.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case tolerance, bound, resolution
    /// For orders: by how much a number must at least differ from the one before it.
    case step
  }

  /// By kind; what the check does not give is left out.
  private var values: [Kind: Double]

  /// The thresholds of `check`.
  init(_ check: Check) {
    self.init(check.relation, tolerance: check.tolerance, bound: check.bound, resolution: check.resolution)
  }

  /// The thresholds that a judged check had.
  init(_ check: CheckResult) {
    self.init(check.relation, tolerance: check.tolerance, bound: check.bound, resolution: check.resolution)
  }

  /// An order demands a step of more than 0.
  private init(_ relation: Relation?, tolerance: Double?, bound: Double?, resolution: Double?) {
    values = [:]
    for (kind, value) in [(Kind.tolerance, tolerance), (.bound, bound), (.resolution, resolution)] {
      values[kind] = value
    }
    if relation?.isOrder == true { values[.step] = 0 }
  }

  /// The value of one of them.
  public subscript(kind: Kind) -> Double? {
    get { values[kind] }
    set { values[kind] = newValue }
  }
}

/// The numbers of a check as its table holds them, ready to be judged.
struct CheckedNumbers {
  let relation: Relation?
  let estimates: [Estimate]
  let theories: [Double]?
  /// What separates the rows into sequences, for orders.
  let keys: [[String]]
  private let lengths: [[String]: Int]

  /// The numbers of `check` in `table`, whose rows are those that are judged.
  init(_ check: Check, _ table: Table) throws {
    let estimates = try check.estimates(table)
    theories =
      try check.theory.map(table.numbers) ?? check.theoryValue.map { Array(repeating: $0, count: estimates.count) }
    let sequence = try check.sequences.map(table.texts)
    keys = estimates.indices.map { row in sequence.map { $0[row] } }
    lengths = Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
    (relation, self.estimates) = (check.relation, estimates)
  }

  /// The same with other estimates.
  init(_ numbers: CheckedNumbers, estimates: [Estimate]) {
    (relation, theories, keys, lengths) = (numbers.relation, numbers.theories, numbers.keys, numbers.lengths)
    self.estimates = estimates
  }

  /// What row `row` is compared with; nil for orders.
  func reference(_ row: Int, _ thresholds: Thresholds) -> Double? {
    guard let relation, !relation.isOrder else { return nil }
    return relation.needsTheory ? theories?[row] : thresholds[.bound]
  }

  /// Whether row `row` is the only one of its sequence: it has no order.
  func isAlone(_ row: Int) -> Bool { relation?.isOrder == true && lengths[keys[row]] == 1 }

  /// The verdicts, row by row, with the estimate before each in its sequence.
  func verdicts(_ thresholds: Thresholds) -> [(verdict: Verdict, previous: Estimate?)] {
    guard let relation else { return estimates.map { _ in (.notRun, nil) } }
    var last: [[String]: Estimate] = [:]
    return estimates.indices.map { row in
      let previous = last.updateValue(estimates[row], forKey: keys[row])
      if isAlone(row) { return (.inconclusive, previous) }
      let verdict = relation.verdict(
        estimates[row], reference: reference(row, thresholds) ?? .nan,
        tolerance: thresholds[.tolerance] ?? 0, previous: previous, resolution: thresholds[.resolution],
        step: thresholds[.step] ?? 0)
      return (verdict, previous)
    }
  }

  /// The verdict on all of them.
  func verdict(_ thresholds: Thresholds) -> Verdict { Verdict.all(verdicts(thresholds).map(\.verdict)) }
}

extension Check {
  /// Judges every selected row of `whole`.
  ///
  /// - Parameters:
  ///   - parts: the same numbers from parts of what they rest on, where there are such.
  ///   - widths: how intervals narrow with more seeds.
  /// - Throws: ``Problem`` when a column is missing, an interval ends below where it begins, or a value lies outside it.
  public func judge(_ whole: Table, parts: Table? = nil, widths: WidthLaw? = nil) throws -> CheckResult {
    let table = try selection.apply(whole)
    let numbers = try CheckedNumbers(self, table)
    let names = try labels.map { label in (label.symbol, try table.texts(label.column)) }
    let thresholds = Thresholds(self)
    var rows: [CheckResult.Row] = []
    var open = OpenRows()
    for (row, (verdict, previous)) in numbers.verdicts(thresholds).enumerated() {
      let (estimate, reference) = (numbers.estimates[row], numbers.reference(row, thresholds))
      let margin = relation.flatMap {
        $0.margin(
          estimate, reference: reference ?? .nan, tolerance: tolerance ?? 0, previous: previous, resolution: resolution)
      }
      if relation != nil {
        open.note(
          verdict, estimate, reference: reference, isAlone: numbers.isAlone(row), resolution: resolution)
      }
      rows.append(
        CheckResult.Row(
          labels: names.map { CheckResult.Label(symbol: $0.0, value: $0.1[row]) }, estimate: estimate,
          theory: numbers.theories?[row], verdict: verdict, margin: margin))
    }
    var result = CheckResult(
      id: id, name: name, relation: relation, tolerance: tolerance, bound: bound, resolution: resolution,
      digits: digits, hasInterval: low != nil, rows: rows, data: data,
      reason: try selection.absence(in: whole) ?? open.sentence(of: rows.count), role: role == .evidence ? nil : role)
    if relation != nil, !rows.isEmpty { result.flip = try FlipSet(self, numbers, table, parts: parts, widths) }
    return result
  }

  /// The numbers with their intervals, row by row.
  fileprivate func estimates(_ table: Table) throws -> [Estimate] {
    let values = try table.numbers(value)
    let lows = try low.map(table.numbers) ?? values
    let highs = try high.map(table.numbers) ?? values
    if let low, let high, let row = values.indices.first(where: { lows[$0] > highs[$0] }) {
      throw Problem(
        .table(
          name: data,
          fact: "the interval of row \(row + 1) begins above its end, `\(low.printable)` = "
            + "\(try table.texts(low)[row]), `\(high.printable)` = \(try table.texts(high)[row])",
          remedy: "exchange `low` and `high`, or correct what made them"))
    }
    let estimates = values.indices.map { Estimate(value: values[$0], low: lows[$0], high: highs[$0]) }
    // Whatever a verdict on such a row would rest on, one of its numbers is wrong.
    if let low, let high, let row = estimates.firstIndex(where: \.isOutsideItself) {
      throw Problem(
        .table(
          name: data,
          fact: "the value of row \(row + 1) lies outside its own interval, `\(value.printable)` = "
            + "\(try table.texts(value)[row]), `\(low.printable)` = \(try table.texts(low)[row]), "
            + "`\(high.printable)` = \(try table.texts(high)[row])",
          remedy: "name columns that belong together, or correct what made them"))
    }
    return estimates
  }
}
