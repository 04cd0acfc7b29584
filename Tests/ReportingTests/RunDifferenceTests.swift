import Testing

@testable import Reporting

@Suite struct RunDifferenceTests {
  private func claim(_ value: Double, _ verdict: Verdict = .reproduced, layers: String = "2") -> ClaimResult {
    let number = row(estimate(value, value - 0.01, value + 0.01), [("L", layers)], theory: -3, verdict: verdict)
    return judged([within("Exponent", [number])])
  }

  private func difference(
    _ old: [String: ClaimResult], _ new: [String: ClaimResult],
    _ figures: ([String: String], [String: String]) = ([:], [:]), tolerance: Double = 1e-9
  ) -> RunDifference {
    RunDifference(.init(claims: old, figures: figures.0), .init(claims: new, figures: figures.1), tolerance: tolerance)
  }

  @Test func `verdicts come first, then numbers by claim, check and labels, then figures`() {
    let changed = difference(
      ["A2": claim(-3), "A10": claim(-3)], ["A2": claim(-3.2, .notReproduced), "A10": claim(-3.001)],
      (["f": "1", "g": "1", "h": "1"], ["f": "2", "g": "1", "i": "1"]))
    #expect(
      changed.lines == [
        "verdicts that changed:", "  A2. Decay: reproduced → not reproduced", "numbers that moved:",
        "  A2, Exponent (L = 2): −3.000 [−3.010, −2.990] → −3.200 [−3.210, −3.190]; reproduced → not reproduced",
        "  A10, Exponent (L = 2): −3.000 [−3.010, −2.990] → −3.001 [−3.011, −2.991]", "figures that changed:", "  f",
        "other changes:", "  figure h is gone", "  figure i is new",
      ])
  }

  @Test func `numbers within the tolerance do not count, and those that print alike are told apart`() {
    #expect(difference(["A1": claim(-3)], ["A1": claim(-3.00001)], tolerance: 1e-4).isEmpty)
    #expect(!difference(["A1": claim(-3)], ["A1": claim(-3.00001)]).isEmpty)
    let alike = difference(["A1": claim(-3)], ["A1": claim(-3.000001)])
    #expect(alike.numbers == ["A1, Exponent (L = 2): −3 → −3.00000100000"])
  }

  private func plain(_ values: [Double], bound: Double, _ verdict: Verdict = .reproduced) -> ClaimResult {
    let check = below(bound, "n", values.map { row(estimate($0), verdict: verdict) })
    return judged([check, check])
  }

  @Test func `rows and checks that nothing tells apart are compared in their order`() {
    #expect(difference(["A1": plain([1, 2, 3], bound: 5)], ["A1": plain([1, 2, 3], bound: 5)]).isEmpty)
    #expect(
      difference(["A1": plain([1, 2, 3], bound: 5)], ["A1": plain([1, 4], bound: 5)]).numbers == [
        "A1, n: 2 → 4", "A1, n: gone", "A1, n: 2 → 4", "A1, n: gone",
      ])
  }

  @Test func `a changed criterion is told as such`() {
    let changed = difference(["A1": plain([0.25], bound: 0.5)], ["A1": plain([0.25], bound: 0.05, .notReproduced)])
    #expect(
      changed.numbers.prefix(2) == [
        "A1, n: criterion: below 0.5 → below 0.05", "A1, n: 0.2500; reproduced → not reproduced",
      ])
  }

  @Test func `a changed role is told as such`() {
    var check = below(5, "n", [row(estimate(1))])
    let old = judged([check])
    check.role = .context
    #expect(difference(["A1": old], ["A1": judged([check])]).numbers == ["A1, n: role: evidence → context"])
  }

  @Test func `claims and rows that come and go are named`() {
    let changed = difference(["A1": claim(-3), "A2": claim(-3)], ["A1": claim(-3, layers: "3"), "A3": claim(-3)])
    #expect(changed.numbers == ["A1, Exponent (L = 3): new, −3.000 [−3.010, −2.990]", "A1, Exponent (L = 2): gone"])
    #expect(changed.others == ["claim A2. Decay is gone", "claim A3. Decay is new: reproduced"])
  }

  @Test func `the page has one entry for a check of which several numbers moved, the largest change in sight`() {
    let changed = difference(["A1": plain([10, 2, 4], bound: 50)], ["A1": plain([11, 2, 8], bound: 50)])
    let page = changed.markdown(from: "a", to: "b") { _, _ in false }
    // Both checks of the claim have the same numbers.
    #expect(
      page.components(separatedBy: "- A1, n: 2 changes, the first to look at: A1, n: 4 → 8\n").count == 3, "\(page)")
    #expect(
      page.contains("<details><summary>All 2</summary>\n\n- A1, n: 10 → 11\n- A1, n: 4 → 8\n\n</details>"), "\(page)"
    )
  }

  @Test func `another wording of a check is no change of its numbers`() {
    let (old, new) = (
      below(5, "slope", [row(estimate(1))], id: "s"), below(5, "the slope", [row(estimate(1))], id: "s")
    )
    #expect(difference(["A1": judged([old])], ["A1": judged([new])]).isEmpty)
  }

  @Test func `the page sets figures side by side`() {
    let changed = difference([:], [:], (["f": "1"], ["f": "2"]))
    let page = changed.markdown(from: "a", to: "b") { folder, _ in folder == "new" }
    for part in ["The cache does not hold this picture.", "![After](../new/f.png)", "<div class=\"pair\">"] {
      #expect(page.contains(part))
    }
  }
}
