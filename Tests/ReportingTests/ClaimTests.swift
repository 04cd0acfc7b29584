import Documents
import Testing

@testable import Reporting

@Suite struct ClaimTests {
  static func json(_ text: String) throws -> JSON {
    try JSON.parse(SourceText(name: "claim.json", bytes: Array(text.utf8)))
  }

  static func claim(
    _ checks: String, _ more: String = #""figures": [{"figure": "A1", "caption": "c"}]"#
  ) throws -> (Claim, [Problem]) {
    let text = #"{"title": "t", "statement": "s", "source": "x", "theory": "-3", "method": "m", "checks": "#
    let fields = Fields(try json(text + "[\(checks)], \(more)}"), context: "claim `A1`")
    let claim = Claim(fields)
    fields.finish()
    return (claim, fields.problems)
  }

  static let within = """
    {"id": "exponent", "name": "exponent", "data": "fits", "where": {"parity": "even"}, "labels": ["layers as L"],
     "value": "exponent", "low": "low", "high": "high", "theory": "rate", "relation": "within", "tolerance": 0.05}
    """

  static func table() throws -> Table {
    try Table([
      ("layers", .numbers([2, 2, 3])), ("parity", .texts(["even", "odd", "even"])),
      ("exponent", .numbers([-3.01, -9, -2.99])), ("low", .numbers([-3.02, -9, -3.0])),
      ("high", .numbers([-3, -9, -2.98])), ("rate", .numbers([-3, -3, -3])), ("gap", .numbers([-3, .nan, .nan])),
      ("gap low", .numbers([-3.02, .nan, .nan])),
    ])
  }

  /// How a claim with one check is judged, on some rows of the table.
  private func result(_ check: String, rows: [Int] = [0, 1, 2]) throws -> ClaimResult {
    let (claim, problems) = try Self.claim(check)
    #expect(problems.isEmpty)
    return try claim.judge({ _ in try Self.table().picking(rows) })
  }

  private func within(_ old: String, _ new: String) -> String {
    Self.within.replacing("\"\(old)\"", with: "\"\(new)\"")
  }

