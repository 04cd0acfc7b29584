import Documents
import Foundation
import Pipeline

extension LoadedProject {
  /// Where a stage stands, in lists.
  public static func record(_ node: Node) -> JSON {
    [
      "id": JSON(.string(node.id)), "section": JSON(.string(node.section)), "kind": JSON(.string(node.kind.name)),
      "exports": JSON(.array(node.exports.map { JSON(.string($0.path)) })),
    ]
  }

  /// What a stage is made from and what it makes.
  public func description(of index: Int) throws -> StageDescription {
    let node = graph.nodes[index]
    let inputs = node.inputs.map { slot in
      let sources = slot.contents.map { source in
        switch source {
        case .node(let index, let output): JSON(.string("\(graph.nodes[index].id).\(output)"))
        case .file(let path): JSON(.string(path))
        }
      }
      return JSON.Member(slot.path, JSON(.array(sources)))
    }
    let record: JSON = [
      "id": JSON(.string(node.id)), "kind": JSON(.string(node.kind.name)), "summary": JSON(.string(node.kind.summary)),
      "defined": JSON(.string("\(node.place)")), "parameters": node.parameters, "inputs": JSON(.object(inputs)),
      "outputs": JSON(.array(node.stage.outputs.map { JSON(.string($0.fileName)) })),
      "exports": JSON(.array(node.exports.map { JSON(.string($0.path)) })),
    ]
    let tables = node.stage.outputs.filter { $0.type == Table.typeName }
    return StageDescription(record: record, tables: try tables.map { ($0, try columns(of: $0, index)) })
  }

  /// The columns that are known of a table: those that its kind declares, else those of the last result.
  private func columns(of output: OutputDeclaration, _ index: Int) throws -> [Column]? {
    if let declared = graph.nodes[index].columns[output.name] { return declared }
    let record = try engine.record(graph, index)
    guard let data = try engine.files().data(record?.output(output.name)) else { return nil }
    return try [Column](of: Table(csv: data, name: output.fileName))
  }

  /// Whether stages are up to date, in the order of `nodes`.
  public func statuses(of nodes: [Int]) throws -> StatusList {
    let standing = try engine.standing(graph)
    let isChosen = Set(nodes)
    return StatusList(
      entries: nodes.map { (graph.nodes[$0].id, standing.statuses[$0]) },
      files: standing.disturbed.filter { isChosen.contains($0.node) })
  }

  /// What a stage would run for, and how to ask further.
  public func reason(for node: Int) throws -> StageReason {
    let status = try engine.why(graph, node)
    var next: String?
    if case .waits(let above) = status { next = settings.line("why", above) }
    return StageReason(id: graph.nodes[node].id, status: status, next: next)
  }

  /// What a stage wrote when it last ran, and how it ended.
  public func log(of node: Int) throws -> StageLog {
    let id = graph.nodes[node].id
    if let log = engine.runningLog(id, edition: graph.edition) {
      return StageLog(id: id, state: "running", text: String(decoding: log.more(), as: UTF8.self))
    }
    let log = try engine.log(graph, node)
    let state = log.map { $0.failure.map { "failed: \($0)" } ?? "done" } ?? "never ran"
    return StageLog(id: id, state: state, text: log?.text)
  }

  /// Hands on what a running stage writes as it writes it, and returns when it has ended; whether it was running.
  public func follow(_ node: Int, _ write: ([UInt8]) -> Void) -> Bool {
    guard let log = engine.runningLog(graph.nodes[node].id, edition: graph.edition) else { return false }
    while true {
      // Asked before the last look, so that nothing is missed.
      let isGoingOn = log.isGoingOn
      let bytes = log.more()
      if !bytes.isEmpty { write(bytes) }
      if !isGoingOn { return true }
      if bytes.isEmpty { usleep(100_000) }
    }
  }

  /// Finds, and if `delete` removes, what no profile of the manifest needs.
  public func collectGarbage(delete: Bool) throws -> Garbage { try engine.collectGarbage(graphs(), delete: delete) }
}

/// What a stage is made from, and the columns of its tables.
public struct StageDescription {
  /// Parameters, inputs and outputs.
  fileprivate let record: JSON
  /// The columns of each table; nil where they are known only once it ran.
  fileprivate let tables: [(output: OutputDeclaration, columns: [Column]?)]

  /// Everything, for programs.
  public var json: JSON {
    let members = tables.map { output, columns in
      JSON.Member(output.name, columns.map { JSON(.array($0.map(Self.record))) } ?? JSON(.null))
    }
    return JSON(.object((record.members ?? []) + [.init("columns", JSON(.object(members)))]))
  }

  private static func record(_ column: Column) -> JSON {
    [
      "name": JSON(.string(column.name)), "type": JSON(.string(column.type.rawValue)),
      "unit": column.unit.map { JSON(.string($0)) } ?? JSON(.null),
      "meaning": column.meaning.isEmpty ? JSON(.null) : JSON(.string(column.meaning)),
    ]
  }

