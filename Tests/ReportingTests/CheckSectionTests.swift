import Testing

@testable import Reporting

@Suite struct CheckSectionTests {
  private func told(_ check: CheckResult) -> [String] {
    CheckSection(check).markdown.split(separator: "\n").map(String.init)
  }

  private func grid(_ verdict: (Int) -> Verdict = { _ in .reproduced }) -> [CheckResult.Row] {
    (0..<4).map { place in
      row(
        estimate(0.1 * Double(place + 1)), [("d", "\(3 + place / 2)"), ("parity", place % 2 == 0 ? "even" : "odd")],
        verdict: verdict(place))
    }
  }

  @Test func `two keys make a pivot where all rows have one verdict`() {
    #expect(
      told(below(1, "n", grid())) == [
        "*Evidence:* **n**: below 1. <b>reproduced</b>: all 4, largest 0.4000 (limit 1).",
        "| d | parity = even | parity = odd |",
        "| --- | ---: | ---: |", "| 3 | 0.1000 | 0.2000 |", "| 4 | 0.3000 | 0.4000 |",
      ])
  }

  @Test func `a verdict stands in the rows only where they differ`() {
    let lines = told(below(0.35, "n", grid { $0 == 3 ? .notReproduced : .reproduced }))
    #expect(lines[0] == "*Evidence:* **n**: below 0.35. <b>not reproduced</b>: 1 of 4, largest 0.4000 (limit 0.35).")
    #expect(lines[1] == "| d | parity | measured | verdict |" && lines[6] == "| 4 | odd | 0.4000 | not reproduced |")
    #expect(told(below(1, "n", Array(grid().prefix(3))))[1] == "| d | parity | measured |")
  }

  @Test func `a single number without labels is a sentence`() {
    #expect(
      CheckSection(within("n", [row(estimate(-0.485, -0.514, -0.456), theory: -0.5)])).markdown
        == "*Evidence:* **n**: within 0.05 of theory. <b>reproduced</b>: measured −0.485 [−0.514, −0.456], theory −0.5.\n\n"
    )
  }

  @Test func `theory that is the same for all rows stands once, and numbers that print like it show their distance`() {
    func rows(_ values: [Double], theory: (Int) -> Double) -> [CheckResult.Row] {
      values.enumerated().map { row(estimate($0.element), [("k", "\($0.offset)")], theory: theory($0.offset)) }
    }
    func check(_ rows: [CheckResult.Row], _ relation: Relation) -> CheckResult {
      CheckResult(
        id: "x", name: "n", relation: relation, tolerance: 0.01, bound: nil, hasInterval: false, rows: rows, data: "d")
    }
    #expect(
      told(check(rows([1 + 2.3e-8, 1.0000004]) { _ in 1 }, .within)) == [
        "*Evidence:* **n**: within 0.01 of theory. <b>reproduced</b>: all 2, largest deviation 4.0×10⁻⁷ (limit 0.01), theory 1.",
        "| k | measured | deviation |", "| --- | ---: | ---: |", "| 0 | 1.000 | 2.30×10⁻⁸ |",
        "| 1 | 1.000 | 4.00×10⁻⁷ |",
      ])
    let relative = told(check(rows([2.002, 4]) { Double(2 * ($0 + 1)) }, .withinRelative))
    #expect(relative[1] == "| k | measured | theory | relative deviation |", "\(relative)")
    #expect(relative[3] == "| 0 | 2.002 | 2 | 0.001000 |")
    let third = told(check(rows([-0.331, -0.34]) { _ in -1.0 / 3 }, .within))
    #expect(third[0].hasSuffix("largest deviation 0.0067 (limit 0.01), theory −1/3."))
    #expect(third[1] == "| k | measured |")
  }

  private static let roles: [(role: Role?, start: String)] = [
    (nil, "*Evidence:* **n**: below 1. <b>reproduced</b>"),
    (.control, "*Control, does not count:* **n**: below 1. <b>holds</b>"),
    (.limit, "*Limit, does not count:* **n**: below 1. <b>holds</b>"),
    (.context, "*Context, does not count:* **n**: below 1. <b>holds</b>"),
  ]

  @Test(arguments: roles)
  func `what a check is for stands in front of it`(_ role: Role?, _ start: String) {
    var check = below(1, "n", grid())
    check.role = role
    #expect(told(check)[0].hasPrefix(start + ": all 4"))
  }
}

@Suite struct NearestSentenceTests {
  private func check(_ relation: Relation, _ rows: [CheckResult.Row], bound: Double? = nil, tolerance: Double? = nil)
    -> CheckResult
  {
    CheckResult(
      id: "x", name: "Slope", relation: relation, tolerance: tolerance, bound: bound, hasInterval: true, rows: rows,
      data: "d")
  }

  @Test func `the sentence counts the numbers and names the one nearest to failing with its limit`() {
    let deviations = within("exponent", [-3.0082, -2.999].map { row(estimate($0, $0, $0 + 0.001), theory: -3) })
    #expect(judged([deviations]).nearest == "All 2 reproduced; largest deviation 0.0082 (limit 0.05)")
    #expect(judged([within("n", [row(estimate(-3.0082), theory: -3)])]).nearest == "Deviation 0.0082 (limit 0.05)")
    let uncertain = [
      row(estimate(-3.2, -3.3, -3.1), theory: -3, verdict: .notReproduced),
      row(estimate(-3, -3.5, -2.5), theory: -3, verdict: .inconclusive),
    ]
    #expect(judged([within("n", uncertain)]).nearest == "1 of 2 not reproduced; deviation 0.30 (limit 0.05)")
    let wide = [row(estimate(0.5, 0.4, 0.6)), row(estimate(0.7, 0.3, 1.1), verdict: .inconclusive)]
    #expect(
      judged([check(.below, wide, bound: 1)]).nearest == "1 of 2 inconclusive; largest 0.70 [0.30, 1.10] (limit 1)")
    #expect(
      judged([check(.above, wide, bound: 0)]).nearest == "1 of 2 inconclusive; smallest 0.70 [0.30, 1.10] (limit 0)")
    #expect(judged([below(1, "n", [row(estimate(1 - 2.3e-8))])]).nearest == "2.3×10⁻⁸ below the limit 1")
    let covered = check(.covers, [row(estimate(0.32, 0.31, 0.34), theory: 1.0 / 3)])
    #expect(judged([covered]).nearest == "0.320 [0.310, 0.340], theory 1/3")
  }

  @Test func `of several checks the decisive one is named; what does not count is not`() {
    var control = below(1, "Control", [row(estimate(0.9))], id: "c")
    control.role = .control
    var (near, far) = (row(estimate(0.8)), row(estimate(0.1)))
    (near.margin, far.margin) = (0.2, 0.9)
    let checks = [below(1, "Far", [far]), below(1, "Near", [near, far]), control]
    #expect(judged(checks).nearest == "All 3 reproduced; largest 0.8000 (limit 1): Near")
    #expect(judged(checks, reason: "needs data").nearest == "needs data")
  }

  @Test func `a step of an order is told by where it leads`() {
    var (first, second) = (row(estimate(1)), row(estimate(1.5)))
    (first.margin, second.margin) = (nil, 0.5)
    let order = CheckResult(
      id: "x", name: "n", relation: .increasing, tolerance: nil, bound: nil, hasInterval: false, rows: [first, second],
      data: "d")
    #expect(judged([order]).nearest == "All 2 reproduced; closest step leads to 1.500")
  }
}
