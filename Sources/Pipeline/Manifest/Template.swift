import Documents

/// A text in which `{seed}` stands for the value of an axis or of a parameter of its entry.
///
/// Names begin with a letter. Doubled braces around a name stand for single ones: `{{seed}}` is the text `{seed}`. Braces
/// around anything else are part of the text, and so is `${seed}`, which shells read.
struct Template {
  let text: String

  /// The text with every name replaced; `value` is asked for each.
  func filled(_ value: (String) -> String) -> String {
    var result = ""
    var rest = text[...]
    while let opening = rest.firstIndex(of: "{") {
      result += rest[..<opening]
      let isForShell = opening > text.startIndex && text[text.index(before: opening)] == "$"
      let opened = rest[opening...].prefix { $0 == "{" }
      let name = rest[opened.endIndex...].prefix { $0 != "{" && $0 != "}" }
      let closed = rest[name.endIndex...].prefix { $0 == "}" }
      guard Self.isName(name), closed.count >= opened.count, !isForShell else {
        result += opened
        rest = rest[opened.endIndex...]
        continue
      }
      let half = opened.count / 2
      result += opened.prefix(half)
      result += opened.count.isMultiple(of: 2) ? String(name) : value(String(name))
      result += closed.prefix(closed.count - opened.count + half)
      rest = rest[closed.endIndex...]
    }
    return result + rest
  }

  private static func isName(_ text: Substring) -> Bool {
    text.first?.isLetter ?? false && ManifestEntry.isName(String(text))
  }

  /// A value as programs take it; nil for null and objects.
  static func text(of value: JSON) -> String? {
    switch value.content {
    case .null, .object: nil
    case .string(let text): text
    default: value.canonical
    }
  }
}

extension JSON {
  /// What the user consents to of an entry that is written like this: its `keys`, with the texts of axes and parameters in
  /// the places of their names. A text can be any program, a number none.
  func consent(to keys: [String], axes: [Workspace.Label]) -> JSON {
    var texts: [String: String] = [:]
    for member in members ?? [] where !keys.contains(member.key) { texts[member.key] = member.value.string }
    for label in axes { texts[label.axis] = label.number == nil ? label.value : nil }
    let chosen = (members ?? []).filter { keys.contains($0.key) }
    if texts.isEmpty { return JSON(.object(chosen)) }
    return JSON(
      .object(
        chosen.map { member in
          let filled = member.value.replacing { part in
            part.string.map { text in JSON(.string(Template(text: text).filled { texts[$0] ?? "{\($0)}" })) }
          }
          return JSON.Member(member.key, filled ?? member.value)
        }))
  }
}

/// The definition of an instance with the values of its axes and parameters put into its templates.
struct FilledDefinition {
  private(set) var definition: JSON
  /// The names that templates mention: keys that the kind itself need not know.
  private(set) var used: Set<String> = []
  private(set) var problems: [Problem] = []

  /// - Parameters:
  ///   - keys: those of the definition that hold templates.
  ///   - axes: the axis values of the instance, also those that it takes over from another entry.
  init(_ definition: JSON, keys: [String], axes: [Workspace.Label], context: String) {
    self.definition = definition
    guard !keys.isEmpty, let members = definition.members else { return }
    var values: [String: String] = [:]
    for member in members where !keys.contains(member.key) && member.value.elements == nil {
      values[member.key] = Template.text(of: member.value)
    }
    for label in axes { values[label.axis] = label.value }
    let filled = members.map { member in
      guard keys.contains(member.key) else { return member }
      return JSON.Member(member.key, fill(member.value, values, context), place: member.place)
    }
    self.definition = JSON(.object(filled), place: definition.place)
  }

  private mutating func fill(_ value: JSON, _ values: [String: String], _ context: String) -> JSON {
    let new = value.replacing { part in
      guard let text = part.string, text.contains("{") else { return nil }
      let filled = Template(text: text).filled { name in
        used.insert(name)
        if let value = values[name] { return value }
        let fault = ManifestFault.unknownParameter(name, context: context, known: values.keys.sorted())
        problems.append(Problem(fault, at: part.place))
        return ""
      }
      return JSON(.string(filled), place: part.place)
    }
    return new ?? value
  }
}
