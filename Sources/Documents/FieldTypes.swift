/// What a reader asked for: one row of the schema.
public struct FieldDescription: Sendable, Equatable {
  public let key: String
  public let help: String
  public let isRequired: Bool
  public let shape: Shape
  /// What stands for a value that is left out, where it is always the same.
  public var standard: JSON? = nil

  /// The form of a value.
  public enum Shape: Sendable, Equatable {
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case string
    case choice([String])
    case any
    /// An object with free keys and values.
    case members
    indirect case list(Shape)
    case object([FieldDescription])
    /// An object with free keys, all values of one form.
    case dictionary([FieldDescription])
    case reference(type: String, many: Bool)

    var plural: String {
      switch self {
      case .boolean: "true or false"
      case .integer: "whole numbers"
      case .number: "numbers"
      case .string, .choice: "strings"
      case .any: "values"
      case .list: "lists"
      case .object, .dictionary, .members: "objects"
      case .reference: "names"
      }
    }
  }
}

struct Mismatch: Error {
  enum Reason {
    case type(String, String)
    case range(String, String)
    case choice([String], String)
    case empty
  }

  let reason: Reason
  let place: Place?

  init(_ reason: Reason, at place: Place? = nil) { (self.reason, self.place) = (reason, place) }

  func fault(_ field: FieldDescription, _ context: String) -> Fault {
    switch reason {
    case .type(let expected, let found): .wrongType(key: field.key, context: context, expected: expected, found: found)
    case .range(let range, let found): .outOfRange(key: field.key, context: context, range: range, found: found)
    case .choice(let choices, let found): .notOneOf(key: field.key, context: context, choices: choices, found: found)
    case .empty: .emptyList(key: field.key, context: context, isOptional: !field.isRequired)
    }
  }
}

/// How one scalar type is read, described and written canonically.
struct ScalarType<Value> {
  let shape: FieldDescription.Shape
  let placeholder: Value
  let canonical: (Value) -> JSON
  let convert: (JSON) -> Result<Value, Mismatch>
}

extension ScalarType where Value == String {
  static var string: Self {
    ScalarType(shape: .string, placeholder: "", canonical: { JSON(.string($0)) }) { json in
      json.string.map { .success($0) } ?? .failure(Mismatch(.type("a string", json.kindName)))
    }
  }
}

extension ScalarType where Value == Bool {
  static var boolean: Self {
    ScalarType(shape: .boolean, placeholder: false, canonical: { JSON(.boolean($0)) }) { json in
      guard case .boolean(let value) = json.content else {
        return .failure(Mismatch(.type("true or false", json.kindName)))
      }
      return .success(value)
    }
  }
}

extension ScalarType where Value == Int {
  static func integer(_ range: ClosedRange<Int>) -> Self {
    ScalarType(shape: .integer(range), placeholder: range.lowerBound, canonical: { JSON(.integer($0)) }) { json in
      guard let value = json.integer else { return .failure(Mismatch(.type("a whole number", json.kindName))) }
      let text = "\(range.lowerBound) to \(range.upperBound == .max ? "any size" : String(range.upperBound))"
      return range.contains(value) ? .success(value) : .failure(Mismatch(.range(text, String(value))))
    }
  }
}

extension ScalarType where Value == Double {
  static func number(_ range: ClosedRange<Double>) -> Self {
    ScalarType(shape: .number(range), placeholder: range.lowerBound, canonical: { JSON(.number($0)) }) { json in
      guard let value = json.double else { return .failure(Mismatch(.type("a number", json.kindName))) }
      let text = "\(JSON.text(of: range.lowerBound)) to \(JSON.text(of: range.upperBound))"
      return range.contains(value) ? .success(value) : .failure(Mismatch(.range(text, JSON.text(of: value))))
    }
  }
}

extension ScalarType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  static func choice(of first: Value) -> Self {
    let names = Value.allCases.map(\.rawValue)
    return ScalarType(shape: .choice(names), placeholder: first, canonical: { JSON(.string($0.rawValue)) }) { json in
      guard let name = json.string else { return .failure(Mismatch(.type("a string", json.kindName))) }
      return Value(rawValue: name).map { .success($0) } ?? .failure(Mismatch(.choice(names, name)))
    }
  }
}

extension ScalarType where Value == JSON {
  /// A value as it stands, described as `shape`.
  static func any(_ shape: FieldDescription.Shape) -> Self {
    ScalarType(shape: shape, placeholder: JSON(.null), canonical: { $0 }) { .success($0) }
  }
}

extension JSON {
  /// The type of the value in words.
  public var kindName: String {
    switch content {
    case .null: "null"
    case .boolean: "true or false"
    case .integer(let value): "the number \(value)"
    case .number(let value): "the number \(value)"
    case .string(let text): "the string \"\(text)\""
    case .array: "a list"
    case .object: "an object"
    }
  }
}
