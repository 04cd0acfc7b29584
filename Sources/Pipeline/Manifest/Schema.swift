import Documents

/// The JSON Schema (2020-12) of the manifest, made from the same readers that decode it.
public struct Schema {
  private let catalogue: Catalogue
  private let profiles: [String]
  private var definitions: [JSON.Member] = []
  /// The names of definitions by their content: what stands in many places is defined once.
  private var names: [String: String] = [:]
  /// What defines the keys of an entry, by section and kind.
  private var bases: [String: JSON] = [:]
  /// What the entries of a kind must give where the file has no defaults for it.
  private var requirements: [JSON] = []

  /// The schema of manifests for `catalogue`; without profiles any names are taken for some.
  public static func document(for catalogue: Catalogue, profiles: [String] = []) -> JSON {
    var schema = Schema(catalogue: catalogue, profiles: profiles)
    return schema.document()
  }

  private init(catalogue: Catalogue, profiles: [String]) { (self.catalogue, self.profiles) = (catalogue, profiles) }

  private static let name: JSON = ["type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$"]
  private static let dotted = "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\\.[A-Za-z0-9][A-Za-z0-9_-]{0,99})*$"

  private mutating func document() -> JSON {
    define("reference", ["type": "string", "pattern": JSON(.string(Self.referencePattern))])
    defineSweepValues()
    for kind in catalogue.kinds.keys.sorted() { define(kind, section: ManifestSections.stages) }
    for section in catalogue.sections { define(section.kind, section: section.name) }
    let help = Dictionary(uniqueKeysWithValues: ManifestSections.keys(of: catalogue).map { ($0.key, $0.help) })
    let defaults = self.defaults(help[Defaults.section] ?? "")
    var properties: [JSON.Member] = [
      .init("$schema", [:]),
      .init(
        Format.key, ["description": JSON(.string(help[Format.key] ?? "")), "const": JSON(.integer(catalogue.format))]),
      .init("profiles", Self.list(Self.name, help["profiles"] ?? "", unique: true)),
      .init("include", Self.list(["type": "string", "minLength": 1], help["include"] ?? "", unique: true)),
      .init(
        Substitution.values,
        Self.described(
          ["type": "object", "propertyNames": Self.name], help[Substitution.values] ?? "")),
      .init(Defaults.section, defaults),
      .init(ManifestSections.stages, Self.section(stage(catalogue.kinds.keys.sorted()))),
    ]
    for section in catalogue.sections {
      properties.append(.init(section.name, Self.section(Self.reference("\(section.name): \(section.kind)"))))
    }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A pipeline of cached stages, figures and claims", "type": "object",
      "properties": JSON(.object(properties)), "additionalProperties": false, "allOf": JSON(.array(requirements)),
      "$defs": JSON(.object(definitions)),
    ]
  }

  private static let referencePattern = "^\\{[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+\\}$"

  /// Members for all entries of a kind in the file, by kind.
  private mutating func defaults(_ help: String) -> JSON {
    let kinds = catalogue.kinds.sorted { $0.key < $1.key }.map { name, type in
      let keys = JSON(.array(Defaults.keys(of: type).map { JSON(.string($0)) }))
      let own = Self.closed(
        keys: bases["\(ManifestSections.stages): \(name)"], [.init("propertyNames", ["enum": keys])])
      return JSON.Member(name, perProfile(own, false))
    }
    return Self.described(
      ["type": "object", "properties": JSON(.object(kinds)), "additionalProperties": false],
      help)
  }

  /// What the entries of a kind must give, except those that are swept, in a file without defaults for the kind.
  private mutating func require(_ keys: [JSON], of kind: String, section: String) {
    guard !keys.isEmpty else { return }
    var entry: [JSON.Member] = [.init("not", ["required": ["sweep"]])]
    if section == ManifestSections.stages {
      entry += [.init("properties", ["kind": ["const": JSON(.string(kind))]]), .init("required", ["kind"])]
    }
    let entries: JSON = [
      "additionalProperties": ["if": JSON(.object(entry)), "then": ["required": JSON(.array(keys))]]
    ]
    requirements.append([
      "if": ["properties": ["defaults": ["required": [JSON(.string(kind))]]], "required": ["defaults"]],
      "else": ["properties": JSON(.object([.init(section, entries)]))],
    ])
  }

  /// An entry of `stages`: its kind decides what else it may hold.
  private func stage(_ kinds: [String]) -> JSON {
    let choices = kinds.map { kind -> JSON in
      [
        "if": ["properties": ["kind": ["const": JSON(.string(kind))]]],
        "then": Self.reference("\(ManifestSections.stages): \(kind)"),
      ]
    }
    return [
      "type": "object",
      "properties": [
        "kind": [
          "description": JSON(.string(ReservedFields.kindHelp)), "enum": JSON(.array(kinds.map { JSON(.string($0)) })),
        ]
      ], "required": ["kind"], "allOf": JSON(.array(choices)),
    ]
  }

  /// Defines the entries of one kind: what is required may come from a sweep instead.
  private mutating func define(_ kind: String, section: String) {
    guard let type = catalogue.kinds[kind] else { return }
    let fields = Fields.describing(kind)
    _ = type.init(fields)
    let summary = JSON.Member("description", JSON(.string(type.kind.summary)))
    let name = "\(section): \(kind)"
    for isSwept in [false, true] {
      let inner = isSwept ? name + ", swept" : name + ", plain"
      let object = object(fields.schema, within: inner, isSwept: isSwept)
      if !isSwept { require(object.required, of: kind, section: section) }
      let keys = JSON(.object(reserved(section) + object.properties))
      let base = shared(["properties": keys], as: kind)
      if !isSwept { bases[name] = base }
      let hasTemplates = !type.kind.templates.isEmpty
      let axes: [JSON.Member] =
        isSwept ? [.init("properties", ["sweep": sweep(object, keys: base, fields.schema, hasTemplates)])] : []
      // What templates name is free.
      let others: JSON? = hasTemplates ? perProfile(["type": ["string", "number", "boolean"]]) : nil
      define(inner, Self.closed(keys: base, axes, others: others))
    }
    let choice: JSON = [
      "if": ["required": ["sweep"]], "then": Self.reference(name + ", swept"), "else": Self.reference(name + ", plain"),
    ]
    define(name, JSON(.object([summary] + (choice.members ?? []))))
  }

  /// An object with the keys that `keys` defines, and `more`; `others` is what any other key may have, if any may be.
  private static func closed(keys: JSON?, _ more: [JSON.Member], others: JSON? = nil) -> JSON {
    JSON(
      .object(
        [.init("type", "object")] + (keys?.members ?? []) + more + [.init("unevaluatedProperties", others ?? false)]))
  }

  /// The keys that every entry has.
  private mutating func reserved(_ section: String) -> [JSON.Member] {
    let fields = Fields.describing(section)
    _ = ReservedFields(fields, section: section)
    var members: [JSON.Member] = []
    if section == ManifestSections.stages { members.append(.init("kind", ["type": "string"])) }
    for field in fields.schema {
      let paths: JSON = ["type": "object", "additionalProperties": perProfile(["type": "string", "minLength": 1])]
      let value = field.key == "export" ? paths : scalar(field.shape)
      members.append(.init(field.key, shared(Self.described(perProfile(value), field.help), as: "k")))
    }
    return members
  }

  /// An axis that has the name of a parameter lists its values; others list objects or reach into objects.
  /// Templates may name any axis.
  ///
  /// - Parameter keys: what defines the keys of the kind.
  private mutating func sweep(_ object: ObjectSchema, keys: JSON, _ fields: [FieldDescription], _ hasTemplates: Bool)
    -> JSON
  {
    let names = fields.map { JSON(.string($0.key)) }
    let axes: [JSON.Member] =
      names.isEmpty ? [] : [.init("propertyNames", ["anyOf": [["enum": JSON(.array(names))], ["pattern": "\\."]]])]
    let members: [JSON.Member] =
      names.isEmpty || hasTemplates
      ? [.init("additionalProperties", Self.reference("swept"))]
      : (keys.members ?? []) + [.init("patternProperties", ["\\.": Self.reference("swept")])]
    let bundle = shared(JSON(.object([.init("type", "object")] + members + axes)), as: "b")
    let plain = object.properties.map { property -> JSON.Member in
      let items: JSON = ["items": property.value]
      let axis = (Self.reference("axis").members ?? []) + (items.members ?? [])
      return .init(property.key, shared(JSON(.object(axis + [.init("additionalProperties", items)])), as: "a"))
    }
    let whole = perProfile([
      "type": "object", "minProperties": 1,
      "propertyNames": ["pattern": JSON(.string(Self.dotted))], "properties": JSON(.object(plain)),
      "patternProperties": ["\\.": Self.reference("axis")],
      "additionalProperties": hasTemplates
        ? Self.reference("axis") : perProfile(["type": "array", "minItems": 1, "items": perProfile(bundle)]),
    ])
    return Self.described(whole, ReservedFields.sweepHelp)
  }

  private mutating func defineSweepValues() {
    let scalar: JSON = ["type": ["string", "number", "boolean"]]
    let value = perProfile([
      "anyOf": [scalar, ["type": "array", "items": perProfile(["type": ["string", "number", "boolean", "array"]])]]
    ])
    define("swept", value)
    let items: JSON = [
      "anyOf": [
        Self.reference("swept"),
        perProfile(["type": "object", "additionalProperties": Self.reference("swept")]),
      ]
    ]
    define("axis", perProfile(["type": "array", "minItems": 1, "items": items]))
  }

  private struct ObjectSchema {
    var properties: [JSON.Member] = []
    var required: [JSON] = []
    /// What members of other names may be.

    var members: [JSON.Member] {
      let parts: [JSON.Member] = [
        .init("type", "object"), .init("properties", JSON(.object(properties))), .init("additionalProperties", false),
      ]
      return parts + (required.isEmpty ? [] : [.init("required", JSON(.array(required)))])
    }
  }

  /// The schema of an object with the given fields; objects inside become definitions named after `place`.
  private mutating func object(_ fields: [FieldDescription], within place: String, isSwept: Bool) -> ObjectSchema {
    var result = ObjectSchema()
    for field in fields {
      let value = value(field.shape, within: place + "." + field.key, isSwept: isSwept)
      result.properties.append(.init(field.key, shared(Self.described(perProfile(value), field.help), as: "k")))
      // A text of a claim, a figure or a page may stand in a file of prose.
      let isElsewhere = field.shape == .string && !place.hasPrefix(ManifestSections.stages + ":")
      if field.isRequired, !isSwept, !isElsewhere { result.required.append(JSON(.string(field.key))) }
    }
    return result
  }

  private mutating func value(_ shape: FieldDescription.Shape, within place: String, isSwept: Bool) -> JSON {
    switch shape {
    case .object(let fields):
      return shared(object(fields, within: place, isSwept: isSwept), at: place)
    case .dictionary(let fields):
      let entry = shared(object(fields, within: place, isSwept: isSwept), at: place)
      return ["type": "object", "additionalProperties": perProfile(entry)]
    case .list(let inner):
      // No sweep reaches into a list.
      let items = perProfile(value(inner, within: place, isSwept: false))
      return ["type": "array", "minItems": 1, "items": items]
    default: return scalar(shape)
    }
  }

  private mutating func scalar(_ shape: FieldDescription.Shape) -> JSON {
    switch shape {
    case .boolean: return ["type": "boolean"]
    case .integer(let range):
      return Self.ranged(
        "integer", range.lowerBound == .min ? nil : JSON(.integer(range.lowerBound)),
        range.upperBound == .max ? nil : JSON(.integer(range.upperBound)))
    case .number(let range):
      let largest = Double.greatestFiniteMagnitude
      return Self.ranged(
        "number", range.lowerBound <= -largest ? nil : JSON(.number(range.lowerBound)),
        range.upperBound >= largest ? nil : JSON(.number(range.upperBound)))
    case .choice(let names): return ["enum": JSON(.array(names.map { JSON(.string($0)) }))]
    case .reference(_, let many):
      let name: JSON = ["type": "string", "minLength": 1]
      return many ? ["anyOf": [name, ["type": "array", "minItems": 1, "items": perProfile(name)]]] : name
    case .string: return ["type": "string"]
    case .members: return ["type": "object"]
    case .any, .list, .object, .dictionary: return [:]
    }
  }

  private mutating func define(_ name: String, _ value: JSON) { definitions.append(.init(name, value)) }

  /// A reference to the definition that holds `value`: one that is there already, or a new one whose name begins with
  /// `name`.
  private mutating func shared(_ value: JSON, as name: String) -> JSON {
    let content = value.canonical
    if let known = names[content] { return Self.reference(known) }
    let new = name + (name.last?.isNumber == true ? "-" : "") + String(names.count + 1)
    names[content] = new
    define(new, value)
    return Self.reference(new)
  }

  private mutating func shared(_ object: ObjectSchema, at place: String) -> JSON {
    shared(JSON(.object(object.members)), as: place.split(separator: ".").last.map(String.init) ?? place)
  }

  /// The value itself, a reference to one, or an object that holds one for each profile.
  private mutating func perProfile(_ value: JSON, _ mayBeReference: Bool = true) -> JSON {
    var choices = [value] + (mayBeReference && value["type"] != "string" ? [Self.reference("reference")] : [])
    var inner: JSON = choices.count == 1 ? value : ["anyOf": JSON(.array(choices))]
    if value.canonical.utf8.count > Self.smallest {
      inner = shared(inner, as: "c")
      choices = [inner]
    }
    let names = shared(
      profiles.isEmpty ? Self.name : ["enum": JSON(.array(profiles.map { JSON(.string($0)) }))], as: "p")
    // A value is given for each profile.
    let all: JSON.Member =
      profiles.isEmpty
      ? .init("minProperties", 1) : .init("required", JSON(.array(profiles.map { JSON(.string($0)) })))
    let object = shared(JSON(.object([.init("type", "object"), all, .init("propertyNames", names)])), as: "o")
    let each = JSON(.object((object.members ?? []) + [.init("additionalProperties", inner)]))
    return shared(["anyOf": JSON(.array(choices + [each]))], as: "v")
  }

  /// Bytes of a value from which on it is worth a definition of its own.
  private static let smallest = 80

  private static func reference(_ name: String) -> JSON {
    let escaped = name.replacing("~", with: "~0").replacing("/", with: "~1").replacing(" ", with: "%20")
    return ["$ref": JSON(.string("#/$defs/" + escaped))]
  }

  private static func described(_ value: JSON, _ help: String) -> JSON {
    JSON(.object([.init("description", JSON(.string(help)))] + (value.members ?? [])))
  }

  private static func list(_ item: JSON, _ help: String, unique: Bool) -> JSON {
    [
      "description": JSON(.string(help)), "type": "array", "minItems": 1, "uniqueItems": JSON(.boolean(unique)),
      "items": item,
    ]
  }

  private static func section(_ entry: JSON) -> JSON {
    ["type": "object", "propertyNames": name, "additionalProperties": entry]
  }

  private static func ranged(_ type: JSON, _ least: JSON?, _ most: JSON?) -> JSON {
    let bounds = [least.map { JSON.Member("minimum", $0) }, most.map { JSON.Member("maximum", $0) }]
    return JSON(.object([JSON.Member("type", type)] + bounds.compactMap { $0 }))
  }
}
