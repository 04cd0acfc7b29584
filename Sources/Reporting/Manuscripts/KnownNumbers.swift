import Foundation

/// The values of a report, to be found again among the numbers of a text.
public struct KnownNumbers: Sendable {
  /// A number of the report.
  struct Entry: Sendable, Equatable {
    let key: String
    let value: Double
    /// As pages print it.
    let text: String

    /// Whether it is taken from several rows.
    var isSummary: Bool {
      let last = key.split(separator: ".").last ?? ""
      return ["least", "greatest", "nearest", "limit", "count"].contains(last)
    }
  }

  let entries: [Entry]
  /// What stands for each key, words included.
  public let texts: [String: String]
  private let sizes: [Double]

  /// The values under the keys that `attach` writes.
  public init(_ values: ReportValues) {
    var (entries, texts): ([Entry], [String: String]) = ([], [:])
    for (key, value) in values.entries {
      switch value {
      case .word(let word): texts[key] = word
      case .count(let count):
        texts[key] = String(count)
        entries.append(Entry(key: key, value: Double(count), text: String(count)))
      case .number(let number, let numeral):
        texts[key] = numeral.text
        if number.isFinite, number != 0 { entries.append(Entry(key: key, value: number, text: numeral.text)) }
      }
    }
    (self.entries, self.texts) = (entries, texts)
    sizes = Set(entries.map { abs($0.value) }).sorted()
  }

  /// The values that a typed number is, rounded to its own digits, the nearest first.
  ///
  /// A number without a sign is compared by size, so that "falls by 0.48" is a slope of −0.48. A percentage is compared both
  /// as it stands and as a share.
  func matches(_ number: ManuscriptNumber) -> [Entry] {
    let scales = number.isPercentage ? [0.01, 1] : [1]
    let found = entries.compactMap { entry -> (distance: Double, entry: Entry)? in
      let known = number.isSigned ? entry.value : abs(entry.value)
      let distances = scales.compactMap { scale -> Double? in
        let (value, unit) = (number.value * scale, number.unit * scale)
        // The binary forms of 0.475 and 0.48 - 0.005 need not agree.
        return abs(known - value) <= unit / 2 * (1 + 1e-9) + 1e-12 * abs(known) ? abs(known - value) / unit : nil
      }
      return distances.min().map { ($0, entry) }
    }
    return found.sorted { a, b in
      // Of keys with the same number that of a row, then the plainest.
      if a.distance != b.distance { return a.distance < b.distance }
      if a.entry.isSummary != b.entry.isSummary { return b.entry.isSummary }
      return (a.entry.key.count, a.entry.key) < (b.entry.key.count, b.entry.key)
    }.map(\.entry)
  }

  /// The expected number of different values that a number of this size and these digits meets by chance: those between its
  /// half and its double, spread evenly, times the share of that stretch which rounds to it.
  func chance(_ number: ManuscriptNumber) -> Double {
    let scales = number.isPercentage ? [0.01, 1] : [1]
    return scales.map { scale in
      let (size, unit) = (abs(number.value) * scale, number.unit * scale)
      guard size > 0 else { return 1 }
      let count = sizes.count { $0 >= size / 2 && $0 <= size * 2 }
      return Double(count) * unit / (1.5 * size)
    }.reduce(0, +)
  }

  /// The values that a typed number may stand for, the nearest first, and whether that is hardly a coincidence: it would
  /// meet a value by chance once in five times at most.
  ///
  /// Whole numbers are mostly counts and settings of the author's: one is taken for a value only where less than half a
  /// coincidence is to be expected among all those of its text. Nor are coefficients and exponents, unless they are hardly a
  /// coincidence. A number of one digit is no value.
  ///
  /// - Parameter wholes: how many whole numbers the text states.
  func recognised(_ number: ManuscriptNumber, wholes: Int) -> (entries: [Entry], isSure: Bool) {
    guard number.digits >= 2 else { return ([], false) }
    if case .ignored = number.sort { return ([], false) }
    let chance = chance(number)
    if number.isPrecise {
      let isSure = chance <= 0.2
      return number.sort == .statement || isSure ? (matches(number), isSure) : ([], false)
    }
    guard number.sort == .statement, chance * Double(wholes) <= 0.5 else { return ([], false) }
    return (matches(number), true)
  }
}
