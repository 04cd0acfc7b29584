import Documents
import Foundation
import Pipeline
import Reporting

/// What a check of texts found.
public struct ManuscriptReview: Sendable {
  public internal(set) var findings: [ManuscriptFinding] = []
  /// Remarks for people; none of them is a finding.
  public internal(set) var remarks: [String] = []
  var counts = ManuscriptCounts()
  var figures = 0

  /// Whether nothing was found.
  public var isClean: Bool { findings.isEmpty }

  /// A line for each finding, then what was looked at.
  public var lines: [String] {
    let parts = [
      (counts.macros, "by key"), (counts.typed, "known and typed by hand"), (counts.unknown, "unknown"),
      (counts.settings, "whole or of one digit"), (counts.ignored, "years, references, lengths, formulas"),
    ]
    let numbers = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let accepted = counts.accepted > 0 ? "; \(counts.accepted) accepted before" : ""
    let list = numbers.isEmpty ? "" : ": " + numbers.joined(separator: ", ")
    let summary = counts.all.counted("number") + list + accepted
    let pictures = figures == 0 ? "" : "; \(figures.counted("picture"))"
    return findings.map(\.description) + [
      summary + pictures, isClean ? "nothing to mend" : "\(findings.count.counted("finding"))",
    ]
  }

  /// For programs.
  public var json: JSON {
    [
      "findings": JSON(.array(findings.map(\.json))),
      "numbers": [
        "by-key": JSON(.integer(counts.macros)), "typed": JSON(.integer(counts.typed)),
        "unknown": JSON(.integer(counts.unknown)), "accepted": JSON(.integer(counts.accepted)),
        "settings": JSON(.integer(counts.settings)), "ignored": JSON(.integer(counts.ignored)),
      ], "pictures": JSON(.integer(figures)), "remarks": JSON(.array(remarks.map { JSON(.string($0)) })),
    ]
  }
}

/// What a check of texts is asked for.
public struct ManuscriptRequest: Sendable {
  /// The texts; what they include is read with them.
  public var files: [String]
  /// Whether the numbers that stand there now are recorded as looked at.
  public var accepts = false
  /// Whether unknown whole numbers, and those of one digit, are findings too.
  public var strict = false
  public var replacesAll = false

  /// A check of `files`.
  public init(files: [String]) { self.files = files }
}

extension LoadedProject {
  /// Compares texts with the values and the figures of the last run; what it did not make is taken from plumb.lock.json.
  ///
  /// - Throws: ``CommandError/usage(_:)`` for a file that is none of a text, `BundleError`, `EngineError`.
  public func review(_ request: ManuscriptRequest) throws -> ManuscriptReview {
    var review = ManuscriptReview()
    let report = try PublishedValues(self)
    review.remarks = report.remarks
    for path in request.files {
      var texts = try ManuscriptTexts(path)
      let record = try ManuscriptRecord(beside: path)
      var checked = ManuscriptRecord()
      var accepted = request.accepts ? AcceptedNumbers() : record?.accepted ?? AcceptedNumbers()
      var places: [String: (text: Manuscript, offset: Int)] = [:]
      while let text = try texts.next() {
        let outcome = text.outcome(report.known, accepted: &accepted, strict: request.strict)
        review.findings += outcome.findings.filter { request.accepts ? !$0.isAcceptable : true }
        review.counts += outcome.counts
        for number in outcome.typed { checked.add(number.number, keys: number.keys) }
        for value in text.values where places[value.text] == nil { places[value.text] = (text, value.offset) }
        review.findings += report.valueFaults(text, texts.base)
        for figure in text.figures {
          review.figures += 1
          if let fault = report.fault(figure.text, of: text, texts) {
            review.findings.append(text.finding(fault, at: figure.offset))
          }
        }
      }
      for (key, place) in places {
        guard let now = report.known.texts[key] else { continue }
        checked.values[key] = now
        if !request.accepts, let old = record?.values[key], old != now {
          review.findings.append(place.text.finding(.changed(key: key, old: old, new: now), at: place.offset))
        }
      }
      if request.accepts { try checked.write(beside: path, self, replacesAll: request.replacesAll) }
    }
    let order = Dictionary(review.findings.enumerated().map { ($1.file, $0) }) { first, _ in first }
    review.findings.sort {
      (order[$0.file] ?? 0, $0.line, $0.column, $0.kind) < (order[$1.file] ?? 0, $1.line, $1.column, $1.kind)
    }
    return review
  }
}

