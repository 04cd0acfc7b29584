import Documents
import Foundation
import Pipeline
import Plotting

/// A figure: marks on scales over tables.
struct FigureStage: Stage {
  static let kind = StageKind(
    "figure", revision: 3, summary: "a figure from tables: PDF, PNG at twice the size, and its data")

  let figure: FigureSpecification
  let references: [Reference]
  static let pdf = Output<PDFFile>("pdf")
  static let png = Output<PNGFile>("png")
  static let data = Output<Table>("data")
  static let all = [pdf.declaration, png.declaration, data.declaration]

  init(_ fields: Fields) {
    figure = FigureSpecification(fields)
    references = fields.references
  }

  var outputs: [OutputDeclaration] { Self.all }

  func run(_ workspace: Workspace) throws {
    let tables = try Dictionary(
      references.map { ($0.path, try workspace.stackedTable(at: $0.path)) }, uniquingKeysWith: { first, _ in first })
    let drawing = try figure.draw(tables: tables)
    try workspace.write(PDFFile(try drawing.pdf()), to: Self.pdf)
    try workspace.write(PNGFile(try drawing.png(scale: 2)), to: Self.png)
    try workspace.write(try figure.data(tables: tables), to: Self.data)
  }
}
