import Documents
import Foundation

/// One criterion of a claim: which numbers, and what must hold of each; or numbers that are told without a criterion.
public struct Check: Sendable {
  /// What names it in LaTeX values, whatever else of it changes; at most ``longestID`` letters.
  public let id: String
  /// What is measured, in words.
  public let name: String
  /// The table that holds the numbers: the path of the input.
  public let data: String
  /// The input that holds the same numbers from parts of what they rest on (``CheckPart``), where there are such.
  public let parts: String
  /// The rows that are judged.
  public let selection: RowSelection
  /// Columns that tell rows apart, and how the report calls them.
  public let labels: [(column: String, symbol: String)]
  /// Column of the value, and of the ends of its interval.
  public let value: String
  public let low, high: String?
  /// Column of the theory's value.
  public let theory: String?
  /// The theory's value, when it is the same for all rows.
  public let theoryValue: Double?
  /// What must hold; nil for numbers that are told only.
  public let relation: Relation?
  public let tolerance, bound: Double?
  /// The largest half-width of an interval that may tell something by covering theory.
  public let resolution: Double?
  /// Significant digits of the values as they are printed; as many as their intervals call for if nil.
  public let digits: Int?
  /// Columns whose values separate the rows into sequences, for orders.
  public let sequences: [String]
  /// What the check is for.
  public let role: Role

  /// The most letters that an ``id`` has.
  public static let longestID = 24

  /// Reads a check, or with `isJudged` false numbers without a criterion; every key is described in the schema.
  public init(_ fields: Fields, isJudged: Bool = true) {
    id = Check.id(fields)
    name = fields.string("name", "what is measured, in words")
    let table = fields.reference("data", type: "table", many: true, "the table that holds the numbers")
    data = table?.path ?? ""
    parts = isJudged ? table.map { fields.companion(of: $0, type: CheckPart.typeName) } ?? "" : ""
    fields.tables = [data]
    selection = RowSelection(fields)
    labels = Check.labels(fields)
    let problems = fields.problems.count
    relation = isJudged ? fields.choice("relation", .within, Check.relationHelp) : nil
    let isKnown = fields.problems.count == problems
    let isExact = fields.boolean("exact", "whether an interval that the table declares is left out", required: false)
    value = fields.column(
      "value", "the column of the measured value", numbers: true, as: .estimate)
    // Where one end is given, so must the other be.
    let isOpen = !isExact && !fields.has("low") && !fields.has("high")
    low = fields.optionalColumn(
      "low", "the column of the lower end of its interval; the one that the table declares if left out", numbers: true,
      as: isOpen ? .low(of: value) : nil)
    high = fields.optionalColumn(
      "high", "the column of the upper end of its interval; the one that the table declares if left out", numbers: true,
      as: isOpen ? .high(of: value) : nil)
    theoryValue = fields.optionalNumber(
      "theory-value", in: -1e300...1e300, "the theory's value, when it is the same for all rows")
    theory = fields.optionalColumn(
      "theory", "the column of the theory's value; the one that the table declares if left out", numbers: true,
      as: relation?.needsTheory == true && theoryValue == nil ? .theory(of: value) : nil, isNeeded: true)
    digits = fields.optionalInteger(
      "digits", in: 1...15, "significant digits of the values in print; as their intervals call for if left out")
    guard isJudged else {
      (tolerance, bound, resolution, sequences, role) = (nil, nil, nil, [], .evidence)
      refuseTheories(fields)
      return
    }
    tolerance = fields.optionalNumber("tolerance", in: 0...1e300, "the distance from theory that is accepted")
    bound = fields.optionalNumber("bound", in: -1e300...1e300, "the bound that every row must keep")
    resolution = fields.optionalNumber(
      "resolution", in: 0...1e300,
      "for `covers`: the largest half-width of the interval; a wider one that covers theory is inconclusive")
    sequences = fields.columns("sequences", "columns that separate rows into sequences, for an order", required: false)
    role = fields.choice("role", default: .evidence, Role.help)
    // Of a relation that is not known nothing can be asked.
    if isKnown { refuseMismatches(fields) }
  }

  private static let relationHelp =
    "what must hold of every row: `within`, at most `tolerance` from theory; `within-relative`, as a share of it; `covers`, "
    + "its interval holds theory; `below`, `above`, the `bound`; `increasing`, `decreasing`, from row to row"

  private static func id(_ fields: Fields) -> String {
    let id = fields.string(
      "id", "what names its numbers in a text, such as `A1.slope`: small letters, digits and `-`, at most \(longestID)")
    let isPlain = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    // One that is left out was told already.
    if id.isEmpty, !fields.has("id") { return id }
    if !isPlain || id.utf8.count > longestID || id.first?.isLetter != true {
      fields.refuse(
        "id", "`\(id.printable)` cannot name numbers",
        remedy: "give a small letter, then small letters, digits and `-`, at most \(longestID) in all")
    }
    return id
  }

  /// Reads `column` or `column as name`.
  private static func labels(_ fields: Fields) -> [(String, String)] {
    let help = "columns that tell the rows apart, each as `column` or as `column as NAME`, the name in the report"
    return fields.strings("labels", help, required: false).enumerated().map { index, text in
      let split = text.range(of: " as ")
      let column = split.map { String(text[..<$0.lowerBound]) } ?? text
      fields.noteColumn(column, at: fields.place(of: "labels", element: index))
      return (column, split.map { String(text[$0.upperBound...]) } ?? text)
    }
  }

  private func refuseMismatches(_ fields: Fields) {
    guard let relation else { return }
    let name = relation.rawValue
    if relation.needsTolerance, tolerance == nil {
      fields.refuse("relation", "`\(name)` needs a `tolerance`", remedy: "add `tolerance`")
    }
    if relation.needsBound, bound == nil {
      fields.refuse("relation", "`\(name)` needs a `bound`", remedy: "add `bound`")
    }
    let unused = [
      ("tolerance", tolerance != nil && !relation.takesTolerance), ("bound", bound != nil && !relation.needsBound),
      ("resolution", resolution != nil && relation != .covers), ("sequences", !sequences.isEmpty && !relation.isOrder),
    ]
    for (key, isUnused) in unused where isUnused {
      fields.refuse(key, "`\(name)` makes no use of `\(key)`", remedy: "remove `\(key)`")
    }
    refuseTheories(fields)
  }

  /// Refuses two theories, and an interval with one end.
  private func refuseTheories(_ fields: Fields) {
    if theory != nil, theoryValue != nil {
      fields.refuse("theory-value", "both `theory` and `theory-value` are given", remedy: "keep one")
    }
    if (low == nil) != (high == nil) {
      fields.refuse(
        low == nil ? "high" : "low", "one end of the interval has no column", remedy: "name both `low` and `high`")
    }
  }
}
