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
