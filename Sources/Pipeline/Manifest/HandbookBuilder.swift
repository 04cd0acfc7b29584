import Documents

/// Makes the topics of a reference.
struct HandbookBuilder {
  private let catalogue: Catalogue
  private let examples: HandbookExamples
  private let kinds: [String: [FieldDescription]]
  /// The parts that are topics, and what stands in them.
  private var parts: [(part: Catalogue.Part, help: String, fields: [FieldDescription])] = []

  init(_ catalogue: Catalogue, _ examples: HandbookExamples) {
    (self.catalogue, self.examples) = (catalogue, examples)
    kinds = catalogue.kinds.mapValues { type in
      let fields = Fields.describing(type.kind.name)
      _ = type.init(fields)
      return fields.schema
    }
    parts = catalogue.parts.compactMap { part in
      var (fields, help) = (kinds[part.kind] ?? [], "")
      for key in part.path {
        guard let field = fields.first(where: { $0.key == key }), let inner = field.shape.inner else { return nil }
        (fields, help) = (inner.fields, field.help)
      }
      return (part, help, fields)
    }
  }

  /// The topic of a kind.
  func topic(_ type: any Stage.Type) -> Handbook.Topic {
    let name = type.kind.name
    let section = catalogue.sections.first { $0.kind == name }
    return Handbook.Topic(
      name: name, role: section.map { "an entry of `\($0.name)`" } ?? "a kind of stage", summary: type.kind.summary,
      keys: keys(kinds[name] ?? []), isEntry: true, outputs: outputs(of: name, section),
      example: examples.manifest(of: name))
  }

  /// The topic of a part.
  func topic(_ part: Catalogue.Part) -> Handbook.Topic {
    let found = parts.first { $0.part.name == part.name && $0.part.kind == part.kind }
    return Handbook.Topic(
      name: part.name, role: part.role, summary: part.summary ?? found?.help ?? "", keys: keys(found?.fields ?? []),
      isEntry: false, outputs: [], example: examples.manifest(of: part.entry))
  }

  /// The topic of the whole file.
  var manifest: Handbook.Topic {
    let sections = catalogue.sections.map {
      Handbook.Key(
        path: $0.name, type: "object of objects by name", isRequired: false, standard: nil,
        meaning: "entries of the kind \($0.kind)", see: [$0.kind])
    }
    return Handbook.Topic(
      name: "manifest", role: "the file", summary: "what a manifest holds: pipeline.json, and the files it includes",
      keys: keys(ManifestSections.keys(of: catalogue)) + sections, isEntry: false, outputs: [],
      example: example("manifest"))
  }

  /// The topic of what all entries may say.
  var entry: Handbook.Topic {
    Handbook.Topic(
      name: "entry", role: "any entry",
      summary: "what every entry may say besides the keys of its kind; `kind` and `export` stand in `stages` only",
      keys: keys(ReservedFields.descriptions(in: ManifestSections.stages)), isEntry: false, outputs: [],
      example: example("entry"))
  }

  private func example(_ topic: String) -> JSON { catalogue.examples[topic] ?? [:] }

  private func outputs(of kind: String, _ section: Catalogue.Section?) -> [Handbook.Output] {
    guard let node = examples.node(kind) else { return [] }
    let published = section?.exports("NAME") ?? []
    return node.stage.outputs.map { output in
      Handbook.Output(
        name: output.name, file: output.fileName, type: output.type,
        published: published.first { $0.output == output.name }?.path, columns: node.columns[output.name] ?? [])
    }
  }

  /// The fields, and those of the objects within that are no topic of their own.
  private func keys(_ fields: [FieldDescription], below prefix: String = "") -> [Handbook.Key] {
    fields.flatMap { field -> [Handbook.Key] in
      let inner = field.shape.inner
      let topic = inner.flatMap { known($0.fields) }
      let missing = topic?.missing.map { "`\($0)`" }.joined(separator: " and ") ?? ""
      let key = Handbook.Key(
        path: prefix + field.key, type: field.shape.words, isRequired: field.isRequired, standard: field.standard,
        meaning: field.help + (missing.isEmpty ? "" : ", without \(missing)"), see: topic?.names ?? [])
      guard let inner, topic == nil else { return [key] }
      return [key] + keys(inner.fields, below: prefix + field.key + inner.step)
    }
  }

  /// The topics that describe an object with `fields`, and the keys of theirs that it lacks.
  private func known(_ fields: [FieldDescription]) -> (names: [String], missing: [String])? {
    guard !fields.isEmpty else { return nil }
    if let same = parts.first(where: { $0.fields == fields }) { return ([same.part.name], []) }
    let names = fields.map { field in
      parts.first { $0.part.name == field.key && $0.fields == field.shape.inner?.fields }?.part.name
    }
    if names.allSatisfy({ $0 != nil }) { return (names.compactMap { $0 }, []) }
    for (part, _, whole) in parts where whole.count <= fields.count + 2 && fields.allSatisfy(whole.contains) {
      return ([part.name], whole.filter { !fields.contains($0) }.map(\.key))
    }
    return nil
  }
}
