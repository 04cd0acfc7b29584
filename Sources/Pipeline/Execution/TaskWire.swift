import Documents

// Tasks as they travel to workers.

extension Workspace.Label {
  var json: JSON {
    JSON(["axis": JSON(.string(axis)), "number": number.map { JSON(.number($0)) }, "text": JSON(.string(text))])
  }

  init?(json: JSON) {
    guard let axis = json["axis"]?.string, let text = json["text"]?.string else { return nil }
    self.init(axis: axis, text: text, number: json["number"]?.double)
  }
}

extension Slot {
  /// The input as an object; `content` gives the members that stand for a value.
  func json(_ content: (Content) -> [JSON.Member]) -> JSON {
    let items = items.map { item -> JSON in
      let labels = item.labels.isEmpty ? [] : [JSON.Member("labels", JSON(.array(item.labels.map(\.json))))]
      return JSON(.object(labels + content(item.content)))
    }
    return ["items": JSON(.array(items)), "path": JSON(.string(path))]
  }

  init?(json: JSON, _ content: (JSON) -> Content?) {
    let items = [Item](json["items"]) { item in
      guard let content = content(item) else { return nil }
      if item["labels"] == nil { return Item(content: content) }
      return [Workspace.Label](item["labels"], Workspace.Label.init).map { Item(labels: $0, content: content) }
    }
    guard let items, let path = json["path"]?.string else { return nil }
    self.init(path: path, items: items)
  }
}

extension InputValue {
  fileprivate var members: [JSON.Member] {
    switch self {
    case .object(let digest, let name):
      [.init("object", JSON(.string(digest.hex))), .init("name", JSON(.string(name)))]
    case .source(let file, let digest):
      [.init("source", JSON(.string(file))), .init("sha256", JSON(.string(digest.hex)))]
    case .missing: [.init("missing", true)]
    }
  }

  fileprivate init?(json: JSON) {
    if let digest = json["object"]?.string.flatMap({ Digest(hex: $0) }), let name = json["name"]?.string {
      self = .object(digest, name: name)
    } else if let file = json["source"]?.string, let digest = json["sha256"]?.string.flatMap({ Digest(hex: $0) }) {
      self = .source(file, digest)
    } else if json["missing"] == true {
      self = .missing
    } else {
      return nil
    }
  }
}

extension Lineage {
  var json: JSON {
    JSON([
      "costs": costs?.json, "editions": editions.isEmpty ? nil : JSON(.array(editions.map(\.json))),
      "entries": JSON(.array(entries.map(\.json))), "isDefault": JSON(.boolean(isDefaultProfile)),
      "origins": origins.isEmpty ? nil : JSON(.array(origins.map(\.json))), "profile": JSON(.string(profile)),
      "published": JSON(paths: published),
      "readers": JSON(
        .array(readers.map { ["published": JSON(paths: $0.published), "title": JSON(.string($0.title))] })),
      "settings": settings.isEmpty ? nil : JSON(.array(settings.map { JSON(.string($0)) })),
    ])
  }

  fileprivate init?(json: JSON) {
    guard let profile = json["profile"]?.string, let isDefault = json["isDefault"],
      let entries = [Entry](json["entries"], Entry.init), let published = json["published"]?.paths,
      let readers = [Reader](
        json["readers"],
        { reader in
          guard let title = reader["title"]?.string, let published = reader["published"]?.paths else { return nil }
          return Reader(title: title, published: published)
        }), let origins = [Origin](json["origins"] ?? [], Origin.init),
      let editions = [Edition](json["editions"] ?? [], Edition.init)
    else { return nil }
    self.init(
      entries: entries, profile: profile, isDefaultProfile: isDefault == true,
      settings: (json["settings"]?.elements ?? []).compactMap(\.string), published: published, readers: readers,
      origins: origins, editions: editions, costs: json["costs"].flatMap(RecordedCosts.init(json:)))
  }
}

extension Lineage.Origin {
  var json: JSON { ["file": JSON(.string(file)), "id": JSON(.string(id)), "line": JSON(.integer(line))] }

  fileprivate init?(json: JSON) {
    guard let id = json["id"]?.string, let file = json["file"]?.string, let line = json["line"]?.integer else {
      return nil
    }
    self.init(id: id, file: file, line: line)
  }
}

extension Lineage.Edition {
  var json: JSON {
    ["id": JSON(.string(id)), "profile": JSON(.string(profile)), "published": JSON(paths: published)]
  }

  fileprivate init?(json: JSON) {
    guard let id = json["id"]?.string, let profile = json["profile"]?.string, let published = json["published"]?.paths
    else { return nil }
    self.init(id: id, profile: profile, published: published)
  }
}

extension Lineage.Entry {
  var json: JSON {
    let links = inputs.map { link -> JSON in ["id": JSON(.string(link.id)), "path": JSON(.string(link.path))] }
    return JSON([
      "id": JSON(.string(id)), "input": input.map { JSON(.string($0)) }, "inputs": JSON(.array(links)),
      "key": key.map { JSON(.string($0)) }, "kind": JSON(.string(kind)), "missing": missing.map { JSON(.string($0)) },
      "notes": notes.isEmpty ? nil : JSON(paths: notes),
      "published": published.isEmpty ? nil : JSON(paths: published), "recorded": isRecorded ? true : nil,
      "title": title.map { JSON(.string($0)) },
    ])
  }

  fileprivate init?(json: JSON) {
    let links = [Lineage.Link](json["inputs"]) { link in
      guard let path = link["path"]?.string, let id = link["id"]?.string else { return nil }
      return Lineage.Link(path: path, id: id)
    }
    guard let links, let id = json["id"]?.string, let kind = json["kind"]?.string else { return nil }
    self.init(
      id: id, kind: kind, key: json["key"]?.string, input: json["input"]?.string, inputs: links,
      missing: json["missing"]?.string, title: json["title"]?.string, isRecorded: json["recorded"] == true,
      published: json["published"]?.paths ?? [:], notes: json["notes"]?.paths ?? [:])
  }
}

extension StageTask {
  var request: JSON {
    JSON([
      "definition": definition, "folder": JSON(.string(folder)), "id": JSON(.string(id)),
      "inputs": JSON(.array(inputs.map { $0.json(\.members) })), "kind": JSON(.string(kind)), "lineage": lineage?.json,
      "objects": JSON(.string(objects)), "project": JSON(.string(surroundings.project)),
      "remote": isRemote ? true : nil,
      "variables": surroundings.variables.isEmpty ? nil : JSON(paths: surroundings.variables),
    ])
  }

  init?(request: JSON, catalogue: Catalogue) throws {
    guard let id = request["id"]?.string, let kind = request["kind"]?.string, let definition = request["definition"],
      let inputs = [Slot<InputValue>](request["inputs"], { Slot(json: $0, InputValue.init) }),
      let folder = request["folder"]?.string, let objects = request["objects"]?.string
    else { return nil }
    guard let type = catalogue.kinds[kind] else { throw StageFailure.noSuchKind(kind) }
    let fields = Fields(definition, context: "stage `\(id)`")
    let stage = type.init(fields)
    guard fields.problems.isEmpty else { throw Problems(fields.problems) }
    self.init(
      id: id, kind: kind, definition: definition, stage: stage, inputs: inputs,
      lineage: request["lineage"].flatMap(Lineage.init), timeout: nil, folder: folder, objects: objects,
      surroundings: Surroundings(
        project: request["project"]?.string ?? ".", variables: request["variables"]?.paths ?? [:]))
    isRemote = request["remote"] == true
  }
}
