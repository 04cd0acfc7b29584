extension KeyComponents {
  /// The key: SHA-256 over every component, each name and value preceded by its length.
  public var digest: Digest {
    var writer = ByteWriter()
    writer.text("plumb key 1")
    walk { name, value in
      writer.text(name)
      writer.text(value)
    }
    return Digest(of: writer.bytes)
  }

  /// Every component by name, as records keep them.
  public var components: [Record.Component] {
    var components: [Record.Component] = []
    walk { components.append(.init(name: $0, value: $1)) }
    return components
  }
}

/// One component of a key that is not what it was.
public struct KeyChange: Equatable, Sendable {
  /// The component: `layers`, `input data`.
  public let name: String
  /// The value of the last result; nil when the component is new.
  public let old: String?
  /// The value now; nil when the component is gone.
  public let new: String?

  /// What differs, in the order of the new components, then those that are gone.
  public static func between(_ old: [Record.Component], _ new: [Record.Component]) -> [KeyChange] {
    let before = Dictionary(old.map { ($0.name, $0.value) }) { first, _ in first }
    let after = Dictionary(new.map { ($0.name, $0.value) }) { first, _ in first }
    let changed = new.filter { before[$0.name] != $0.value }
      .map { KeyChange(name: $0.name, old: before[$0.name], new: $0.value) }
    let gone = old.filter { after[$0.name] == nil }.map { KeyChange(name: $0.name, old: $0.value, new: nil) }
    return changed + gone
  }
}
