import Documents
import Foundation

/// The run of a crate: the workflow with its steps and tools, their formal parameters, and the actions that took place.
///
/// The engine's work is an `OrganizeAction`, which led by one `ControlAction` a stage to one `CreateAction` a stage. The run as a
/// whole is a `CreateAction` of the workflow.
struct CrateRun {
  let crate: ResearchCrate
  private let kinds: [CrateAction]
  private let entries: [(name: String, kind: String)]
  /// By the address of a file or a value: the formal parameters that it stands for.
  let examples: [String: [String]]
  private let values: [String: JSON]
  private let parameters: [Formal]

  init(_ crate: ResearchCrate) {
    self.crate = crate
    parameters = Self.parameters(crate.actions)
    kinds = Dictionary(crate.actions.map { ($0.kind, $0) }) { first, _ in first }.values.sorted { $0.kind < $1.kind }
    var (seen, entries): (Set<String>, [(String, String)]) = ([], [])
    for action in crate.actions where seen.insert(action.entry).inserted { entries.append((action.entry, action.kind)) }
    self.entries = entries
    var (examples, values): ([String: [String]], [String: JSON]) = ([:], [:])
    func note(_ address: String, _ parameter: String) {
      if examples[address]?.contains(parameter) != true { examples[address, default: []].append(parameter) }
    }
    for action in crate.actions {
      for member in action.parameters {
        let address = Self.setting(member, action.kind)
        note(address, Self.parameter(member.key, .setting, action.kind))
        values[address] = member.value
      }
      for value in action.inputs { note(Self.address(value), Self.parameter(value.slot, .input, action.kind)) }
      for value in action.outputs { note(Self.address(value), Self.parameter(value.slot, .output, action.kind)) }
    }
    for path in crate.paths(crate.sources) { note(path, Self.read) }
    for path in crate.paths(crate.results) { note(path, Self.published) }
    (self.examples, self.values) = (examples, values)
  }

  /// What is told of the workflow beside its name.
  var workflow: [(String, JSON)] {
    let outputs = crate.paths(crate.results)
    return [
      ("programmingLanguage", CrateEntity.link("#plumb")),
      ("conformsTo", CrateEntity.link("https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE")),
    ] + CrateEntity.some("hasPart", kinds.map { Self.tool($0.kind) })
      + CrateEntity.some("step", entries.map { Self.step($0.name) })
      + CrateEntity.some("input", crate.paths(crate.sources).isEmpty ? [] : [Self.read])
      + CrateEntity.some("output", outputs.isEmpty ? [] : [Self.published]) + CrateEntity.some("about", outputs)
  }

  /// Everything else.
  var entities: [JSON] {
    [language, run] + (crate.actions.isEmpty ? [] : [organising]) + steps + kinds.map(tool) + formalParameters
      + crate.actions.flatMap { [action($0), control($0)] } + settings + results
  }

  // MARK: Plans

  private var language: JSON {
    let software = crate.software
    return CrateEntity.entity(
      "#plumb", ["ComputerLanguage", "SoftwareApplication"],
      [
        ("name", CrateEntity.text("Plumb")),
        ("softwareVersion", CrateEntity.text(software.first?.version ?? "unknown")),
        ("url", CrateEntity.link(software.first?.home ?? CrateEntity.path(crate.manifest))),
      ] + CrateEntity.some("softwareRequirements", software.indices.dropFirst().map { "#software-\($0)" }))
  }

  private var steps: [JSON] {
    entries.enumerated().map { index, entry in
      CrateEntity.entity(
        Self.step(entry.name), "HowToStep",
        [
          ("name", CrateEntity.text(entry.name)), ("position", CrateEntity.text(String(index))),
          ("workExample", CrateEntity.link(Self.tool(entry.kind))),
        ])
    }
  }

  private func tool(_ action: CrateAction) -> JSON {
    let own = parameters.filter { $0.kind == action.kind }
    func ids(_ roles: Set<Role>) -> [String] {
      own.filter { roles.contains($0.role) }.map { Self.parameter($0.name, $0.role, $0.kind) }
    }
    return CrateEntity.entity(
      Self.tool(action.kind), "SoftwareApplication",
      [
        ("name", CrateEntity.text(action.kind)), ("description", CrateEntity.text(action.summary)),
        ("softwareVersion", CrateEntity.text("revision \(action.revision)")),
        ("url", CrateEntity.link(crate.software.first?.home ?? CrateEntity.path(crate.manifest))),
        ("isPartOf", CrateEntity.link("#plumb")),
      ] + CrateEntity.some("input", ids([.setting, .input])) + CrateEntity.some("output", ids([.output])))
  }

  /// What a formal parameter is to its tool.
  enum Role: String { case setting, input, output }

  private struct Formal: Hashable {
    let name: String
    let role: Role
    let kind: String
  }

  /// Every formal parameter of a tool, each once, in the order of appearance.
  private static func parameters(_ actions: [CrateAction]) -> [Formal] {
    var seen: Set<Formal> = []
    return actions.flatMap { action in
      action.parameters.map { Formal(name: $0.key, role: .setting, kind: action.kind) }
        + action.inputs.map { Formal(name: $0.slot, role: .input, kind: action.kind) }
        + action.outputs.map { Formal(name: $0.slot, role: .output, kind: action.kind) }
    }.filter { seen.insert($0).inserted }
  }

