import Documents
import Foundation
import Pipeline
import Plotting

/// A figure: marks on scales over tables.
struct FigureStage: TableReader {
  static let kind = StageKind(
    "figure", revision: 4, summary: "a figure from tables: PDF, PNG at twice the size, and its data",
    example: #"""
      {
        "data": "summarise",
        "x": {"column": "n", "scale": "log", "label": "points $n$"},
        "y": {"scale": "log", "label": "error"},
        "marks": [
          {"curve": {"y": "mean", "label": "mean of three seeds", "band": {}, "line": {}, "points": {}}},
          {"slope": {"exponent": -0.5, "text": "$n^{-1/2}$"}}
        ]
      }
      """#)

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
      references.map { reference in
        let table = try workspace.stackedTable(at: reference.path)
        return (reference.path, reference.targets.count == 1 ? table.called(reference.targets[0].name) : table)
      }, uniquingKeysWith: { first, _ in first })
    for gap in try figure.gaps(tables: tables) { workspace.log(gap) }
    let drawing = try figure.draw(tables: tables)
    try workspace.write(PDFFile(try drawing.pdf()), to: Self.pdf)
    try workspace.write(PNGFile(try drawing.png(scale: 2)), to: Self.png)
    try workspace.write(try figure.data(tables: tables), to: Self.data)
  }
}

/// The graph of stages as a picture.
public struct GraphDrawing {
  private let drawing: Drawing

  /// Lays the outline out and draws it, each section in a colour of its own.
  ///
  /// - Throws: `PlottingError` if a font is missing.
  public init(_ outline: GraphOutline) throws {
    var widths: [String: Double] = [:]
    for text in outline.boxes.flatMap({ [$0.name, $0.caption] }) { widths[text] = try Diagram.width(of: text) }
    var style = GraphLayout.Style()
    let known = widths
    style.textWidth = { known[$0] ?? 0 }
    let layout = GraphLayout(outline, style: style)
    let sections =
      [Catalogue.stages]
      + [VerbCatalogue.figures, VerbCatalogue.claims, VerbCatalogue.papers, VerbCatalogue.reports].map(\.name)
    let nodes = zip(outline.boxes, layout.boxes).map { box, place in
      Diagram.Node(
        box: Box(x: place.x, y: place.y, width: place.width, height: place.height), title: box.name,
        caption: box.caption, color: sections.firstIndex(of: box.section))
    }
    drawing = try Diagram(
      nodes: nodes, arrows: layout.arrows.map { $0.map { Point($0.x, $0.y) } }, width: layout.width,
      height: layout.height
    ).drawing()
  }

  public func svg() throws -> Data { try drawing.svg() }

  public func pdf() throws -> Data { try drawing.pdf() }
}
