import Documents

/// The part of JSON Schema 2020-12 that the manifest's schema uses; an unknown keyword counts as a failure.
public struct SchemaValidator {
  let root: JSON

  /// A validator of the schema `root`.
  public init(root: JSON) { self.root = root }

  /// Whether `value` is valid.
  public func accepts(_ value: JSON) throws -> Bool { try valid(value, root) }

  struct UnknownKeyword: Error { let name: String }

  private func valid(_ value: JSON, _ schema: JSON) throws -> Bool {
    if case .boolean(let verdict) = schema.content { return verdict }
    for member in schema.members ?? [] where try !holds(member, value, schema) { return false }
    return true
  }

  private func holds(_ rule: JSON.Member, _ value: JSON, _ schema: JSON) throws -> Bool {
    switch rule.key {
    case "description", "title", "$schema", "$defs", "then", "else": return true
    case "properties":
      return try (value.members ?? []).allSatisfy { member in
        try rule.value[member.key].map { try valid(member.value, $0) } ?? true
      }
    case "patternProperties":
      return try (value.members ?? []).allSatisfy { member in
        try (rule.value.members ?? []).allSatisfy { pattern in
          try !member.key.contains(Regex(pattern.key)) || valid(member.value, pattern.value)
        }
      }
    case "type": return (rule.value.elements ?? [rule.value]).contains { isType(value, $0.string ?? "") }
    case "enum": return rule.value.elements?.contains(value) ?? false
    case "const": return rule.value == value
    case "minimum": return value.double.map { $0 >= rule.value.double ?? 0 } ?? true
    case "maximum": return value.double.map { $0 <= rule.value.double ?? 0 } ?? true
    case "minLength": return value.string.map { $0.count >= rule.value.integer ?? 0 } ?? true
    case "pattern": return try value.string.map { try $0.contains(Regex(rule.value.string ?? "")) } ?? true
    case "minItems": return value.elements.map { $0.count >= rule.value.integer ?? 0 } ?? true
    case "minProperties": return value.members.map { $0.count >= rule.value.integer ?? 0 } ?? true
    case "uniqueItems": return value.elements.map { Set($0.map(\.canonical)).count == $0.count } ?? true
    case "items": return try (value.elements ?? []).allSatisfy { try valid($0, rule.value) }
    case "required":
      return value.members == nil || (rule.value.elements ?? []).allSatisfy { value[$0.string ?? ""] != nil }
    case "propertyNames":
      return try (value.members ?? []).allSatisfy { try valid(JSON(.string($0.key)), rule.value) }
    case "additionalProperties": return try additional(rule.value, value, schema)
    case "anyOf": return try (rule.value.elements ?? []).contains { try valid(value, $0) }
    case "allOf": return try (rule.value.elements ?? []).allSatisfy { try valid(value, $0) }
    case "if":
      let branch = try valid(value, rule.value) ? schema["then"] : schema["else"]
      return try branch.map { try valid(value, $0) } ?? true
    case "$ref": return try valid(value, try resolve(rule.value.string ?? ""))
    default: throw UnknownKeyword(name: rule.key)
    }
  }

  private func additional(_ rest: JSON, _ value: JSON, _ schema: JSON) throws -> Bool {
    try (value.members ?? []).allSatisfy { member in
      if schema["properties"]?[member.key] != nil { return true }
      let patterns = schema["patternProperties"]?.members ?? []
      return try patterns.contains { try member.key.contains(Regex($0.key)) } || valid(member.value, rest)
    }
  }

  private func resolve(_ reference: String) throws -> JSON {
    let name = reference.dropFirst("#/$defs/".count).replacing("%20", with: " ").replacing("~1", with: "/")
    guard let definition = root["$defs"]?[String(name)] else { throw UnknownKeyword(name: reference) }
    return definition
  }

  private func isType(_ value: JSON, _ type: String) -> Bool {
    switch (value.content, type) {
    case (.null, "null"), (.boolean, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"): true
    case (.integer, "integer"), (.integer, "number"), (.number, "number"): true
    case (.number, "integer"): value.integer != nil
    default: false
    }
  }
}
