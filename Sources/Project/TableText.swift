import Documents
import Foundation
import Pipeline

extension LoadedProject {
  /// The tables among the last results of `node`, and the shapes of its matrices: all of them, or the one called `output`.
  ///
  /// - Throws: ``CommandError`` for a name that no output has, and for results that are not there.
  public func tables(of node: Int, output: String?) throws -> [ResultTable] {
    let stage = graph.nodes[node]
    let all = stage.stage.outputs
    var wanted = all.filter { $0.type == Table.typeName || $0.fileExtension == "npy" }
    if let output {
      wanted = all.called(output).map { [$0] } ?? []
      if wanted.isEmpty {
        throw CommandError.usage(
          "\(stage.id) has no output `\(output.printable)`; \(Suggestion.sentence(for: output, among: all.map(\.name)))"
        )
      }
    }
    guard !wanted.isEmpty else {
      let others = all.map { "`\($0.name)`" }.joined(separator: ", ")
      throw CommandError.usage("\(stage.id) makes no table; its outputs are \(others)")
    }
    let status = try engine.why(graph, node)
    guard let record = try engine.record(graph, node) else {
      switch status {
      case .failed(let reason): throw CommandError.failed("\(stage.id) has no result, as it failed: \(reason)")
      case .notRun(let reason): throw CommandError.failed("\(stage.id) has no result: \(reason)")
      default: break
      }
      throw CommandError.failed("\(stage.id) has no result yet; `\(settings.line("run", stage.id))` makes it")
    }
    return try wanted.map { output in
      guard let data = try engine.files().data(record.output(output.name)) else {
        throw CommandError.failed(
          "\(stage.id).\(output.name) is not in the cache\(absence(of: stage, status)); "
            + "`\(settings.line("run", stage.id))` makes it again")
      }
      return try ResultTable(stage.id, output, data, isCurrent: status == .upToDate)
    }
  }
}

/// Why a result that was made is not there any more.
private func absence(of stage: Node, _ status: StageStatus) -> String {
  switch status {
  case .failed(let reason): ": the stage failed: \(reason)"
  case .notRun(let reason): ": \(reason)"
  case _ where stage.isTransient: ", as it is dropped after its last use"
  default: ": its file is missing or damaged"
  }
}

/// An output of a stage as the last run left it.
public struct ResultTable {
  private let id: String
  private let output: OutputDeclaration
  private let content: Content
  /// Whether it is what a run would make now.
  private let isCurrent: Bool

  private enum Content {
    case table(Table)
    case matrix(shape: String)
    case other(bytes: Int)
  }

  init(_ id: String, _ output: OutputDeclaration, _ data: Data, isCurrent: Bool) throws {
    (self.id, self.output, self.isCurrent) = (id, output, isCurrent)
    if output.type == Table.typeName {
      content = .table(try Table(csv: data, name: output.fileName))
    } else if let shape = Self.shape(data) {
      content = .matrix(shape: shape)
    } else {
      content = .other(bytes: data.count)
    }
  }

  /// `100 x 3`, from the header of a file of numpy.
  private static func shape(_ data: Data) -> String? {
    let head = String(decoding: data.prefix(1024), as: UTF8.self)
    guard let match = head.firstMatch(of: #/'shape': \(([0-9]+), ?([0-9]*)\)/#) else { return nil }
    return match.2.isEmpty ? String(match.1) : "\(match.1) x \(match.2)"
  }

  /// For people: the first rows, at most `limit`, six digits of long numbers, and how to see the other rows.
  public func lines(limit: Int) -> [String] {
    let name = "\(id).\(output.name)" + (isCurrent ? "" : ", out of date")
    switch content {
    case .matrix(let shape): return ["\(name): a matrix, \(shape)"]
    case .other(let bytes): return ["\(name): \(output.type), \(byteCount(bytes)), no table"]
    case .table(let table):
      let count = table.rowCount
      let shown = min(limit, count)
      let rest = count > shown ? "; the first \(shown) are shown, --rows \(count) shows all" : ""
      return ["\(name): \(count == 1 ? "1 row" : "\(count) rows")\(rest)"] + Self.rows(table, shown)
    }
  }

  private static func rows(_ table: Table, _ count: Int) -> [String] {
    let columns = table.columns.map { column -> [String] in
      let texts = (0..<count).map { LogTail.visible(column.values.text($0)) }
      guard case .numbers(let numbers) = column.values else { return [column.name] + texts }
      let cells = [column.name] + zip(numbers, texts).map { $1.count > 10 ? String(format: "%.6g", $0) : $1 }
      let width = cells.map(\.count).max() ?? 0
      return cells.map { String(repeating: " ", count: width - $0.count) + $0 }
    }
    return aligned((0...count).map { row in columns.map { $0[row] } })
  }

  /// For programs: the first rows as objects, all of them if `limit` is nil.
  public func json(limit: Int?) -> JSON {
    var members: [JSON.Member] = [
      .init("id", JSON(.string(id))), .init("output", JSON(.string(output.name))),
      .init("type", JSON(.string(output.type))), .init("upToDate", JSON(.boolean(isCurrent))),
    ]
    switch content {
    case .matrix(let shape):
      members.append(.init("shape", JSON(.array(shape.split(separator: " x ").map { JSON(.integer(Int($0) ?? 0)) }))))
    case .other(let bytes): members.append(.init("bytes", JSON(.integer(bytes))))
    case .table(let table):
      let count = min(limit ?? .max, table.rowCount)
      let rows = (0..<count).map { row in
        JSON(.object(table.columns.map { JSON.Member($0.name, Self.cell($0.values, row)) }))
      }
      members += [.init("rowCount", JSON(.integer(table.rowCount))), .init("rows", JSON(.array(rows)))]
    }
    return JSON(.object(members))
  }

  private static func cell(_ values: Table.Values, _ row: Int) -> JSON {
    switch values {
    case .numbers(let numbers): numbers[row].isFinite ? JSON(.number(numbers[row])) : JSON(.null)
    // A column of nothing has no type.
    case .texts(let texts): texts.allSatisfy(\.isEmpty) ? JSON(.null) : JSON(.string(texts[row]))
    }
  }
}
