import Documents
import Foundation

@testable import Plotting

/// A figure of the gallery, read from its file with its tables.
struct Gallery {
  let specification: FigureSpecification
  let tables: [String: Table]
  let problems: [Problem]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Data")

  static let names: [String] = {
    let path = folder.appendingPathComponent("gallery").path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }()

  init(_ name: String) throws {
    let data = try Data(contentsOf: Gallery.folder.appendingPathComponent("gallery/\(name).json"))
    try self.init(JSON.parse(SourceText(name: name, bytes: [UInt8](data))))
  }

  /// A document of the form `{"figure": ..., "tables": {name: {column: [values]}}}`.
  init(text: String) throws {
    try self.init(JSON.parse(SourceText(name: "figure.json", bytes: Array(text.utf8))))
  }

  private init(_ json: JSON) throws {
    let fields = Fields(json["figure"] ?? JSON(.null), context: "figure `test`")
    specification = FigureSpecification(fields)
    fields.finish()
    problems = fields.problems
    var named: [String: Table] = [:]
    for table in json["tables"]?.members ?? [] {
      named[table.key] = try Table(
        (table.value.members ?? []).map { column in
          let values = column.value.elements ?? []
          let isText = values.contains { $0.string != nil }
          return (
            column.key, isText ? .texts(values.map { $0.string ?? "" }) : .numbers(values.map { $0.double ?? .nan })
          )
        })
    }
    var tables: [String: Table] = [:]
    for reference in fields.references {
      tables[reference.path] = try Table.stacking(reference.targets.compactMap { named[$0.name] })
    }
    self.tables = tables
  }

  func drawing() throws -> Drawing { try specification.draw(tables: tables) }
}

extension Drawing {
  /// The texts of one kind, in drawing order.
  func texts(_ kind: String) -> [String] { textBoxes.filter { $0.kind == kind }.map(\.text) }
}