  /// For people: the record, then a line for each column.
  public var lines: [String] {
    [record.pretty]
      + tables.flatMap { output, columns in
        ["columns of \(output.fileName):"]
          + (columns.map { aligned($0.map(Self.cells)) } ?? ["known once it ran"]).map { "  " + $0 }
      }
  }

  private static func cells(_ column: Column) -> [String] {
    [column.name, column.type.rawValue + (column.unit.map { ", \($0)" } ?? "")]
      + (column.meaning.isEmpty ? [] : [column.meaning])
  }
}

/// Which stages are up to date, which would run, and which cannot.
public struct StatusList {
  fileprivate let entries: [(id: String, status: StageStatus)]
  /// The published files that are not as their results are.
  fileprivate let files: [DisturbedFile]

  /// For people: those that are not up to date, and the counts.
  public var lines: [String] {
    let others = entries.filter { $0.status != .upToDate }
    let (rest, current) = (others.count { !$0.status.cannotRun }, entries.count - others.count)
    var remedies: [String] = []
    if rest > 0 { remedies.append("makes \(rest == others.count ? "the others" : "\(rest) more")") }
    let again = files.count { $0.isReplaced }
    if again > 0 { remedies.append("publishes \(again.counted("file")) again") }
    return StageGroup.lines(entries)
      + files.map { "\($0.path) \(Self.state($0))" } + [
        "\(current) of \(entries.count.counted("stage")) \(current.are) up to date"
          + (remedies.isEmpty ? "" : "; `plumb run` \(remedies.joined(separator: " and "))")
      ]
  }

  private static func state(_ file: DisturbedFile) -> String {
    if file.isMissing { return "is missing" }
    return file.isReplaced
      ? "holds something else; `plumb run` publishes it anew"
      : "holds what no run here made; `plumb run --replace` replaces it"
  }

  /// For programs.
  public var json: JSON {
    let disturbed = Dictionary(grouping: files, by: \.id)
    return JSON(
      .array(
        entries.map { id, status in
          [
            "id": JSON(.string(id)), "upToDate": JSON(.boolean(status == .upToDate)),
            "status": JSON(.string("\(status)")),
            "disturbed": JSON(.array((disturbed[id] ?? []).map { JSON(.string($0.path)) })),
          ]
        }))
  }
}

/// What a stage wrote when it last ran.
public struct StageLog {
  fileprivate let id: String
  /// How it ended.
  fileprivate let state: String
  /// Nil if it never ran.
  fileprivate let text: String?

  /// For people; a terminal is shown nothing that would steer it.
  public func lines(isTerminal: Bool) -> [String] {
    let head = "\(id): \(LogTail.visible(state))"
    guard let text, !text.isEmpty else { return [head] }
    return [head] + (isTerminal ? text.split(separator: "\n").map { LogTail.visible(String($0)) } : [text])
  }

  /// For programs.
  public var json: JSON {
    ["id": JSON(.string(id)), "state": JSON(.string(state)), "log": text.map { JSON(.string($0)) } ?? JSON(.null)]
  }
}

/// What a stage would run for.
public struct StageReason {
  fileprivate let id: String
  fileprivate let status: StageStatus
  /// The command that says why the stage above would run.
  fileprivate let next: String?

  /// For people.
  public var lines: [String] { ["\(id): \(status)"] + (next.map { ["    see: \($0)"] } ?? []) }

  /// For programs.
  public var json: JSON {
    var changes: [JSON] = []
    if case .changed(let list) = status {
      changes = list.map { change in
        [
          "component": JSON(.string(change.name)), "old": change.old.map { JSON(.string($0)) } ?? JSON(.null),
          "new": change.new.map { JSON(.string($0)) } ?? JSON(.null), "isOrder": JSON(.boolean(change.isOrder)),
        ]
      }
    }
    return ["id": JSON(.string(id)), "status": JSON(.string("\(status)")), "changes": JSON(.array(changes))]
  }
}

extension StageStatus: CustomStringConvertible {
  /// One line, with one more for each changed component.
  public var description: String {
    switch self {
    case .upToDate: "up to date"
    case .changed(let changes):
      "changed"
        + changes.map { change in
          "\n    \(change.name.printable)\(change.isOrder ? ", order" : ""): "
            + "\(Self.short(change.old)) -> \(Self.short(change.new))"
        }.joined()
    case .neverRan: "never ran"
    case .lost: "its result was lost from the cache"
    case .waits(let above): "waits for \(above), which would run"
    case .failed(let reason): "failed: \(LogTail.visible(reason))"
    case .notRun(let reason): "cannot run: \(reason)"
    }
  }

  private static func short(_ value: String?) -> String {
    guard let value else { return "(nothing)" }
    return value.hasPrefix("sha256:") ? String(value.prefix(19)) : value.printable
  }
}