extension ManuscriptFinding {
  /// Whether looking at it is all that it needs.
  fileprivate var isAcceptable: Bool {
    switch fault {
    case .typed, .unknown, .changed: true
    case .noValue, .bindsNothing, .differs, .staleFigure, .otherFigure, .noFigure, .staleValues: false
    }
  }
}

/// The files of one text: the one that is named, and those that it includes.
struct ManuscriptTexts {
  /// The folder of the first file.
  let folder: URL
  /// The folder that paths in the file that came last begin at: its own for Typst, that of the first one for LaTeX.
  private(set) var base: URL
  /// The name of the first file, and its language: what it includes under a name of no language is in the same.
  private let main: String
  private let language: ManuscriptLanguage
  private var open: [(name: String, file: URL)]
  private var seen: Set<String> = []
  /// Folders in which LaTeX looks for pictures.
  private(set) var folders: [String] = []

  /// The most bytes that a text has.
  static let most = 20_000_000

  init(_ path: String) throws {
    let file = URL(filePath: path).absoluteURL.standardizedFileURL
    guard let language = ManuscriptLanguage(path: path) else {
      throw CommandError.usage("\(path.printable): the ending says no language; name a .tex, .typ or .md file")
    }
    guard Self.isFile(file) else { throw CommandError.usage("\(path.printable): there is no such file; name a text") }
    folder = file.deletingLastPathComponent()
    base = folder
    (main, self.language) = (path, language)
    open = [(path, file)]
  }

  /// The next file.
  mutating func next() throws -> Manuscript? {
    while !open.isEmpty {
      let (name, file) = open.removeFirst()
      guard seen.insert(file.resolvingSymlinksInPath().path).inserted else { continue }
      let language = ManuscriptLanguage(path: name) ?? language
      guard let bytes = try? Data(contentsOf: file), bytes.count <= Self.most else {
        throw CommandError.usage("\(name.printable): it cannot be read, or has more than 20 MB; name a text")
      }
      guard let text = String(bytes: bytes, encoding: .utf8) else {
        throw CommandError.usage("\(name.printable): it is no UTF-8; save it as such")
      }
      let manuscript = Manuscript(name: name, text: text.replacing("\r\n", with: "\n"), language: language)
      folders += manuscript.folders
      base = language == .latex ? folder : file.deletingLastPathComponent()
      for inclusion in manuscript.inclusions where !Self.isValues(inclusion.text) {
        // As TeX does it: with the ending first, then as it stands.
        let paths = language == .latex ? [inclusion.text + ".tex", inclusion.text] : [inclusion.text]
        let files = paths.map { (path: $0, file: URL(filePath: $0, relativeTo: base).absoluteURL.standardizedFileURL) }
        guard let found = files.first(where: { Self.isFile($0.file) }) else { continue }
        open.append((Self.shown(found.path, language == .latex ? main : name), found.file))
      }
      return manuscript
    }
    return nil
  }

  /// The name of an included file beside that of the file that includes it.
  private static func shown(_ path: String, _ name: String) -> String {
    guard let slash = name.lastIndex(of: "/") else { return path }
    return name[...slash] + path
  }

  /// Whether a path is that of the file of values that `attach` writes.
  static func isValues(_ path: String) -> Bool {
    URL(filePath: path).deletingPathExtension().lastPathComponent == "plumb-values"
  }

  static func isFile(_ file: URL) -> Bool {
    (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile
      ?? ((try? file.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile ?? false)
  }
}
