// What a stage calls. A required value that is missing or wrong is noted and replaced by a placeholder.

extension Fields {
  /// A text.
  public func string(_ key: String, _ help: String) -> String { scalar(.string, key, help, required: true) ?? "" }

  /// A text that may be left out.
  public func optionalString(_ key: String, _ help: String) -> String? { scalar(.string, key, help, required: false) }

  /// A text for people that may be left out; ``canonical``, and so a cache key, does not hold it.
  public func remark(_ key: String, _ help: String) -> String? {
    scalar(.string, key, help, required: false, isMeaning: false)
  }

  /// True or false for people, false where it is left out; ``canonical`` does not hold it.
  public func remark(isTrue key: String, _ help: String) -> Bool {
    scalar(.boolean, key, help, required: false, isMeaning: false) ?? false
  }

  /// A whole number for people that may be left out; ``canonical`` does not hold it.
  public func remark(_ key: String, in range: ClosedRange<Int>, _ help: String) -> Int? {
    scalar(.integer(range), key, help, required: false, isMeaning: false)
  }

  /// A list of texts for people that may be left out; ``canonical`` does not hold it.
  public func remarks(_ key: String, _ help: String) -> [String] {
    list(.string, key, help, required: false, isMeaning: false) ?? []
  }

  /// A list of texts; an optional one that is missing reads as empty.
  public func strings(_ key: String, _ help: String, required: Bool = true) -> [String] {
    list(.string, key, help, required: required) ?? []
  }

  /// True or false; an optional one that is missing reads as false.
  public func boolean(_ key: String, _ help: String, required: Bool = true) -> Bool {
    scalar(.boolean, key, help, required: required, standard: required ? nil : false) ?? false
  }

  /// A whole number within `range`.
  public func integer(_ key: String, in range: ClosedRange<Int>, _ help: String) -> Int {
    scalar(.integer(range), key, help, required: true) ?? range.lowerBound
  }

  /// A whole number that may be left out.
  public func optionalInteger(_ key: String, in range: ClosedRange<Int>, _ help: String) -> Int? {
    scalar(.integer(range), key, help, required: false)
  }

  /// A whole number; `standard` where it is left out.
  public func integer(_ key: String, in range: ClosedRange<Int>, default standard: Int, _ help: String) -> Int {
    scalar(.integer(range), key, help, required: false, standard: standard) ?? standard
  }

  /// A list of whole numbers; an optional one that is missing reads as empty.
  public func integers(_ key: String, in range: ClosedRange<Int>, _ help: String, required: Bool = true) -> [Int] {
    list(.integer(range), key, help, required: required) ?? []
  }

  /// A number within `range`.
  public func number(_ key: String, in range: ClosedRange<Double>, _ help: String) -> Double {
    scalar(.number(range), key, help, required: true) ?? range.lowerBound
  }

  /// A number; `standard` where it is left out.
  public func number(_ key: String, in range: ClosedRange<Double>, default standard: Double, _ help: String) -> Double {
    scalar(.number(range), key, help, required: false, standard: standard) ?? standard
  }

  /// A number that may be left out; where nothing else in the document gives it either, the caller takes `standard`.
  public func optionalNumber(
    _ key: String, in range: ClosedRange<Double>, _ help: String, standard: Double? = nil
  ) -> Double? { scalar(.number(range), key, help, required: false, standard: standard) }

  /// A list of numbers; an optional one that is missing reads as empty.
  public func numbers(_ key: String, in range: ClosedRange<Double>, _ help: String, required: Bool = true) -> [Double] {
    list(.number(range), key, help, required: required) ?? []
  }

  /// One of the cases of an enumeration, by its raw value; `placeholder` stands in after a problem.
  public func choice<Value>(_ key: String, _ placeholder: Value, _ help: String) -> Value
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    scalar(.choice(of: placeholder), key, help, required: true) ?? placeholder
  }

  /// A list of cases of an enumeration, by their raw values.
  public func choices<Value>(_ key: String, _ placeholder: Value, _ help: String) -> [Value]
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    list(.choice(of: placeholder), key, help, required: true) ?? []
  }

  /// One of the cases of an enumeration, or nil when it is left out; where nothing else in the document gives it either, the
  /// caller takes `standard`.
  public func optionalChoice<Value>(
    _ key: String, _ placeholder: Value, _ help: String, standard: Value? = nil
  ) -> Value? where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    scalar(.choice(of: placeholder), key, help, required: false, standard: standard)
  }

  /// One of the cases of an enumeration; `standard` where it is left out.
  public func choice<Value>(_ key: String, default standard: Value, _ help: String) -> Value
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    scalar(.choice(of: standard), key, help, required: false, standard: standard) ?? standard
  }

  /// The members of an object whose order means something, such as columns: ``canonical`` keeps it.
  public func ordered(_ key: String, _ help: String) -> [JSON.Member] {
    let description = FieldDescription(key: key, help: help, isRequired: true, shape: .members)
    return read(description, placeholder: []) { json in
      guard let members = json.members else { return .failure(Mismatch(.type("an object", json.kindName))) }
      return .success((members, JSON(.array(members.map { JSON(.object([$0])) }))))
    } ?? []
  }

  /// A value of any type, taken as it stands.
  ///
  /// - Parameter isObject: whether the caller refuses all but objects.
  public func any(_ key: String, _ help: String, required: Bool = true, isObject: Bool = false) -> JSON? {
    scalar(.any(isObject ? .members : .any), key, help, required: required)
  }
}

// Objects within the object, each with a reader of its own.

extension Fields {
  /// A nested object; an empty reader when it is missing (which is noted).
  public func object(_ key: String, _ help: String) -> Fields {
    nested(key, help, required: true) ?? .describing(context)
  }

