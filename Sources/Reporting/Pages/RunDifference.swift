/// What a reviewer wants to know of two runs: verdicts that changed, numbers that moved, figures that look different.
public struct RunDifference: Sendable {
  /// One line each: the claim, the old and the new verdict.
  public let verdicts: [String]
  /// What moved by more than the tolerance, check by check.
  let moved: [MovedCheck]
  /// Names of figures whose picture changed.
  public let figures: [String]
  /// Everything else, a line each: new and missing results.
  public let others: [String]

  /// One line for each number that moved by more than the tolerance.
  public var numbers: [String] { moved.flatMap { $0.changes.map(\.line) } }

  /// What changed of one check.
  struct MovedCheck: Sendable {
    let claim, check: String
    let changes: [Change]

    /// A line, and how much of the larger number it is about; infinite for what is not a number, such as a criterion.
    struct Change: Sendable {
      let line: String
      let size: Double
    }

    /// The change to tell first: one of another verdict or criterion, else the largest.
    var first: Change? { changes.max { $0.size < $1.size } }
  }

  /// The judged claims and the figures of one run.
  public struct Run: Sendable {
    public let claims: [String: ClaimResult]
    public let figures: [String: String]

    /// Claims by id, and digests of figures by name.
    public init(claims: [String: ClaimResult], figures: [String: String]) {
      (self.claims, self.figures) = (claims, figures)
    }
  }

  /// Compares two runs.
  ///
  /// - Parameter tolerance: numbers a, b count as equal when |a - b| <= tolerance * max(|a|, |b|).
  public init(_ old: Run, _ new: Run, tolerance: Double) {
    var (verdicts, moved, others): ([String], [MovedCheck], [String]) = ([], [], [])
    for id in Set(old.claims.keys).union(new.claims.keys).sorted(by: Self.naturalOrder) {
      switch (old.claims[id], new.claims[id]) {
      case (let before?, let after?):
        if before.verdict != after.verdict {
          verdicts.append("\(id). \(after.title): \(before.verdict.rawValue) → \(after.verdict.rawValue)")
        }
        moved += Self.numbers(id, before, after, tolerance)
      case (let before?, nil): others.append("claim \(id). \(before.title) is gone")
      case (nil, let after?): others.append("claim \(id). \(after.title) is new: \(after.verdict.rawValue)")
      case (nil, nil): break
      }
    }
    for name in Set(old.figures.keys).symmetricDifference(new.figures.keys).sorted() {
      others.append("figure \(name) is \(old.figures[name] == nil ? "new" : "gone")")
    }
    (self.verdicts, self.moved, self.others) = (verdicts, moved, others)
    figures = old.figures.filter { name, digest in new.figures[name].map { $0 != digest } ?? false }.keys.sorted()
  }

  /// Whether nothing changed.
  public var isEmpty: Bool { verdicts.isEmpty && moved.isEmpty && figures.isEmpty && others.isEmpty }

  /// `A2` before `A10`.
  private static func naturalOrder(_ a: String, _ b: String) -> Bool {
    func parts(_ id: String) -> (Substring, Int, String) {
      let letters = id.prefix { !$0.isNumber }
      return (letters, Int(id.dropFirst(letters.count).prefix(while: \.isNumber)) ?? 0, id)
    }
    return parts(a) < parts(b)
  }

  /// Checks are told apart by their ids: another wording is no change of numbers.
  private static func numbers(
    _ id: String, _ old: ClaimResult, _ new: ClaimResult, _ tolerance: Double
  ) -> [MovedCheck] {
    let before = numbered(old.numbers, by: \.id)
    let after = numbered(new.numbers, by: \.id)
    func moved(_ check: CheckResult, _ changes: [MovedCheck.Change]) -> [MovedCheck] {
      changes.isEmpty ? [] : [MovedCheck(claim: id, check: check.name, changes: changes)]
    }
    func told(_ lines: [String]) -> [MovedCheck.Change] { lines.map { MovedCheck.Change(line: $0, size: .infinity) } }
    return after.flatMap { key, check -> [MovedCheck] in
      guard let previous = before.first(where: { $0.key == key })?.value else {
        return moved(check, told(["\(id), \(check.name): a new check"]))
      }
      return moved(check, told(criterion(id, previous, check)) + rows(id, previous, check, tolerance))
    }
      + before.filter { entry in !after.contains { $0.key == entry.key } }.flatMap {
        moved($0.value, told(["\(id), \($0.value.name): gone"]))
      }
  }

  private static func criterion(_ id: String, _ old: CheckResult, _ new: CheckResult) -> [String] {
    func change(_ what: String, _ text: (CheckResult) -> String) -> [String] {
      text(old) == text(new) ? [] : ["\(id), \(new.name): \(what): \(text(old)) → \(text(new))"]
    }
    return change("criterion") { $0.criterion } + change("role") { ($0.role ?? .evidence).rawValue }
  }

  private static func rows(
    _ id: String, _ old: CheckResult, _ new: CheckResult, _ tolerance: Double
  ) -> [MovedCheck.Change] {
    let before = numbered(old.rows) { $0.labels.map(\.value) }
    let after = numbered(new.rows) { $0.labels.map(\.value) }
    let former = Dictionary(before.map { ($0.key, $0.value) }) { first, _ in first }
    let present = Set(after.map(\.key))
    return after.compactMap { line(id, new, former[$0.key], $0.value, tolerance) }
      + before.filter { !present.contains($0.key) }.map {
        MovedCheck.Change(line: "\(name(id, old, $0.value)): gone", size: 1)
      }
  }

