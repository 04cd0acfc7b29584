import Documents
import Foundation

/// One file of a text with its numbers, and what it names of a report.
public struct Manuscript: Sendable {
  /// The file, as people call it.
  public let name: String
  public let language: ManuscriptLanguage
  private let text: MaskedText
  private let numbers: [ManuscriptNumber]

  /// Something that a text names, and where.
  public struct Mention: Sendable, Equatable {
    public let text: String
    public let offset: Int
  }

  /// Reads a text.
  public init(name: String, text: String, language: ManuscriptLanguage) {
    (self.name, self.language) = (name, language)
    let masked =
      switch language {
      case .latex: TeXScanner.scan(text)
      case .typst: TypstScanner.scan(text)
      case .markdown: MarkdownScanner.scan(text)
      }
    self.text = masked
    numbers = NumberReader(masked).numbers()
  }

  /// Pictures that are shown, by the path that stands there.
  public var figures: [Mention] { text.figures.map { Mention(text: $0.path, offset: $0.offset) } }
  /// Further files that are read.
  public var inclusions: [Mention] { text.inclusions.map { Mention(text: $0.path, offset: $0.offset) } }
  /// Values that are named.
  public var values: [Mention] { text.values.map { Mention(text: $0.key, offset: $0.offset) } }
  /// Folders in which LaTeX looks for pictures.
  public var folders: [String] { text.folders }

  /// Line and column of an offset, from 1 on.
  public func place(_ offset: Int) -> (line: Int, column: Int) {
    let before = text.signs.prefix(max(0, offset))
    let line = 1 + before.count { $0 == "\n" }
    return (line, 1 + (before.reversed().firstIndex(of: "\n") ?? before.count))
  }

  /// A finding at an offset.
  public func finding(_ fault: ManuscriptFinding.Fault, at offset: Int) -> ManuscriptFinding {
    let (line, column) = place(offset)
    return ManuscriptFinding(file: name, line: line, column: column, fault: fault)
  }

  /// What was found of the numbers.
  public struct Outcome: Sendable {
    public var findings: [ManuscriptFinding] = []
    public var counts = ManuscriptCounts()
    /// Typed numbers that are not of the author's making, with the values that they may be: what a check accepts.
    public var typed: [(number: String, keys: [String])] = []
  }

  /// Compares the numbers with those that are known.
  ///
  /// - Parameters:
  ///   - accepted: typed numbers that somebody looked at; each is used up once for each time that it stands there.
  ///   - strict: whether unknown whole numbers, and those of one digit, are findings too.
  public func outcome(_ known: KnownNumbers, accepted: inout AcceptedNumbers, strict: Bool = false) -> Outcome {
    var outcome = Outcome()
    for value in text.values { check(value.key, at: value.offset, known, &outcome) }
    var bound: [Int: String] = [:]
    for mark in text.bound {
      check(mark.key, at: mark.offset, known, &outcome)
      guard let index = numbers.lastIndex(where: { $0.end <= mark.offset }),
        isBound(numbers[index], to: mark.offset)
      else {
        outcome.findings.append(finding(.bindsNothing(mark.key), at: mark.offset))
        continue
      }
      bound[index] = mark.key
    }
    let wholes = numbers.count { $0.isWhole && !$0.isPercentage && $0.sort == .statement }
    for (index, number) in numbers.enumerated() {
      let (start, written) = (number.range.lowerBound, self.written(number))
      if let key = bound[index] {
        if let now = known.texts[key], !known.matches(number).contains(where: { $0.key == key }) {
          outcome.findings.append(finding(.differs(written, key: key, now: now), at: start))
        }
        continue
      }
      if case .ignored = number.sort {
        outcome.counts.ignored += 1
        continue
      }
      let (matches, isSure) = known.recognised(number, wholes: wholes)
      let isAsked = number.sort == .statement && (number.isPrecise || strict)
      guard !matches.isEmpty || isAsked else {
        outcome.counts.settings += number.sort == .statement ? 1 : 0
        outcome.counts.ignored += number.sort == .statement ? 0 : 1
        continue
      }
      outcome.counts.typed += isSure && !matches.isEmpty ? 1 : 0
      outcome.counts.unknown += isSure && !matches.isEmpty ? 0 : 1
      outcome.typed.append((written, matches.prefix(3).map(\.key)))
      let taken = accepted.take(written)
      // One of the values that it was may have become another, while the number still is that of the next.
      let moved = taken?.lazy.filter { key in !matches.contains { $0.key == key } }
        .compactMap { key in known.texts[key].map { (key: key, now: $0) } }.first
      if let keys = taken, keys.isEmpty || (moved == nil && matches.contains { keys.contains($0.key) }) {
        outcome.counts.accepted += 1
        continue
      }
      outcome.findings.append(finding(fault(written, matches, isSure, moved), at: start))
    }
    return outcome
  }

