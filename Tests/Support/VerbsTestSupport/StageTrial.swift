import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Verbs
import Testing

/// A stage run once by hand: its parameters as JSON, its inputs as values.
package struct StageTrial {
  private let bench: StageBench

  package init<Kind: Stage>(
    _: Kind.Type, _ text: String, tables: [String: Table] = [:], matrices: [String: Matrix] = [:]
  )
    throws
  {
    let fields = try Self.fields(text)
    let stage = Kind(fields)
    fields.finish()
    #expect(fields.problems.isEmpty)
    bench = try StageBench()
    for (key, table) in tables { try bench.give(key, table) }
    for (key, matrix) in matrices { try bench.give(key, matrix) }
    try bench.run(stage)
  }

  /// The matrix that the stage wrote under `name`.
  package func matrix(_ name: String) throws -> Matrix { try bench.matrix(name) }

  /// The table that the stage wrote under `name`.
  package func table(_ name: String) throws -> Table { try bench.table(name) }

  /// The table that the stage wrote under `name`, as it stands in the file.
  package func text(_ name: String) throws -> String { String(decoding: try bench.bytes(name + ".csv"), as: UTF8.self) }

  /// What the reader of a stage says of its parameters.
  package static func problems<Kind: Stage>(_: Kind.Type, _ text: String) throws -> [String] {
    let fields = try fields(text)
    _ = Kind(fields)
    fields.finish()
    return fields.problems.map { "\($0)" }
  }

  private static func fields(_ text: String) throws -> Fields {
    Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `s`")
  }
}

extension Matrix {
  package static func column(_ values: [Double]) throws -> Matrix {
    try Matrix(rows: values.count, columns: 1, elements: values)
  }
}
