/// A strict reader of one JSON object: every key is asked for by name, type and meaning.
///
/// The same calls serve three purposes, so that they cannot drift apart: they decode the values, they record the
/// canonical form that a cache key hashes, and, on a reader made by ``describing(_:)``, they record the schema. Wrong
/// values are noted and replaced by a placeholder, so that one pass finds every problem; the caller checks
/// ``problems`` before it uses what it read.
public final class Fields {
  /// Where the object stands in the whole, such as `panels[0].marks[2]`; empty at the top.
  public var path: String { steps.joined(separator: ".") }
  /// How messages call the object: "stage `krr`".
  public var context: String { steps.reduce(subject) { "`\($1.printable)` of \($0)" } }
  /// The values that stand for other things, in the order read; shared with nested readers.
  public var references: [Reference] { log.references }
  /// What was wrong so far; shared with nested readers.
  public var problems: [Problem] { log.problems }
  /// True when the reader only records the schema: values are placeholders, and must not be judged.
  public let isDescribing: Bool

  private let object: JSON
  private let subject: String
  private let steps: [String]
  private let log: Log
  /// What was asked for, in order; described only where a schema is wanted.
  private var asked: [String] = []
  private var descriptions: [FieldDescription] = []
  private var canonicalMembers: [JSON.Member] = []
  private var children: [(key: String, fields: [Fields], form: Form)] = []

  /// How nested readers make up one value.
  private enum Form { case object, list, dictionary }

  private final class Log {
    var problems: [Problem] = []
    var references: [Reference] = []
  }

  private init(_ object: JSON, _ subject: String, steps: [String], log: Log, describing: Bool) {
    self.object = object
    self.subject = subject
    self.steps = steps
    self.log = log
    self.isDescribing = describing
  }

  /// Reads `object`; `context` names it in messages.
  public convenience init(_ object: JSON, context: String) {
    let log = Log()
    self.init(object, context, steps: [], log: log, describing: false)
    if object.members == nil {
      note(.wrongType(key: "value", context: context, expected: "an object", found: object.kindName), at: object.place)
    }
  }

  /// A reader that yields placeholders and records what is asked for.
  public static func describing(_ context: String) -> Fields {
    Fields(JSON(.object([])), context, steps: [], log: Log(), describing: true)
  }

  /// The values that were read, members in reading order, references left out; equal meaning gives equal canonical text.
  public var canonical: JSON {
    // Cut to size: a large manifest keeps the canonical form of every stage.
    var members: [JSON.Member] = []
    members.reserveCapacity(canonicalMembers.count + children.count)
    members += canonicalMembers
    for child in children {
      let values = child.fields.map(\.canonical)
      members.append(JSON.Member(child.key, child.form == .list ? JSON(.array(values)) : values.first ?? JSON(.null)))
    }
    return JSON(.object(members))
  }

  /// The schema of what was asked for, nested objects filled in.
  public var schema: [FieldDescription] {
    descriptions.map { description in
      guard let child = children.first(where: { $0.key == description.key }), let first = child.fields.first else {
        return description
      }
      return FieldDescription(
        key: description.key, help: description.help, isRequired: description.isRequired,
        shape: Fields.shape(child.form, first.schema))
    }
  }

  private static func shape(_ form: Form, _ fields: [FieldDescription]) -> FieldDescription.Shape {
    switch form {
    case .object: .object(fields)
    case .list: .list(.object(fields))
    case .dictionary:
      .dictionary(fields.first.map { if case .object(let inner) = $0.shape { inner } else { [] } } ?? [])
    }
  }

  /// Whether the object has the key (always true while describing).
  public func has(_ key: String) -> Bool { isDescribing || find(key) != nil }

  /// The keys of the object, in the order written (none while describing).
  public var keys: [String] { object.members?.map(\.key) ?? [] }

