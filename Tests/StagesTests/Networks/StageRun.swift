import Documents
import Foundation
import LinearAlgebra
import Pipeline

@testable import Stages

/// One run of a stage in a folder of its own.
struct StageRun {
  let folder: URL

  /// Runs the stage of `text`'s parameters on matrices by the keys of its inputs.
  init<Kind: Stage>(_: Kind.Type, _ text: String, _ matrices: [String: Matrix] = [:]) throws {
    let (stage, problems) = try Self.read(Kind.self, text)
    if let problem = problems.first { throw problem }
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var inputs: [String: [Workspace.InputFile]] = [:]
    for (key, matrix) in matrices {
      let file = folder.appending(path: "input-\(key).npy")
      try matrix.write(to: file)
      inputs[key] = [Workspace.InputFile(file: file, labels: [])]
    }
    try stage.run(Workspace(directory: folder, inputs: inputs))
  }

  func table(_ name: String) throws -> Table { try Table(readingFrom: folder.appending(path: "\(name).csv")) }
  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: "\(name).csv"), encoding: .utf8)
  }
  func matrix(_ name: String) throws -> Matrix { try Matrix(readingFrom: folder.appending(path: "\(name).npy")) }

  /// What the manifest says against the parameters in `text`.
  static func problems<Kind: Stage>(_: Kind.Type, _ text: String) throws -> [String] {
    try read(Kind.self, text).1.map { "\($0)" }
  }

  private static func read<Kind: Stage>(_: Kind.Type, _ text: String) throws -> (Kind, [Problem]) {
    let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `s`")
    let stage = Kind(fields)
    fields.finish()
    return (stage, fields.problems)
  }
}

extension Matrix {
  static func column(_ values: [Double]) throws -> Matrix {
    try Matrix(rows: values.count, columns: 1, elements: values)
  }
}
