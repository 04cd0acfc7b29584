import Documents

/// The identity of a stage's result: what it is computed from, and nothing else.
///
/// Names, times and paths are no part of it, so a renamed stage reruns nothing, and an upstream stage that comes out
/// unchanged stops the rerun.
public struct KeyComponents: Sendable, Equatable {
  public let kind: String
  public let revision: Int
  /// Canonical parameters.
  public let parameters: JSON
  /// Inputs by path, in reading order.
  public let inputs: [Input]

  /// One input of a key.
  public struct Input: Sendable, Equatable {
    public let path: String
    public let items: [Item]

    /// The input at `path`.
    public init(path: String, items: [Item]) {
      self.path = path
      self.items = items
    }
  }

  /// One value behind an input.
  public struct Item: Sendable, Equatable {
    /// Axis values, for inputs of several.
    public let labels: [Workspace.Label]
    /// The digest of its bytes, or why it is missing.
    public let content: Content

    /// A value with its labels.
    public init(labels: [Workspace.Label], content: Content) {
      self.labels = labels
      self.content = content
    }
  }

  /// The bytes behind an input.
  public enum Content: Sendable, Equatable {
    case digest(String)
    case missing(String)
  }

  /// The components of one key.
  public init(kind: String, revision: Int, parameters: JSON, inputs: [Input]) {
    self.kind = kind
    self.revision = revision
    self.parameters = parameters
    self.inputs = inputs
  }

  /// Visits every component in a fixed order, under names that people understand: the only definition of what a key
  /// covers. The hash and the explanation of a rerun are two visitors of this walk.
  ///
  /// Different components give different visits: names that hold other than letters, digits, `-` and `_` are quoted, and
  /// empty objects and inputs are visited as such.
  public func walk(_ visit: (_ name: String, _ value: String) -> Void) {
    visit("kind", kind)
    visit("revision", String(revision))
    for member in parameters.members ?? [] { visitValue(Self.quoted(member.key), member.value, visit) }
    for input in inputs {
      if input.items.isEmpty { visit("input \(input.path)", "nothing") }
      for (index, item) in input.items.enumerated() {
        let labels = item.labels.map(Self.text).joined(separator: ",")
        let name = item.labels.isEmpty ? (index == 0 ? "" : "[\(index)]") : "[\(labels)]"
        switch item.content {
        case .digest(let digest): visit("input \(input.path)\(name)", "sha256:" + digest)
        case .missing(let reason): visit("input \(input.path)\(name)", "missing: " + reason)
        }
      }
    }
  }

  private func visitValue(_ name: String, _ value: JSON, _ visit: (String, String) -> Void) {
    switch value.content {
    case .object(let members) where !members.isEmpty:
      for member in members { visitValue(name + "." + Self.quoted(member.key), member.value, visit) }
    case .array(let elements) where elements.contains { $0.members != nil }:
      for (index, element) in elements.enumerated() { visitValue("\(name)[\(index)]", element, visit) }
    default: visit(name, value.canonical)
    }
  }

  private static func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
        || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_")
    }
    return isPlain && !name.isEmpty ? name : JSON(.string(name)).canonical
  }

  /// `axis=text`; a text that merely looks like a number is quoted, since stages see the difference.
  private static func text(_ label: Workspace.Label) -> String {
    let value = label.value
    let isPlain = label.number != nil || (Double(value) == nil && !value.contains { ",=\"[]".contains($0) })
    return "\(quoted(label.axis))=\(isPlain ? value : JSON(.string(value)).canonical)"
  }
}
