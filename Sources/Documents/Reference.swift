/// A value of a document that names other things instead of being data.
public struct Reference: Sendable, Equatable {
  /// The path of the value, such as `panels[0].marks[1].data`: names the input within its stage.
  public let path: String
  /// The artifact type asked for.
  public let type: String
  /// Whether several may stand behind it.
  public let many: Bool
  /// What is named.
  public let targets: [Target]

  /// One name and where it stands.
  public struct Target: Sendable, Equatable {
    public let name: String
    public let place: Place

    /// The name as it stands at `place`.
    public init(name: String, place: Place) {
      self.name = name
      self.place = place
    }
  }

  /// A reference read at `path`.
  public init(path: String, type: String, many: Bool, targets: [Target]) {
    self.path = path
    self.type = type
    self.many = many
    self.targets = targets
  }
}

extension Fields {
  /// A value that names something else, such as another stage's output; kept out of ``canonical``.
  ///
  /// - Parameter type: the type of artifact that must stand behind the name.
  /// - Parameter many: whether the name may stand for several, or a list may be given.
  public func reference(_ key: String, type: String, many: Bool, _ help: String, required: Bool = true) -> Reference? {
    let shape: FieldDescription.Shape = .reference(type: type, many: many)
    let description = FieldDescription(key: key, help: help, isRequired: required, shape: shape)
    let path = steps.isEmpty ? key : self.path + "." + key
    let placeholder = Reference(path: path, type: type, many: many, targets: [])
    let expected = many ? "the name of a stage or a list of names" : "the name of a stage"
    let found: Reference? = read(description, placeholder: placeholder) { json in
      let items = many ? json.elements ?? [json] : [json]
      var targets: [Reference.Target] = []
      for item in items {
        guard let name = item.string else { return .failure(Mismatch(.type(expected, item.kindName), at: item.place)) }
        targets.append(Reference.Target(name: name, place: item.place))
      }
      if targets.isEmpty { return .failure(Mismatch(.empty)) }
      return .success((Reference(path: path, type: type, many: many, targets: targets), nil))
    }
    if let found, isDescribing || !found.targets.isEmpty { log.references.append(found) }
    return found
  }
}
