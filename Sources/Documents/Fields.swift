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
  /// The columns that are named, in the order read; shared with nested readers.
  public var columnReferences: [ColumnReference] { log.columns }
  /// The paths of the inputs whose tables hold the columns that this object names; nested readers begin with the same.
  public var tables: [String] = []
  /// What was wrong so far; shared with nested readers.
  public var problems: [Problem] { log.problems }
  /// True when the reader only records the schema: values are placeholders, and must not be judged.
  public let isDescribing: Bool

  let object: JSON
  let subject: String
  let steps: [String]
  let log: Log
  /// What was asked for, in order; described only where a schema is wanted.
  private var asked: [String] = []
  private var descriptions: [FieldDescription] = []
  private var canonicalMembers: [JSON.Member] = []
  var children: [(key: String, fields: [Fields], form: Form)] = []

  /// How nested readers make up one value.
  enum Form { case object, list, dictionary }

  final class Log {
    var problems: [Problem] = []
    var references: [Reference] = []
    var columns: [ColumnReference] = []
  }

  init(_ object: JSON, _ subject: String, steps: [String], log: Log, describing: Bool) {
    (self.object, self.subject, self.steps, self.log) = (object, subject, steps, log)
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

  /// Whether `key` was asked for.
  public func reads(_ key: String) -> Bool { asked.contains(key) }

  /// The keys of the object, in the order written (none while describing).
  public var keys: [String] { object.members?.map(\.key) ?? [] }

  /// Where the value of `key` stands, or its element `element`; where the object stands if there is none.
  public func place(of key: String, element: Int? = nil) -> Place {
    guard let value = find(key) else { return object.place }
    guard let element, let elements = value.elements, elements.indices.contains(element) else { return value.place }
    return elements[element].place
  }

  /// Notes every key that was never asked for; call once, when all is read. Covers nested readers.
  public func finish(alsoKnown: Set<String> = []) {
    if let members = object.members, !members.isEmpty {
      let many = asked.count > Fields.few ? Set(asked) : []
      for member in members where !alsoKnown.contains(member.key) {
        if many.isEmpty ? asked.contains(member.key) : many.contains(member.key) { continue }
        let known = alsoKnown.union(asked).sorted()
        if let meant = Suggestion.nearest(to: member.key, among: known) { forgive(meant) }
        note(.unknownKey(member.key, context: context, known: known), at: member.place)
      }
    }
    for child in children { child.fields.forEach { $0.finish() } }
  }

  /// Forgets that `key` is missing: another key that stands there was meant for it.
  private func forgive(_ key: String) {
    log.problems.removeAll { problem in
      if case .missingKey(key, context: context, help: _) = problem.fault { true } else { false }
    }
  }

  /// Notes that the value of `key` makes no sense: `fact` is what is wrong, `remedy` what to do. Ignored while describing.
  public func refuse(_ key: String, _ fact: String, remedy: String) {
    guard !isDescribing else { return }
    note(.refused(key: key, context: context, fact: fact, remedy: remedy), at: find(key)?.place ?? object.place)
  }

  private func note(_ fault: Fault, at place: Place) {
    if !isDescribing { log.problems.append(Problem(fault, at: place)) }
  }

  /// Objects with more members are looked up in a table.
  private static let few = 16
  private lazy var table: [String: JSON] = Dictionary(
    (object.members ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })

  private func find(_ key: String) -> JSON? { (object.members?.count ?? 0) > Fields.few ? table[key] : object[key] }

  /// Reads one value: records its description, finds it, converts it, and notes what is wrong. A conversion without a
  /// canonical form keeps the value out of ``canonical``.
  func read<Value>(
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
    _ type: ScalarType<Value>, _ key: String, _ help: String, required: Bool, isMeaning: Bool = true,
    standard: Value? = nil
  ) -> Value? {
    read(
      FieldDescription(
        key: key, help: help, isRequired: required, shape: type.shape, standard: standard.map(type.canonical)),
      placeholder: type.placeholder
    ) { json in type.convert(json).map { ($0, isMeaning ? type.canonical($0) : nil) } }
  }

  /// Reads a list of one type; one that is no part of the meaning stays out of ``canonical``.
  func list<Value>(
    _ type: ScalarType<Value>, _ key: String, _ help: String, required: Bool, isMeaning: Bool = true
  ) -> [Value]? {
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
      return .success((values, isMeaning ? JSON(.array(values.map(type.canonical))) : nil))
    }
  }
}