  @Test func `a claim judges the rows that its conditions select, and one that fails stays as failed`() throws {
    let result = try result(Self.within)
    #expect(result.verdict == .reproduced)
    #expect(
      result.checks[0].rows.map(\.labels) == [[.init(symbol: "L", value: "2")], [.init(symbol: "L", value: "3")]])
    #expect(try self.result(within("even", "odd")).verdict == .notReproduced)
  }

  private func exponents(_ members: String) -> String {
    #"{"id": "x", "name": "x", "data": "d", "value": "exponent", \#(members)}"#
  }

  @Test func `a bound decides, also when theory stands beside it`() throws {
    let result = try result(exponents(#""relation": "below", "bound": 0, "theory": "rate""#))
    #expect(result.verdict == .reproduced && result.checks[0].rows.map(\.theory) == [-3, -3, -3])
  }

  @Test func `a row that stands alone has no order, and a theory that is missing leaves its row open`() throws {
    let order = try result(exponents(#""relation": "increasing", "sequences": ["parity"]"#))
    #expect(order.checks[0].rows.map(\.verdict) == [.reproduced, .inconclusive, .reproduced])
    let gap = try result(within("rate", "gap"), rows: [0, 2])
    #expect(gap.checks[0].rows.map(\.verdict) == [.reproduced, .inconclusive])
  }

  @Test func `conditions that select nothing are not run, never reproduced`() throws {
    let result = try result(within("even", "none"))
    #expect(result.verdict == .notRun && result.reason == "exponent: no row has parity = none")
    #expect(result.checks[0].reason == "no row has parity = none")
    let empty = try self.result(within("even", "none"), rows: [])
    #expect(empty.verdict == .notRun && empty.reason == "exponent: the table has no rows")
  }

  @Test func `an interval that ends below where it begins is an error`() throws {
    let check = Self.within.replacing(#""low": "low", "high": "high""#, with: #""low": "high", "high": "low""#)
    let error = #expect(throws: Problem.self) { try result(check) }
    #expect(
      error?.description == "checks[0].data: the interval of row 1 begins above its end, `high` = -3, `low` = -3.02; "
        + "exchange `low` and `high`, or correct what made them")
  }

  @Test func `a value outside its own interval is an error, whatever the criterion`() throws {
    for relation in [#""below", "bound": 10"#, #""within", "tolerance": 0.5, "theory-value": 1.5"#] {
      let check = #"{"id": "x", "name": "x", "data": "d", "value": "v", "low": "l", "high": "h", "relation": "#
      let table = try Table([("v", .numbers([1.5, 100])), ("l", .numbers([1, 1])), ("h", .numbers([2, 2]))])
      let error = #expect(throws: Problem.self) { try Self.claim(check + relation + "}").0.judge { _ in table } }
      #expect(
        error?.description
          == "checks[0].data: the value of row 2 lies outside its own interval, `v` = 100, `l` = 1, `h` = 2; "
          + "name columns that belong together, or correct what made them")
    }
  }

  @Test func `rows without a number, a theory, a neighbour or a fine interval say so`() throws {
    func reason(_ check: String) throws -> String? { try result(check, rows: [0, 2]).checks[0].reason }
    #expect(try reason(within("rate", "gap")) == "1 of 2 rows has no finite value of theory")
    let low = Self.within.replacing(#""low": "low""#, with: #""low": "gap low""#)
    #expect(try reason(low) == "1 of 2 rows has no finite value and interval")
    let order = exponents(#""relation": "increasing", "sequences": ["layers"]"#)
    #expect(try reason(order) == "2 of 2 rows have no other row to be compared with")
    let covers = within("within", "covers").replacing("0.05", with: "0.05, \"resolution\": 0.001")
    #expect(try reason(covers) == "2 of 2 rows have an interval wider than the resolution")
    #expect(try reason(Self.within) == nil)
  }

  @Test(arguments: [
    (#""relation": "increasing", "bound": 5"#, ["`increasing` makes no use of `bound`"]),
    (#""relation": "below", "bound": 5, "tolerance": 1"#, ["`below` makes no use of `tolerance`"]),
    (#""relation": "above", "bound": 5, "resolution": 1"#, ["`above` makes no use of `resolution`"]),
    (#""relation": "above", "bound": 5, "sequences": ["a"]"#, ["`above` makes no use of `sequences`"]),
    (#""relation": "covers", "theory": "t", "theory-value": 1"#, ["both `theory` and `theory-value` are given"]),
    (#""relation": "approx""#, ["`relation` in `checks[0]` of claim `A1` is `approx`"]),
  ])
  func `keys without effect are refused, and a wrong relation brings no further errors`(
    _ members: String, _ facts: [String]
  ) throws {
    let (_, problems) = try Self.claim(#"{"id": "x", "name": "x", "data": "d", "value": "v", \#(members)}"#)
    #expect(problems.count == facts.count, "\(problems)")
    for (problem, fact) in zip(problems, facts) { #expect(problem.fault.description.hasPrefix(fact)) }
  }

  @Test func `missing inputs make the claim not run, whatever the reason`() throws {
    let (claim, _) = try Self.claim(Self.within)
    let result = try claim.judge({ _ in try Self.table() }, absent: ["checks[0].data"])
    #expect(result.verdict == .notRun)
    #expect(result.reason == "a table that it is judged on could not be made" && result.missing == "checks[0].data")
    #expect(result.checks.isEmpty)
  }

  @Test func `a preview shows its numbers without theory and without a verdict`() throws {
    let (claim, problems) = try Self.claim(Self.within, #""preview": "a preview on few points""#)
    let result = try claim.judge({ _ in try Self.table() })
    #expect(problems.isEmpty && result.verdict == .notRun && result.reason == "a preview on few points")
    let rows = result.checks[0].rows
    #expect(rows.map(\.estimate.value) == [-3.01, -2.99])
    #expect(rows.allSatisfy { $0.theory == nil && $0.verdict == .notRun })
  }

  @Test func `only evidence decides, and what else is checked says whether it holds`() throws {
    let odd = within("even", "odd").replacing(#""id": "exponent""#, with: #""id": "control", "role": "control""#)
    let (claim, problems) = try Self.claim("\(Self.within), \(odd)")
    let result = try claim.judge({ _ in try Self.table() })
    #expect(problems.isEmpty && result.verdict == .reproduced)
    #expect(result.checks.map(\.verdict) == [.reproduced, .notReproduced])
    #expect(result.checks.map(\.role) == [nil, .control])
    #expect(result.nearest == "All 2 reproduced; largest deviation 0.020 (limit 0.05)", "a control stands in the line")
    #expect(result.decisive?.id == "exponent")
    let text = CheckSection(result.checks[1]).markdown
    #expect(
      text.hasPrefix("*Control, does not count:* **exponent**: within 0.05 of theory. <b>does not hold</b>: "),
      "\(text)")
    let (_, alone) = try Self.claim(odd)
    #expect(
      alone.map(\.fault.description) == [
        "none of them is evidence in claim `A1`; leave out the `role` of those that decide the claim"
      ])
  }

  @Test func `a column that is not there is named with the nearest one`() {
    #expect(throws: Problem(.table(name: "table", fact: "no column `exponnent`", remedy: "did you mean `exponent`?"))) {
      try result(Self.within.replacing(#""value": "exponent""#, with: #""value": "exponnent""#))
    }
  }

  @Test func `a relation without what it needs is refused with the remedy`() throws {
    let (_, problems) = try Self.claim(exponents(#""relation": "within", "low": "l""#))
    #expect(
      problems.map(\.fault.description) == [
        "`within` needs a `tolerance` in `checks[0]` of claim `A1`; add `tolerance`",
        "one end of the interval has no column in `checks[0]` of claim `A1`; name both `low` and `high`",
      ])
  }

  @Test func `a result survives encoding, infinities included`() throws {
    let result = try result(Self.within, rows: [0, 2])
    let data = try result.encoded()
    #expect(try ClaimResult(encoded: data) == result)
    #expect(try ClaimResult(encoded: data).encoded() == data)
    let odd = judged([below(1, "", [row(estimate(.infinity, -.infinity, .infinity), verdict: .inconclusive)])])
    #expect(try ClaimResult(encoded: odd.encoded()) == odd)
  }

  @Test func `numbers without a criterion are told, and no verdict rests on them`() throws {
    let values =
      #"{"id": "at-two", "name": "at two", "data": "d", "where": {"layers": 2, "parity": "odd"}, "#
      + #""value": "exponent", "digits": 3}"#
    let (claim, problems) = try Self.claim(Self.within, #""values": [\#(values)]"#)
    #expect(problems.isEmpty, "\(problems)")
    let result = try claim.judge({ _ in try Self.table() })
    #expect(result.verdict == .reproduced && result.checks.count == 1)
    let told = try #require(result.values?.first)
    #expect(told.rows.map(\.estimate.value) == [-9] && told.rows.map(\.verdict) == [.notRun])
    let text = CheckSection(told).markdown
    #expect(
      text.hasPrefix("*Told without a criterion:* **at two**") && text.contains("−9") && !text.contains("verdict"),
      "\(text)")
    let keys = try ReportValues([("A1", result)]).entries.map(\.key)
    #expect(keys.contains("A1.at-two") && !keys.contains("A1.at-two.verdict"), "\(keys)")
    #expect(try ClaimResult(encoded: result.encoded()) == result)
    // Where there is nothing to tell, that is said.
    let (nothing, _) = try Self.claim(
      Self.within, #""values": [\#(values.replacing("\"layers\": 2", with: "\"layers\": 7"))]"#)
    let empty = try #require(try nothing.judge({ _ in try Self.table() }).values?.first)
    #expect(CheckSection(empty).markdown.contains("no row has"), "\(CheckSection(empty).markdown)")
    // A table that could not be made takes its own numbers away, not the verdict.
    #expect(try claim.judge({ _ in try Self.table() }, absent: ["values[0].data"]).verdict == .reproduced)
  }

  @Test func `a number without a criterion has no key of one, and an id of its own`() throws {
    let told = #"{"id": "exponent", "name": "n", "data": "d", "value": "exponent", "bound": 3}"#
    let (_, problems) = try Self.claim(Self.within, #""values": [\#(told)]"#)
    let texts = problems.map(\.fault.description)
    #expect(texts.contains { $0.contains("`exponent` is the id of two of them") }, "\(texts)")
    #expect(texts.contains { $0.contains("bound") }, "\(texts)")
  }

  @Test func `checks without ids are told to lack them, and not to share one`() throws {
    let check = #"{"name": "n", "data": "d", "value": "exponent", "relation": "below", "bound": 3}"#
    let texts = try Self.claim("\(check), \(check)").1.map(\.fault.description)
    #expect(
      texts.count { $0.contains("lacks `id`") } == 2 && !texts.contains { $0.contains("two of them") }, "\(texts)")
  }

  @Test func `digits say how many of the value are printed`() throws {
    let number = estimate(1234.5678, 1234.1, 1235.2)
    #expect(NumberText.text(number, hasInterval: true, digits: 6) == "1234.57 [1234.10, 1235.20]")
    #expect(NumberText.text(number, hasInterval: true) == "1234.6 [1234.1, 1235.2]")
    #expect(NumberText.text(number, hasInterval: false, digits: 2) == "1235")
    #expect(
      NumberText.text(estimate(-2.5e-7, -2.6e-7, -2.4e-7), hasInterval: true, digits: 3)
        == "−2.50×10⁻⁷ [−2.60×10⁻⁷, −2.40×10⁻⁷]")
  }
}