  /// What is wrong with a number typed by hand.
  ///
  /// - Parameter moved: the value that it was accepted as and is no longer.
  private func fault(
    _ written: String, _ matches: [KnownNumbers.Entry], _ isSure: Bool, _ moved: (key: String, now: String)?
  ) -> ManuscriptFinding.Fault {
    if let moved { return .differs(written, key: moved.key, now: moved.now) }
    let keys = matches.map(\.key)
    guard let first = matches.first, isSure else { return .unknown(written, near: keys) }
    return .typed(written, keys: keys, prints: first.text, macro: language.macro(first.key))
  }

  private func check(_ key: String, at offset: Int, _ known: KnownNumbers, _ outcome: inout Outcome) {
    outcome.counts.macros += 1
    if known.texts[key] != nil { return }
    outcome.findings.append(finding(.noValue(key, near: Self.near(key, known)), at: offset))
  }

  /// The known keys nearest to one that is not there: the one that differs least, then those of the same check.
  private static func near(_ key: String, _ known: KnownNumbers) -> [String] {
    let keys = known.texts.keys.sorted()
    let nearest = Suggestion.nearest(to: key, among: keys)
    let stem = key.split(separator: ".").prefix(2).joined(separator: ".")
    let kin = keys.filter { $0 == stem || $0.hasPrefix(stem + ".") }
    return Array(([nearest].compactMap { $0 } + kin.filter { $0 != nearest }).prefix(3))
  }

  /// Whether nothing but marks of emphasis and spaces stand between a number and the comment that binds it.
  private func isBound(_ number: ManuscriptNumber, to offset: Int) -> Bool {
    text.text(number.end..<offset).allSatisfy { " *_$%~\n".contains($0) }
  }

  /// The number as it stands there, white space apart.
  private func written(_ number: ManuscriptNumber) -> String {
    text.text(number.range.lowerBound..<number.end).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// How many numbers of a text are what.
public struct ManuscriptCounts: Sendable, Equatable {
  /// Values that are named, and typed numbers that name theirs.
  public var macros = 0
  /// Known values typed by hand, and numbers that no value is; those that were accepted count here too.
  public var typed = 0, unknown = 0
  public var accepted = 0
  /// Whole numbers and numbers of one digit that no value is: counts and settings.
  public var settings = 0
  /// Years, references, lengths, versions, levels, coefficients, exponents.
  public var ignored = 0

  /// Nothing counted.
  public init() {}

  /// All of them.
  public var all: Int { macros + typed + unknown + settings + ignored }

  public static func += (a: inout Self, b: Self) {
    a.macros += b.macros
    a.typed += b.typed
    a.unknown += b.unknown
    a.accepted += b.accepted
    a.settings += b.settings
    a.ignored += b.ignored
  }
}

/// Typed numbers that somebody looked at, with how often each stands in the text and the values that it may be.
public struct AcceptedNumbers: Sendable {
  var numbers: [String: (count: Int, keys: [String])]

  public init(_ numbers: [String: (count: Int, keys: [String])] = [:]) { self.numbers = numbers }

  /// The values that one more of `written` may be, none for a number that no value was; nil where no more was accepted.
  mutating func take(_ written: String) -> [String]? {
    guard let entry = numbers[written], entry.count > 0 else { return nil }
    numbers[written] = (entry.count - 1, entry.keys)
    return entry.keys
  }
}
