import Documents
import Pipeline
import Reporting

extension Handbook {
  /// What people who ask for `name` are told, as lines; nil for a name that nothing has.
  ///
  /// - Parameter isAlone: whether nothing else has the name, so that a key somewhere may be meant.
  public func lines(about name: String, isAlone: Bool) -> [String]? {
    let own = topics(named: name)
    if !own.isEmpty { return Array(own.map(\.lines).joined(separator: [""])) }
    let uses = isAlone ? uses(of: name) : []
    guard !uses.isEmpty else { return nil }
    return ["\(name): a key of"]
      + uses.flatMap { topic, keys in ["  \(topic.name), \(topic.role)"] + Topic.lines(keys).map { "  " + $0 } }
  }

  /// The whole reference as a page of Markdown.
  public var page: String {
    var text = """
      # Reference

      What a manifest may say. This page is what `plumb help NAME` prints, all of it; it is written by \
      `plumb help --reference`. Where a type is `table`, `matrix` or another kind of result, the value is the name of an \
      entry, or of one of its outputs as `entry.output`. Every value may be a reference such as `{values.level}`, or an \
      object that holds one value for each profile.


      """
    var role = ""
    var body = ""
    for topic in topics {
      if topic.role != role {
        role = topic.role
        text += "\n- **\(Topic.sentence(role).dropLast())**:"
      }
      text += " [`\(topic.name)`](#\(topic.anchor))"
      body += "\n\n" + topic.markdown
    }
    return text + body + "\n"
  }
}

extension Handbook.Topic {
  /// For a terminal.
  var lines: [String] {
    var result = ["\(name): \(role)", Self.sentence(summary), "", "keys"] + Self.lines(keys)
    if isEntry { result.append("  and those of every entry: see `plumb help entry`") }
    if !outputs.isEmpty { result += ["", "outputs of the example"] }
    for output in outputs {
      result.append("  \(output.file): \(output.type)" + (output.published.map { ", published as \($0)" } ?? ""))
      result += aligned(output.columns.map(Self.cells)).map { "    " + $0 }
    }
    return result + ["", "example"] + example.pretty.split(separator: "\n").map { "  " + $0 }
  }

  /// Two lines for each key: its meaning, and its type.
  fileprivate static func lines(_ keys: [Handbook.Key]) -> [String] {
    let width = keys.map(\.path.count).max() ?? 0
    let indent = String(repeating: " ", count: width + 4)
    return keys.flatMap { key -> [String] in
      let type = key.standing.isEmpty ? key.type : "\(key.type); \(key.standing)"
      return ["  \(key.path)\(indent.dropFirst(key.path.count + 2))\(key.fullMeaning)", indent + type]
    }
  }

  private static func cells(_ column: Column) -> [String] {
    let unit = column.unit.map { ", \($0)" } ?? ""
    return [column.name, column.type.rawValue + unit, column.meaning + roles(column)]
  }

  /// What a column is to another one: "; the estimate".
  private static func roles(_ column: Column) -> String {
    column.roles.map { role in
      switch role {
      case .estimate: "; the estimate"
      case .low(let name): "; low end of `\(name)`"
      case .high(let name): "; high end of `\(name)`"
      case .theory(let name): "; theory of `\(name)`"
      case .digits(.column(let name)): "; its digits count from `\(name)`"
      case .digits(.number(let size)): "; its digits count from \(size)"
      case .digits(.largest): "; its digits count from the largest"
      }
    }.joined()
  }

  /// For a page.
  fileprivate var markdown: String {
    var text = "### \(title)\n\n\(Self.sentence(summary))\n\n"
    text += Markdown.table(
      ["key", "type", "", "meaning"], keys.map { ["`\($0.path)`", $0.type, $0.standing, $0.fullMeaning] })
    if isEntry { text += "\nAnd the keys of [every entry](#entry-any-entry).\n" }
    for output in outputs {
      text +=
        "\nOutput `\(output.name)`: \(output.type), `\(output.file)`"
        + (output.published.map { ", published as `\($0)`" } ?? "") + "\n"
      if output.columns.isEmpty { continue }
      text += "\n" + Markdown.table(["column", "type", "meaning"], output.columns.map(Self.cells))
    }
    return text + "\n```json\n\(example.pretty)```"
  }

  private var title: String { "`\(name)`, \(role)" }

  /// The place of the topic on the page, as GitHub names it.
  fileprivate var anchor: String { Markdown.anchor(title) }

  /// A summary as a sentence.
  fileprivate static func sentence(_ text: String) -> String {
    let first = text.first.map { $0.isASCII ? $0.uppercased() : String($0) } ?? ""
    return first + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }
}

extension Handbook.Key {
  /// What becomes of an entry that lacks the key.
  fileprivate var standing: String {
    isRequired ? "required" : standard.map { "default \($0.string ?? $0.canonical)" } ?? ""
  }

  fileprivate var fullMeaning: String {
    meaning + (see.isEmpty ? "" : "; see " + see.map { "`\($0)`" }.joined(separator: ", "))
  }
}
