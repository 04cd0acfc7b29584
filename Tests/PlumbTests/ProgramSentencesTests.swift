import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// How the program itself writes: helps, the reference, and every text in its sources, which are pages, messages and remedies.
@Suite struct ProgramSentencesTests {
  private static func complain(about text: String, at place: String) throws {
    for sentence in try Sentences(text).all where sentence.words > 40 {
      Issue.record("\(place): \(sentence.words) words: \(sentence.text)")
    }
    // Names of files and outputs are names.
    let text = text.replacing(#/`[^`]*`/#, with: "code")
    for (pattern, better) in Sentences.words {
      for match in text.matches(of: try Regex(pattern)) {
        let around = String(text[match.range.lowerBound...].prefix(40)).replacing(#/\s+/#, with: " ")
        // What lies beside a file does lie there.
        if places.contains(where: around.hasPrefix) { continue }
        Issue.record("\(place): `\(around)`; write \(better)")
      }
    }
  }

  private static let places = [
    "beside the manifest", "beside the report", "beside the project", "beside it",
  ]

  @Test func `helps are short sentences of plain words`() throws {
    let project = try TestProject()
    let listed = try project.plumb("--help").output
    let commands = listed.matches(of: #/^  ([a-z]+)(?: \(default\))?  /#.anchorsMatchLineEndings()).map { String($0.1) }
    #expect(commands.count > 20 && commands.contains("lock"))
    for command in [""] + commands {
      // `plumb help claims` is about the section of the manifest too, which the reference holds.
      let help = try command.isEmpty ? listed : project.plumb(command, "--help").output
      // Every option is a paragraph: its text is indented, which Markdown takes for code.
      let text = help.replacing(#/\n\s+(-|<)/#) { "\n\n\($0.1)" }.replacing(#/\n[ ]+/#, with: "\n")
      try Self.complain(about: text, at: "plumb help \(command)")
    }
  }

  @Test func `the reference is short sentences of plain words`() throws {
    let page = try String(contentsOf: LayersTests.root.appending(path: "docs/reference.md"), encoding: .utf8)
    // The cells of a table are texts of their own.
    let text = page.replacing("|", with: "\n\n").replacing(#/\[`[^`]+`\]\(#[^)]+\) ?/#, with: "")
    #expect(text.count > 50_000)
    try Self.complain(about: text, at: "docs/reference.md")
  }

  @Test func `texts in the sources are short sentences of plain words`() throws {
    let folder = LayersTests.root.appending(path: "Sources").path(percentEncoded: false)
    var count = 0
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() where path.hasSuffix(".swift") {
      // Style, scripts and programs are not prose.
      if ["HTMLStyle", "HTMLScript", "StarterProject", "CratePreview", "TeXCommands"].contains(where: path.contains) {
        continue
      }
      let source = try Data(contentsOf: URL(filePath: "\(folder)/\(path)"))
      for text in SourceTexts(source).all where text.contains(" ") {
        count += 1
        try Self.complain(about: text, at: path)
      }
    }
    #expect(count > 2_000)
  }

  @Test func `texts are found in sources, pieces that are joined as one`() {
    let source = #"""
      // "a comment"
      let a = "one \(two("three")) four" + other
      let b = "five "
        + "six"  // "seven"
      let c = ["eight", "nine"], d = #/"ten"/#, e = #"raw "eleven""#
      let f = """
        twelve \
        thirteen "quoted"
        """
      """#
    #expect(
      SourceTexts(Data(source.utf8)).all.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        == ["one value four", "five six", "eight", "nine", "twelve thirteen \"quoted\""])
  }
}

/// The string literals of a Swift source; `value` stands for what is interpolated. Raw ones, which are patterns and examples,
/// are passed over.
private struct SourceTexts {
  private(set) var all: [String] = []
  private let bytes: [UInt8]
  private var at = 0

  init(_ source: Data) {
    bytes = Array(source)
    var (text, end): ([UInt8], Int?) = ([], nil)
    while at < bytes.count {
      if starts("//") {
        skip(to: "\n")
      } else if starts("#/") {
        skip(to: "/#")
      } else if starts("#\"\"\"") {
        skip(to: "\"\"\"#")
      } else if starts("#\"") {
        skip(to: "\"#")
      } else if starts("\"") {
        if let last = end, !isJoint(last..<at) { close(&text) }
        text += literal()
        end = at
      } else {
        at += 1
      }
    }
    close(&text)
  }

  private mutating func close(_ text: inout [UInt8]) {
    if !text.isEmpty { all.append(String(decoding: text, as: UTF8.self)) }
    text = []
  }

  /// Whether two literals with this between them are one text.
  private func isJoint(_ gap: Range<Int>) -> Bool { bytes[gap].allSatisfy { " \n+".utf8.contains($0) } }

  private func starts(_ mark: StaticString) -> Bool {
    mark.withUTF8Buffer { at + $0.count <= bytes.count && bytes[at..<at + $0.count].elementsEqual($0) }
  }

  private mutating func skip(to mark: StaticString) {
    at += 1
    while at < bytes.count, !starts(mark) { at += 1 }
    at += mark.utf8CodeUnitCount
  }

  /// The literal that begins here.
  private mutating func literal() -> [UInt8] {
    let mark: StaticString = starts("\"\"\"") ? "\"\"\"" : "\""
    at += mark.utf8CodeUnitCount
    var text: [UInt8] = []
    while at < bytes.count, !starts(mark) {
      if starts("\\(") {
        interpolation()
        text += "value".utf8
      } else if starts("\\") {
        let sign = bytes[at + 1]
        text += sign == UInt8(ascii: "n") ? [10] : sign == 10 ? [32] : [sign]
        at += 2
      } else {
        text.append(bytes[at])
        at += 1
      }
    }
    at += mark.utf8CodeUnitCount
    return text
  }

  /// Passes over what is interpolated, with the literals in it.
  private mutating func interpolation() {
    var depth = 0
    at += 1
    repeat {
      if starts("\"") {
        _ = literal()
        continue
      }
      if bytes[at] == UInt8(ascii: "(") { depth += 1 }
      if bytes[at] == UInt8(ascii: ")") { depth -= 1 }
      at += 1
    } while depth > 0 && at < bytes.count
  }
}
