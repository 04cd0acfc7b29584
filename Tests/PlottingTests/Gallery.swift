import Documents
import Foundation

@testable import Plotting

/// A figure of the gallery, read from its file with its tables.
struct Gallery {
  let specification: FigureSpecification
  let tables: [String: Table]
  let problems: [Problem]
  let columns: [ColumnReference]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Data")

  /// The repository.
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The gallery as the program draws it.
  private static let manifest: JSON? = {
    let file = root.appendingPathComponent("docs/gallery/pipeline.json")
    guard let data = try? Data(contentsOf: file) else { return nil }
    return try? JSON.parse(SourceText(name: "pipeline.json", bytes: [UInt8](data)))
  }()

  static let names: [String] = (manifest?["figures"]?.members ?? []).map(\.key)

  init(_ name: String) throws {
    let stages = Gallery.manifest?["stages"]?.members ?? []
    let tables = stages.map { JSON.Member($0.key, $0.value["columns"] ?? JSON(.null)) }
    let figure = Gallery.manifest?["figures"]?[name] ?? JSON(.null)
    try self.init(JSON(.object([JSON.Member("figure", figure), JSON.Member("tables", JSON(.object(tables)))])))
  }

  /// A document of the form `{"figure": ..., "tables": {name: {column: [values]}}}`.
  init(text: String) throws {
    try self.init(JSON.parse(SourceText(name: "figure.json", bytes: Array(text.utf8))))
  }

  private init(_ json: JSON) throws {
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
    try self.init(json["figure"] ?? JSON(.null), named)
  }

  /// `figure` over the tables that its references name.
  init(_ figure: JSON, _ named: [String: Table]) throws {
    let fields = Fields(figure, context: "figure `test`")
    specification = FigureSpecification(fields)
    fields.finish()
    problems = fields.problems
    columns = fields.columnReferences
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
