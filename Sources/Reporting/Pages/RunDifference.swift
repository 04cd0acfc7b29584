/// What a reviewer wants to know of two runs: verdicts that changed, numbers that moved, figures that look different.
public struct RunDifference: Sendable {
  /// One line each: the claim, the old and the new verdict.
  public let verdicts: [String]
  /// One line for each number that moved by more than the tolerance.
  public let numbers: [String]
  /// Names of figures whose picture changed.
  public let figures: [String]
  /// Everything else, a line each: new and missing results.
  public let others: [String]

  /// The judged claims and the figures of one run.
  public struct Run: Sendable {
    public let claims: [String: ClaimResult]
    public let figures: [String: String]

    /// Claims by id, and digests of figures by name.
    public init(claims: [String: ClaimResult], figures: [String: String]) {
      self.claims = claims
      self.figures = figures
    }
  }

  /// Compares two runs.
  ///
  /// - Parameter tolerance: numbers a, b count as equal when |a - b| <= tolerance * max(|a|, |b|).
  public init(_ old: Run, _ new: Run, tolerance: Double) {
    var (verdicts, numbers, others): ([String], [String], [String]) = ([], [], [])
    for id in Set(old.claims.keys).union(new.claims.keys).sorted(by: Self.naturalOrder) {
      switch (old.claims[id], new.claims[id]) {
      case (let before?, let after?):
        if before.verdict != after.verdict {
          verdicts.append("\(id). \(after.title): \(before.verdict.rawValue) → \(after.verdict.rawValue)")
        }
        numbers += Self.numbers(id, before, after, tolerance)
      case (let before?, nil): others.append("claim \(id). \(before.title) is gone")
      case (nil, let after?): others.append("claim \(id). \(after.title) is new: \(after.verdict.rawValue)")
      case (nil, nil): break
      }
    }
    for name in Set(old.figures.keys).symmetricDifference(new.figures.keys).sorted() {
      others.append("figure \(name) is \(old.figures[name] == nil ? "new" : "gone")")
    }
    self.verdicts = verdicts
    self.numbers = numbers
    self.others = others
    figures = old.figures.filter { name, digest in new.figures[name].map { $0 != digest } ?? false }.keys.sorted()
  }

  /// Whether nothing changed.
  public var isEmpty: Bool { verdicts.isEmpty && numbers.isEmpty && figures.isEmpty && others.isEmpty }

  /// `A2` before `A10`.
  private static func naturalOrder(_ a: String, _ b: String) -> Bool {
    func parts(_ id: String) -> (Substring, Int, String) {
      let letters = id.prefix { !$0.isNumber }
      return (letters, Int(id.dropFirst(letters.count).prefix(while: \.isNumber)) ?? 0, id)
    }
    return parts(a) < parts(b)
  }

  private static func numbers(_ id: String, _ old: ClaimResult, _ new: ClaimResult, _ tolerance: Double) -> [String] {
    let before = Dictionary(old.checks.map { ($0.name, $0) }) { first, _ in first }
    return new.checks.flatMap { check -> [String] in
      guard let previous = before[check.name] else { return ["\(id), \(check.name): a new check"] }
      let rows = Dictionary(previous.rows.map { ($0.labels.map(\.value), $0) }) { first, _ in first }
      let known = Set(check.rows.map { $0.labels.map(\.value) })
      let gone = previous.rows.filter { !known.contains($0.labels.map(\.value)) }
      return check.rows.compactMap { line(id, check, rows[$0.labels.map(\.value)], $0, tolerance) }
        + gone.map { "\(name(id, check, $0)): gone" }
    } + old.checks.filter { check in !new.checks.contains { $0.name == check.name } }.map { "\(id), \($0.name): gone" }
  }

  private static func name(_ id: String, _ check: CheckResult, _ row: CheckResult.Row) -> String {
    let labels = row.labels.map { "\($0.symbol) = \($0.value)" }.joined(separator: ", ")
    return "\(id), \(check.name)" + (labels.isEmpty ? "" : " (\(labels))")
  }

  private static func line(
    _ id: String, _ check: CheckResult, _ old: CheckResult.Row?, _ new: CheckResult.Row, _ tolerance: Double
  ) -> String? {
    guard let old else {
      return "\(name(id, check, new)): new, \(NumberText.text(new.estimate, hasInterval: check.hasInterval))"
    }
    func isEqual(_ a: Double?, _ b: Double?) -> Bool {
      guard let a, let b else { return a == nil && b == nil }
      return a == b || a.isNaN && b.isNaN || abs(a - b) <= tolerance * max(abs(a), abs(b))
    }
    let pairs = [
      (old.estimate.value, new.estimate.value), (old.estimate.low, new.estimate.low),
      (old.estimate.high, new.estimate.high),
    ]
    guard !pairs.allSatisfy({ isEqual($0.0, $0.1) }) || !isEqual(old.theory, new.theory) || old.verdict != new.verdict
    else { return nil }
    var text = name(id, check, new) + ": " + change(old, new, check.hasInterval)
    if !isEqual(old.theory, new.theory) { text += "; theory \(shown(old.theory)) → \(shown(new.theory))" }
    if old.verdict != new.verdict { text += "; \(old.verdict.rawValue) → \(new.verdict.rawValue)" }
    return text
  }

  /// Both numbers as pages print them, with more digits when these look the same.
  private static func change(_ old: CheckResult.Row, _ new: CheckResult.Row, _ hasInterval: Bool) -> String {
    let shown = [old, new].map { NumberText.text($0.estimate, hasInterval: hasInterval) }
    if shown[0] != shown[1] { return "\(shown[0]) → \(shown[1])" }
    let digits = [old, new].map { NumberText.text($0.estimate.value, digits: 12) }
    return digits[0] == digits[1] ? "\(shown[0]), its interval moved" : "\(digits[0]) → \(digits[1])"
  }

  private static func shown(_ theory: Double?) -> String { theory.map { NumberText.text($0, digits: 5) } ?? "none" }

  /// The difference as plain lines.
  public var lines: [String] {
    func part(_ name: String, _ lines: [String]) -> [String] { lines.isEmpty ? [] : [name] + lines.map { "  " + $0 } }
    return part("verdicts that changed:", verdicts) + part("numbers that moved:", numbers)
      + part("figures that changed:", figures) + part("other changes:", others)
  }

  /// The difference as a page; figures stand side by side, looked for in `../old` and `../new`.
  ///
  /// - Parameter has: whether the picture of a figure is there, in the folder `old` or `new`.
  public func markdown(from old: String, to new: String, has: (_ folder: String, _ figure: String) -> Bool) -> String {
    func list(_ lines: [String]) -> String {
      lines.isEmpty ? "None.\n\n" : lines.map { "- \($0)\n" }.joined() + "\n"
    }
    var text =
      "# What changed\n\nFrom \(old) to \(new).\n\n## Verdicts\n\n\(list(verdicts))## Numbers\n\n\(list(numbers))"
    text += "## Figures\n\n" + (figures.isEmpty ? "None.\n\n" : "")
    for figure in figures {
      let sides = [("Before", "old"), ("After", "new")].map { name, folder in
        let shown =
          has(folder, figure) ? "![\(name)](../\(folder)/\(figure).png)" : "The cache does not hold this picture."
        return "<div>\n\n\(name):\n\n\(shown)\n\n</div>\n"
      }
      text += "### \(figure)\n\n<div class=\"pair\">\n\(sides.joined())</div>\n\n"
    }
    return others.isEmpty ? text : text + "## Other changes\n\n\(list(others))"
  }
}
