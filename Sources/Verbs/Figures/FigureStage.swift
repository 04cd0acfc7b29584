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
  let pdf = Output<PDFFile>("pdf")
  let png = Output<PNGFile>("png")
  let data = Output<Table>("data")

  init(_ fields: Fields) {
    figure = FigureSpecification(fields)
    references = fields.references
  }

  var outputs: [OutputDeclaration] { [pdf.declaration, png.declaration, data.declaration] }

  func run(_ workspace: Workspace) throws {
    let tables = try Dictionary(
      references.map { ($0.path, try workspace.stackedTable(at: $0.path)) }, uniquingKeysWith: { first, _ in first })
    let drawing = try figure.draw(tables: tables)
    try workspace.write(PDFFile(try drawing.pdf()), to: pdf)
    try workspace.write(PNGFile(try drawing.png(scale: 2)), to: png)
    try workspace.write(try figure.data(tables: tables), to: data)
  }
}