  /// What tells one of several things from the others: its name, and which of those of that name it is.
  private struct Key<Name: Hashable>: Hashable {
    let name: Name
    let occurrence: Int
  }

  private static func numbered<Name: Hashable, Value>(
    _ values: [Value], by name: (Value) -> Name
  ) -> [(key: Key<Name>, value: Value)] {
    var seen: [Name: Int] = [:]
    return values.map { value in
      let name = name(value)
      seen[name, default: 0] += 1
      return (Key(name: name, occurrence: seen[name] ?? 0), value)
    }
  }

  private static func name(_ id: String, _ check: CheckResult, _ row: CheckResult.Row) -> String {
    let labels = row.labels.map { "\($0.symbol) = \($0.value)" }.joined(separator: ", ")
    return "\(id), \(check.name)" + (labels.isEmpty ? "" : " (\(labels))")
  }

  private static func line(
    _ id: String, _ check: CheckResult, _ old: CheckResult.Row?, _ new: CheckResult.Row, _ tolerance: Double
  ) -> MovedCheck.Change? {
    guard let old else {
      return MovedCheck.Change(line: "\(name(id, check, new)): new, \(check.shortened(new.estimate))", size: 1)
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
    var text = name(id, check, new) + ": " + change(old, new, check)
    if !isEqual(old.theory, new.theory) { text += "; theory \(shown(old.theory)) → \(shown(new.theory))" }
    guard old.verdict == new.verdict else {
      text += "; \(check.word(old.verdict)) → \(check.word(new.verdict))"
      return MovedCheck.Change(line: text, size: .infinity)
    }
    let sizes = pairs.map { abs($0.0 - $0.1) / max(abs($0.0), abs($0.1), .leastNormalMagnitude) }
    return MovedCheck.Change(line: text, size: sizes.filter(\.isFinite).max() ?? 0)
  }

  /// Both numbers as pages print them, with more digits when these look the same.
  private static func change(_ old: CheckResult.Row, _ new: CheckResult.Row, _ check: CheckResult) -> String {
    let shown = [old, new].map { check.shortened($0.estimate) }
    if shown[0] != shown[1] { return "\(shown[0]) → \(shown[1])" }
    let digits = [old, new].map { NumberText.text($0.estimate.value, digits: 12) }
    if digits[0] != digits[1] { return "\(digits[0]) → \(digits[1])" }
    func ends(_ row: CheckResult.Row) -> [UInt64] { [row.estimate.low, row.estimate.high].map(\.bitPattern) }
    return shown[0] + (ends(old) == ends(new) ? "" : ", its interval moved")
  }

  private static func shown(_ theory: Double?) -> String { theory.map { NumberText.text($0, digits: 5) } ?? "none" }

  /// The difference as plain lines.
  public var lines: [String] {
    func part(_ name: String, _ lines: [String]) -> [String] { lines.isEmpty ? [] : [name] + lines.map { "  " + $0 } }
    return part("verdicts that changed:", verdicts) + part("numbers that moved:", numbers)
      + part("figures that changed:", figures) + part("other changes:", others)
  }

  /// One entry for a check: its one change, or the largest of several above the folded list of all.
  private static func entry(_ moved: MovedCheck) -> String {
    guard moved.changes.count > 1, let first = moved.first else {
      return moved.changes.map { "- \(Markdown.line($0.line))\n\n" }.joined()
    }
    let all = moved.changes.map { "- \(Markdown.line($0.line))\n" }.joined()
    return
      "- \(Markdown.line("\(moved.claim), \(moved.check)")): \(moved.changes.count) changes, the first to look at: "
      + "\(Markdown.line(first.line))\n\n" + Markdown.folded("All \(moved.changes.count)", all) + "\n"
  }

  /// The difference as a page; figures stand side by side, looked for in `../old` and `../new`.
  ///
  /// - Parameters:
  ///   - criteria: what is said of criteria that were revised, a line for each claim.
  ///   - has: whether the picture of a figure is there, in the folder `old` or `new`.
  public func markdown(
    from old: String, to new: String, criteria: [String] = [], has: (_ folder: String, _ figure: String) -> Bool
  ) -> String {
    func list(_ lines: [String]) -> String {
      lines.isEmpty ? "None.\n\n" : lines.map { "- \(Markdown.line($0))\n" }.joined() + "\n"
    }
    var text =
      "# What changed\n\nFrom \(Markdown.line(old)) to \(Markdown.line(new)).\n\n## Verdicts\n\n\(list(verdicts))## Numbers\n\n"
    text += moved.isEmpty ? "None.\n\n" : moved.map(Self.entry).joined()
    text += "## Figures\n\n" + (figures.isEmpty ? "None.\n\n" : "")
    for figure in figures {
      let sides = [("Before", "old"), ("After", "new")].map { name, folder in
        let shown =
          has(folder, figure) ? "![\(name)](../\(folder)/\(figure).png)" : "The cache does not hold this picture."
        return "<div>\n\n\(name):\n\n\(shown)\n\n</div>\n"
      }
      text += "### \(figure)\n\n<div class=\"pair\">\n\(sides.joined())</div>\n\n"
    }
    if !criteria.isEmpty { text += "## Criteria that were revised\n\n\(list(criteria))" }
    return others.isEmpty ? text : text + "## Other changes\n\n\(list(others))"
  }
}