  /// Notes every key that was never asked for; call once, when all is read. Covers nested readers.
  public func finish(alsoKnown: Set<String> = []) {
    if let members = object.members, !members.isEmpty {
      let many = asked.count > Fields.few ? Set(asked) : []
      for member in members where !alsoKnown.contains(member.key) {
        if many.isEmpty ? asked.contains(member.key) : many.contains(member.key) { continue }
        let known = alsoKnown.union(asked).sorted()
        note(.unknownKey(member.key, context: context, known: known), at: member.place)
      }
    }
    for child in children { child.fields.forEach { $0.finish() } }
  }

  /// Notes that the value of `key` makes no sense: `fact` is what is wrong, `remedy` what to do. Ignored while describing.
  public func refuse(_ key: String, _ fact: String, remedy: String) {
    guard !isDescribing else { return }
    note(
      .refused(key: key, context: context, fact: fact, remedy: remedy), at: find(key)?.place ?? object.place)
  }

  private func note(_ fault: Fault, at place: Place) {
    if !isDescribing { log.problems.append(Problem(fault, at: place)) }
  }

  // MARK: The one way in

  /// Objects with more members are looked up in a table.
  private static let few = 16
  private lazy var table: [String: JSON] = Dictionary(
    (object.members ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })

  private func find(_ key: String) -> JSON? {
    (object.members?.count ?? 0) > Fields.few ? table[key] : object[key]
  }

  /// Reads one value: records its description, finds it, converts it, and notes what is wrong. A conversion without a
  /// canonical form keeps the value out of ``canonical``.
  private func read<Value>(
    _ description: FieldDescription, placeholder: Value?, _ convert: (JSON) -> Result<(Value, JSON?), Mismatch>
  ) -> Value? {
    asked.append(description.key)
    if isDescribing {
      descriptions.append(description)
      return placeholder
    }
    guard let json = find(description.key) else {
      if description.isRequired {
        note(.missingKey(description.key, context: context, help: description.help), at: object.place)
      }
      return nil
    }
    switch convert(json) {
    case .success(let (value, canonical)):
      if let canonical { canonicalMembers.append(JSON.Member(description.key, canonical)) }
      return value
    case .failure(let mismatch):
      note(mismatch.fault(description, context), at: mismatch.place ?? json.place)
      return placeholder
    }
  }

  /// Reads a scalar of one type; one that is no part of the meaning stays out of ``canonical``.
  func scalar<Value>(
    _ type: ScalarType<Value>, _ key: String, _ help: String, required: Bool, isMeaning: Bool = true
  ) -> Value? {
    read(
      FieldDescription(key: key, help: help, isRequired: required, shape: type.shape), placeholder: type.placeholder
    ) { json in type.convert(json).map { ($0, isMeaning ? type.canonical($0) : nil) } }
  }

  func list<Value>(_ type: ScalarType<Value>, _ key: String, _ help: String, required: Bool) -> [Value]? {
    read(
      FieldDescription(key: key, help: help, isRequired: required, shape: .list(type.shape)),
      placeholder: [type.placeholder]
    ) { json in
      guard let elements = json.elements else {
        return .failure(Mismatch(.type("a list of " + type.shape.plural, json.kindName)))
      }
      var values: [Value] = []
      for element in elements {
        switch type.convert(element) {
        case .success(let value): values.append(value)
        case .failure(let mismatch): return .failure(Mismatch(mismatch.reason, at: element.place))
        }
      }
      if values.isEmpty { return .failure(Mismatch(.empty)) }
      return .success((values, JSON(.array(values.map(type.canonical)))))
    }
  }

  // MARK: Nested objects

  /// A nested object; an empty reader when it is missing (which is noted).
  public func object(_ key: String, _ help: String) -> Fields {
    nested(key, help, required: true) ?? .describing(context)
  }

  /// A nested object that may be left out.
  public func optionalObject(_ key: String, _ help: String) -> Fields? { nested(key, help, required: false) }

  private func child(_ step: String, _ value: JSON) -> Fields {
    Fields(value, subject, steps: steps + [step], log: log, describing: isDescribing)
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

  // MARK: References

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