  /// A nested object that may be left out.
  public func optionalObject(_ key: String, _ help: String) -> Fields? { nested(key, help, required: false) }

  private func child(_ step: String, _ value: JSON) -> Fields {
    let child = Fields(value, subject, steps: steps + [step], log: log, describing: isDescribing)
    child.tables = tables
    return child
  }

  private func nested(_ key: String, _ help: String, required: Bool, as form: Form = .object) -> Fields? {
    let description = FieldDescription(key: key, help: help, isRequired: required, shape: .object([]))
    let value: JSON? = read(description, placeholder: isDescribing ? JSON(.object([])) : nil) { json in
      json.members == nil ? .failure(Mismatch(.type("an object", json.kindName))) : .success((json, nil))
    }
    guard let value else { return nil }
    let fields = child(key, value)
    children.append((key, [fields], form))
    return fields
  }

  /// A list of nested objects; empty only when `required` is false or a problem was noted.
  public func objects(_ key: String, _ help: String, required: Bool = true) -> [Fields] {
    let description = FieldDescription(key: key, help: help, isRequired: required, shape: .list(.object([])))
    let values: [JSON]? = read(description, placeholder: isDescribing ? [JSON(.object([]))] : nil) { json in
      guard let elements = json.elements else { return .failure(Mismatch(.type("a list of objects", json.kindName))) }
      if let wrong = elements.first(where: { $0.members == nil }) {
        return .failure(Mismatch(.type("a list of objects", wrong.kindName), at: wrong.place))
      }
      return elements.isEmpty ? .failure(Mismatch(.empty)) : .success((elements, nil))
    }
    guard let values else { return [] }
    let fields = values.enumerated().map { child("\(key)[\($0.offset)]", $0.element) }
    children.append((key, fields, .list))
    return fields
  }

  /// A nested object with free keys, each read by `body` as a reader of its own, in the order written.
  public func dictionary(_ key: String, _ help: String, required: Bool = true) -> [(key: String, fields: Fields)] {
    guard let fields = nested(key, help, required: required, as: .dictionary) else { return [] }
    if isDescribing { return [("name", fields.object("name", help))] }
    return (fields.object.members ?? []).map { member in
      let entry = fields.object(member.key, help)
      return (member.key, entry)
    }
  }
}

/// A value of a document that names other things instead of being data.
public struct Reference: Sendable, Equatable {
  /// The path of the value, such as `panels[0].marks[1].data`: names the input within its stage.
  public let path: String
  /// The artifact type asked for.
  public let type: String
  /// The type that is taken where there is none of ``type``.
  public let alternative: String?
  /// Whether several may stand behind it.
  public let many: Bool
  /// What is named.
  public let targets: [Target]
  /// Whether those are left out that have nothing of ``type``.
  public let isCompanion: Bool

  /// One name and where it stands.
  public struct Target: Sendable, Equatable {
    public let name: String
    public let place: Place

    /// The name as it stands at `place`.
    public init(name: String, place: Place) { (self.name, self.place) = (name, place) }
  }

  /// A reference read at `path`.
  public init(
    path: String, type: String, or alternative: String? = nil, many: Bool, targets: [Target], isCompanion: Bool = false
  ) {
    (self.path, self.type, self.alternative, self.many, self.targets) = (path, type, alternative, many, targets)
    self.isCompanion = isCompanion
  }
}

extension Fields {
  /// A value that names something else, such as another stage's output; kept out of ``canonical``.
  /// - Parameter type: the type of artifact that must stand behind the name.
  /// - Parameter alternative: the type that is taken where there is none of `type`.
  /// - Parameter many: whether the name may stand for several, or a list may be given.
  public func reference(
    _ key: String, type: String, or alternative: String? = nil, many: Bool, _ help: String, required: Bool = true
  ) -> Reference? {
    let shape: FieldDescription.Shape = .reference(type: type, many: many)
    let description = FieldDescription(key: key, help: help, isRequired: required, shape: shape)
    let path = steps.isEmpty ? key : self.path + "." + key
    let placeholder = Reference(path: path, type: type, or: alternative, many: many, targets: [])
    let expected = many ? "the name of a stage or a list of names" : "the name of a stage"
    let found: Reference? = read(description, placeholder: placeholder) { json in
      let items = many ? json.elements ?? [json] : [json]
      var targets: [Reference.Target] = []
      for item in items {
        guard let name = item.string else { return .failure(Mismatch(.type(expected, item.kindName), at: item.place)) }
        targets.append(Reference.Target(name: name, place: item.place))
      }
      if targets.isEmpty { return .failure(Mismatch(.empty)) }
      return .success((Reference(path: path, type: type, or: alternative, many: many, targets: targets), nil))
    }
    if let found, isDescribing || !found.targets.isEmpty { log.references.append(found) }
    return found
  }

  /// What stands beside the values of the input at `path`, which was read before: see ``companion(of:type:)``.
  public func companion(ofInput path: String, type: String) -> String {
    guard let reference = log.references.last(where: { $0.path == path && !$0.isCompanion }) else {
      return path + "." + type
    }
    return companion(of: reference, type: type)
  }

  /// What stands beside the values that `reference` names: of each the one that is of `type`, where there is one.
  ///
  /// - Returns: the path of the input.
  public func companion(of reference: Reference, type: String) -> String {
    let path = reference.path + "." + type
    if !isDescribing, !reference.targets.isEmpty {
      log.references.append(
        Reference(path: path, type: type, many: true, targets: reference.targets, isCompanion: true))
    }
    return path
  }
}
