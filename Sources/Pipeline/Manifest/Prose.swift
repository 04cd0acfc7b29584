import Documents

/// A Markdown file among the manifest's files: the texts of entries, each under its name and part.
///
///     # M1
///     ## statement
///     The error of a mean of $n$ samples is of the order of $n^{-1/2}$.
///     ## figures.0.caption
///     Error against samples.
///
/// A heading of the first level names an entry, one of the second a part of it: a key, with the number of an element where
/// the part lies in a list. What follows up to the next of these headings is the text; `{name.key}` stands for a value in
/// it as anywhere in a manifest.
struct Prose {
  /// The ending of such files.
  static let ending = ".md"

  /// The text of one part.
  struct Part {
    let entry: String
    let path: [String]
    let text: JSON
    /// Where its heading stands.
    let place: Place

    var name: String { path.joined(separator: ".") }
  }

  private(set) var parts: [Part] = []
  /// The headings that name entries.
  private(set) var entries: [(name: String, place: Place)] = []

  /// Reads a file; what is wrong is noted.
  init(_ source: SourceText, log: ManifestLog) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = source.bytes.starts(with: mark) ? source.bytes.dropFirst(mark.count) : source.bytes[...]
    guard let text = String(validating: bytes, as: UTF8.self) else {
      log.lacksTexts = true
      log.note(.proseNotText(path: source.name), at: Place(source: source, offset: 0))
      return
    }
    var (entry, open): (String?, (path: [String], place: Place)?) = (nil, nil)
    var (lines, isCode, offset): ([Substring], Bool, Int) = ([], false, bytes.startIndex)
    func close() {
      if let entry, let open {
        let text = lines.joined(separator: "\n").trimmingLines()
        parts.append(
          Part(entry: entry, path: open.path, text: JSON(.string(text), place: open.place), place: open.place))
      }
      lines = []
    }
    func refuse(_ fault: ManifestFault, _ place: Place) {
      log.lacksTexts = true
      log.note(fault, at: place)
    }
    // By bytes: as characters, the two that end a line on Windows are one.
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let place = Place(source: source, offset: offset)
      offset += line.count + 1
      let line = Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
      if line.hasPrefix("```") { isCode.toggle() }
      if !isCode, let name = Self.heading(line, "# ") {
        close()
        (entry, open) = (name, nil)
        entries.append((name, place))
      } else if !isCode, let name = Self.heading(line, "## ") {
        close()
        guard entry != nil else {
          refuse(.proseBeforeEntry, place)
          return
        }
        open = (name.split(separator: ".", omittingEmptySubsequences: false).map(String.init), place)
      } else if !isCode, Self.isHeadingWithoutSpace(line) {
        refuse(.proseHeading(String(line)), place)
        return
      } else if open == nil, line.contains(where: { !$0.isWhitespace }) {
        refuse(.proseBeforeEntry, place)
        return
      } else {
        lines.append(line)
      }
    }
    close()
  }

  /// Whether the line is one word behind one or two `#`, which nobody writes who means a text.
  private static func isHeadingWithoutSpace(_ line: Substring) -> Bool {
    let word = line.drop { $0 == "#" }
    return (1...2).contains(line.count - word.count) && word.first?.isLetter == true
      && !word.contains(where: \.isWhitespace)
  }

  private static func heading(_ line: Substring, _ mark: String) -> String? {
    guard line.hasPrefix(mark) else { return nil }
    let words = line.dropFirst(mark.count).split(separator: " ")
    return words.joined(separator: " ")
  }
}

extension String {
  /// The text without empty lines at its ends.
  fileprivate func trimmingLines() -> String {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    func isEmpty(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
    let body = lines.drop(while: isEmpty).reversed().drop(while: isEmpty).reversed()
    return body.joined(separator: "\n")
  }
}
