import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Testing
import Verbs

/// A folder in which stages are run on inputs made by a test, gone with the last reference.
package final class StageBench {
  package let folder: URL
  private var inputs: [String: [Workspace.InputFile]] = [:]
  package var lineage: Lineage?

  /// A bench with one value behind each input.
  package init(csv: [String: String] = [:], tables: [String: Table] = [:], matrices: [String: Matrix] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "in"), withIntermediateDirectories: true)
    for (key, text) in csv { try give(key, csv: text) }
    for (key, table) in tables { try give(key, table) }
    for (key, matrix) in matrices { try give(key, matrix) }
  }

  /// A bench on which the stage that `members` describe was run.
  package convenience init<Kind: Stage>(
    _ kind: Kind.Type, _ members: String, csv: [String: String] = [:], tables: [String: Table] = [:],
    matrices: [String: Matrix] = [:]
  ) throws {
    try self.init(csv: csv, tables: tables, matrices: matrices)
    try run(kind, members)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Puts a value behind an input; several calls put several values there.
  package func give(_ key: String, _ value: some Artifact, labels: [Workspace.Label] = []) throws {
    try give(key, labels: labels, ending: type(of: value).fileExtension) { try value.write(to: $0) }
  }

  /// Puts bytes behind an input.
  package func give(_ key: String, bytes: some Sequence<UInt8>, ending: String) throws {
    try give(key, labels: [], ending: ending) { try Data(bytes).write(to: $0) }
  }

  /// Puts a table, written as CSV, behind an input.
  package func give(_ key: String, csv: String) throws { try give(key, bytes: csv.utf8, ending: "csv") }

  /// Notes that an input was not made.
  package func lack(_ key: String) { inputs[key, default: []].append(Workspace.InputFile(content: nil)) }

  private func give(_ key: String, labels: [Workspace.Label], ending: String, _ write: (URL) throws -> Void) throws {
    let file = folder.appending(path: "in/\(key)\(inputs[key]?.count ?? 0).\(ending)")
    try write(file)
    inputs[key, default: []].append(Workspace.InputFile(labels: labels, content: file))
  }

  /// Reads `members`, the inside of a JSON object, as a stage.
  package static func read<Kind: Stage>(_: Kind.Type, _ members: String) throws -> (stage: Kind, problems: [String]) {
    let fields = Fields(try JSON.parse(SourceText(name: "", bytes: Array("{\(members)}".utf8))), context: "stage `s`")
    let stage = Kind(fields)
    fields.finish()
    return (stage, fields.problems.map(\.fault.description))
  }

  /// The problems of a stage given by `members`.
  package static func problems<Kind: Stage>(_ kind: Kind.Type, _ members: String) throws -> [String] {
    try read(kind, members).problems
  }

  /// Runs the stage that `members` describe.
  package func run<Kind: Stage>(_ kind: Kind.Type, _ members: String) throws {
    let (stage, problems) = try Self.read(kind, members)
    guard problems.isEmpty else { throw Refused(problems: problems) }
    try run(stage)
  }

  /// Runs a stage, and holds the tables that it writes to what it declares of them.
  package func run(_ stage: some Stage) throws {
    try stage.run(workspace)
    var known: [String: [Column]] = [:]
    for path in inputs.keys { known[path] = (try? workspace.stackedTable(at: path)).map { [Column](of: $0) } }
    for output in stage.outputs where output.type == Table.typeName {
      guard let declared = stage.columns(of: output, InputColumns(known)) else { continue }
      let table = try table(output.name)
      #expect(table.columns.map(\.name) == declared.map(\.name))
      try declared.check(table, in: output.name)
      for column in declared { check(column, of: declared, in: table) }
      #expect(declared.count { $0.roles.contains(.estimate) } <= 1)
    }
  }

  /// The range of a column holds its numbers, and its roles are about columns that are there.
  private func check(_ column: Column, of declared: [Column], in table: Table) {
    if let range = column.range {
      let numbers = (try? table.numbers(column.name)) ?? []
      #expect(numbers.allSatisfy { $0.isNaN || range.contains($0) }, "\(column.name) beyond \(range)")
    }
    for case .low(let name) in column.roles { #expect(declared.contains { $0.name == name }) }
    for case .high(let name) in column.roles { #expect(declared.contains { $0.name == name }) }
    for case .theory(let name) in column.roles { #expect(declared.contains { $0.name == name }) }
  }

  /// What a stage may touch: the inputs given so far.
  package var workspace: Workspace { Workspace(directory: folder, inputs: inputs.map(Slot.init), lineage: lineage) }

  /// The graph of a manifest of this text.
  package func graph(_ manifest: String, _ catalogue: Catalogue) throws -> Graph {
    let file = folder.appending(path: "pipeline.json")
    try Data(manifest.utf8).write(to: file)
    return try Manifest.load(file: file, root: folder, catalogue: catalogue, profile: nil, settings: []).graph
  }

  /// What a run throws, as the log tells it; empty if it does not.
  package func complaint<Kind: Stage>(_ kind: Kind.Type, _ members: String) -> String {
    do {
      try run(kind, members)
      return ""
    } catch { return "\(error)" }
  }

  /// What a run on these inputs throws; empty if it does not.
  package static func complaint<Kind: Stage>(
    _ kind: Kind.Type, _ members: String, csv: [String: String] = [:], tables: [String: Table] = [:],
    matrices: [String: Matrix] = [:]
  ) throws -> String { try StageBench(csv: csv, tables: tables, matrices: matrices).complaint(kind, members) }

  package struct Refused: Error { package let problems: [String] }

  package func table(_ name: String) throws -> Table { try Table(readingFrom: folder.appending(path: "\(name).csv")) }

  package func matrix(_ name: String) throws -> Matrix {
    try Matrix(readingFrom: folder.appending(path: "\(name).npy"))
  }

  package func bytes(_ file: String) throws -> Data { try Data(contentsOf: folder.appending(path: file)) }

  package func text(_ file: String) throws -> String { String(decoding: try bytes(file), as: UTF8.self) }
}

extension Matrix {
  package static func column(_ values: [Double]) throws -> Matrix {
    try Matrix(rows: values.count, columns: 1, elements: values)
  }
}

/// Whether numbers agree to a relative distance.
package func close(_ found: [Double], _ expected: [Double], _ tolerance: Double = 1e-12) -> Bool {
  found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1e-300, abs($1)) }
}