  private var formalParameters: [JSON] {
    var types: [String: Set<String>] = [:]
    for (address, parameters) in examples {
      let type = values[address].map(Self.type) ?? (address.hasPrefix("#sha256-") ? "PropertyValue" : "File")
      for parameter in parameters { types[parameter, default: []].insert(type) }
    }
    func entity(_ id: String, _ name: String) -> JSON {
      CrateEntity.entity(
        id, "FormalParameter",
        [("name", CrateEntity.text(name)), ("additionalType", CrateEntity.text(Self.common(types[id] ?? [])))])
    }
    let own = [(Self.read, "sources"), (Self.published, "published")].filter { types[$0.0] != nil }
    return own.map(entity) + parameters.map { entity(Self.parameter($0.name, $0.role, $0.kind), $0.name) }
  }

  /// The type of a value as schema.org calls it; what is no single value is its JSON text.
  private static func type(_ value: JSON) -> String {
    switch value.content {
    case .boolean: "Boolean"
    case .integer: "Integer"
    case .number: "Float"
    default: "Text"
    }
  }

  private static func common(_ types: Set<String>) -> String {
    if types.count == 1, let only = types.first { return only }
    if types == ["Integer", "Float"] { return "Float" }
    return types.contains("File") ? "File" : "Text"
  }

  // MARK: What took place

  private var agents: [(String, JSON)] {
    CrateEntity.some("agent", crate.authors.map { ResearchCrate.person($0.name) })
  }

  private static let completed = ("actionStatus", CrateEntity.text("http://schema.org/CompletedActionStatus"))

  private var run: JSON {
    let start = crate.actions.compactMap(Self.start).min() ?? crate.date
    return CrateEntity.entity(
      "#run", "CreateAction",
      [
        ("name", CrateEntity.text("plumb run")), ("description", CrateEntity.text(crate.summary)),
        ("instrument", CrateEntity.link(CrateEntity.path(crate.manifest))), ("startTime", CrateEntity.time(start)),
        ("endTime", CrateEntity.time(crate.date)), Self.completed,
      ] + CrateEntity.some("object", crate.paths(crate.sources))
        + CrateEntity.some("result", crate.paths(crate.results))
        + agents)
  }

  private var organising: JSON {
    CrateEntity.entity(
      "#organising", "OrganizeAction",
      [
        ("name", CrateEntity.text("Plumb leads the stages")), ("instrument", CrateEntity.link("#plumb")),
        ("object", CrateEntity.links(crate.actions.map(Self.control))), ("result", CrateEntity.link("#run")),
        ("endTime", CrateEntity.time(crate.date)), Self.completed,
      ] + agents)
  }

  private func control(_ action: CrateAction) -> JSON {
    CrateEntity.entity(
      Self.control(action), "ControlAction",
      [
        ("name", CrateEntity.text("start \(action.id)")), ("instrument", CrateEntity.link(Self.step(action.entry))),
        ("object", CrateEntity.link(Self.address(action))), Self.completed,
      ])
  }

  private func action(_ action: CrateAction) -> JSON {
    let times = [("startTime", Self.start(action)), ("endTime", action.end)].compactMap { name, date in
      date.map { (name, CrateEntity.time($0)) }
    }
    return CrateEntity.entity(
      Self.address(action), "CreateAction",
      [
        ("name", CrateEntity.text(action.id)), ("description", CrateEntity.text(action.summary)),
        ("identifier", CrateEntity.text(action.key)), ("instrument", CrateEntity.link(Self.tool(action.kind))),
        Self.completed,
      ]
        + CrateEntity.some(
          "object",
          action.inputs.map { Self.address($0) } + action.parameters.map { Self.setting($0, action.kind) })
        + CrateEntity.some("result", action.outputs.map { Self.address($0) }) + times + agents)
  }

  /// The values of parameters, each once for a kind.
  private var settings: [JSON] {
    values.sorted { $0.key < $1.key }.map { address, value in
      let parameters = examples[address] ?? []
      let name = parameters.first?.split(separator: "/").last.map(String.init) ?? ""
      let isSingle = value.elements == nil && value.members == nil && !value.isNull
      return CrateEntity.entity(
        address, "PropertyValue",
        [
          ("name", CrateEntity.text(name.removingPercentEncoding ?? name)),
          ("value", isSingle ? value : CrateEntity.text(value.canonical)),
        ] + CrateEntity.some("exampleOfWork", parameters))
    }
  }

  /// Results that stay in the cache, each once.
  private var results: [JSON] {
    var seen: Set<String> = []
    return crate.actions.flatMap { $0.outputs + $0.inputs }.filter { $0.path == nil && seen.insert($0.digest).inserted }
      .map { value in
        CrateEntity.entity(
          Self.address(value), "PropertyValue",
          [
            ("name", CrateEntity.text(value.name)), ("propertyID", CrateEntity.text("sha256")),
            ("value", CrateEntity.text(value.digest)),
          ] + CrateEntity.some("exampleOfWork", examples[Self.address(value)] ?? []))
      }
  }

  private static func start(_ action: CrateAction) -> Date? { action.end?.addingTimeInterval(-action.seconds) }
}
