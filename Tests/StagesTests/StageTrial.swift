import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Testing

@testable import Stages

/// A stage run by hand: its parameters as JSON, its inputs as values.
struct StageTrial {
  let folder: URL

  init<Kind: Stage>(_: Kind.Type, _ text: String, tables: [String: Table] = [:], matrices: [String: Matrix] = [:])
    throws
  {
    let fields = try Self.fields(text)
    let stage = Kind(fields)
    fields.finish()
    #expect(fields.problems.isEmpty)
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var inputs: [String: [Workspace.InputFile]] = [:]
    for (key, table) in tables {
      let file = folder.appending(path: "input-\(key).csv")
      try table.write(to: file)
      inputs[key] = [Workspace.InputFile(file: file, labels: [])]
    }
    for (key, matrix) in matrices {
      let file = folder.appending(path: "input-\(key).npy")
      try matrix.write(to: file)
      inputs[key] = [Workspace.InputFile(file: file, labels: [])]
    }
    try stage.run(Workspace(directory: folder, inputs: inputs))
  }

  /// The matrix that the stage wrote under `name`.
  func matrix(_ name: String) throws -> Matrix { try Matrix(readingFrom: folder.appending(path: "\(name).npy")) }

  /// The table that the stage wrote under `name`.
  func table(_ name: String) throws -> Table { try Table(readingFrom: folder.appending(path: "\(name).csv")) }

  /// What the reader of a stage says of its parameters.
  static func problems<Kind: Stage>(_: Kind.Type, _ text: String) throws -> [String] {
    let fields = try fields(text)
    _ = Kind(fields)
    fields.finish()
    return fields.problems.map { "\($0)" }
  }

  private static func fields(_ text: String) throws -> Fields {
    Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `s`")
  }
}
