import Documents
import Foundation
import Reporting

/// What was in a text when somebody last looked at it: `paper.tex.plumb.json` beside `paper.tex`, to be committed.
///
/// It holds the printed values by key, and the numbers typed by hand with how often each stands there and the values that it
/// may be. There is no date and no machine in it: the same text and the same results give the same bytes.
struct ManuscriptRecord: Equatable {
  /// Printed values by key.
  var values: [String: String] = [:]
  private var numbers: [String: Typed] = [:]

  /// A number typed by hand.
  private struct Typed: Equatable {
    var count: Int
    var keys: [String]
  }

  /// The member that tells it from other files.
  static let sign = "plumb-manuscript"

  init() {}

  /// The file beside the text at `path`.
  static func file(beside path: String) -> String { path + ".plumb.json" }

  /// Reads the record beside a text; nil where there is none.
  init?(beside path: String) throws {
    let name = Self.file(beside: path)
    guard let bytes = try? Data(contentsOf: URL(filePath: name)) else { return nil }
    let damage = CommandError.usage(
      "\(name.printable): it is no record of a text; delete it, and accept again with --accept")
    guard let json = try? JSON.parse(SourceText(name: name, bytes: Array(bytes))), json[Self.sign]?.integer == 1,
      let values = json["values"]?.members, let numbers = json["numbers"]?.members
    else { throw damage }
    for member in values {
      guard let text = member.value.string else { throw damage }
      self.values[member.key] = text
    }
    for member in numbers {
      guard let count = member.value["count"]?.integer, count > 0, let keys = member.value["values"]?.elements else {
        throw damage
      }
      self.numbers[member.key] = Typed(count: count, keys: keys.compactMap(\.string))
    }
  }

  /// Notes one more number.
  mutating func add(_ number: String, keys: [String]) {
    numbers[number, default: Typed(count: 0, keys: keys)].count += 1
  }

  /// The numbers, as a check takes them.
  var accepted: AcceptedNumbers { AcceptedNumbers(numbers.mapValues { ($0.count, $0.keys) }) }

  /// Writes it beside a text.
  func write(beside path: String, _ project: LoadedProject, replacesAll: Bool) throws {
    let typed = numbers.sorted { $0.key < $1.key }.map { number, typed in
      JSON.Member(
        number,
        ["count": JSON(.integer(typed.count)), "values": JSON(.array(typed.keys.map { JSON(.string($0)) }))])
    }
    let document: JSON = [
      Self.sign: 1,
      "values": JSON(.object(values.sorted { $0.key < $1.key }.map { JSON.Member($0.key, JSON(.string($0.value))) })),
      "numbers": JSON(.object(typed)),
    ]
    let name = Self.file(beside: path)
    let file = URL(filePath: name).absoluteURL.standardizedFileURL
    try project.engine.outputWriter(project.graph, project.kept, replacesAll: replacesAll).write(
      [(file.lastPathComponent, Array(document.printed(width: 100).utf8))],
      in: file.deletingLastPathComponent().path(percentEncoded: false), sign: Self.sign)
  }
}
