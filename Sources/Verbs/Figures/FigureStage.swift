import Documents
import Foundation
import Pipeline
import Plotting

/// A figure: marks on scales over tables, or a picture that a program of the author's own drew.
struct FigureStage: TableReader {
  static let kind = StageKind(
    "figure", revision: 8,
    summary: "a figure from tables, as PDF, PNG at twice the size, SVG and data; or the picture of a program",
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

  /// What is drawn; nil for a picture that is there already.
  let figure: FigureSpecification?
  let drawn: Drawn
  let references: [Reference]
  static let pdf = Output<PDFFile>("pdf")
  static let png = Output<PNGFile>("png")
  /// What pages in HTML hold: light and dark in one.
  static let svg = Output<SVGFile>("svg")
  static let data = Output<Table>("data")
  /// What is published; the SVG is a part of pages.
  static let all = [pdf.declaration, png.declaration, data.declaration]

  init(_ fields: Fields) {
    drawn = Drawn(fields)
    figure = drawn.isEmpty || fields.isDescribing ? FigureSpecification(fields) : nil
    references = fields.references
  }

  var outputs: [OutputDeclaration] {
    let drawn = drawn
    return figure == nil ? Self.all.filter { drawn.outputs.contains($0.name) } : Self.all + [Self.svg.declaration]
  }

  func run(_ workspace: Workspace) throws {
    guard let figure else { return try drawn.copy(workspace) }
    let tables = try tables(workspace)
    for gap in try figure.gaps(tables: tables) { workspace.log(gap) }
    let (drawing, dark, data) = try figure.made(tables: tables)
    try Self.write(drawing, dark: dark, data, workspace)
  }

  /// Writes the files of a figure, as it looks on a light page and on a dark one, and its data.
  static func write(_ drawing: Drawing, dark: Drawing, _ data: Table, _ workspace: Workspace) throws {
    try workspace.write(PDFFile(try drawing.pdf()), to: pdf)
    try workspace.write(PNGFile(try drawing.png(scale: 2)), to: png)
    try workspace.write(SVGFile(try drawing.svg(dark: dark)), to: svg)
    try workspace.write(data, to: Self.data)
  }
}

extension FigureStage {
  private func tables(_ workspace: Workspace) throws -> [String: Table] {
    try Dictionary(
      references.map { reference in
        let table = try workspace.stackedTable(at: reference.path)
        return (reference.path, reference.targets.count == 1 ? table.called(reference.targets[0].name) : table)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The PDF of a figure stage drawn again for a text so many points wide: a figure of double size fills it, a narrower one
  /// keeps its width as far as it fits. Nil for other stages, and for a picture that a program drew.
  ///
  /// - Throws: `PlottingError` for a page without room, and what reading its tables throws.
  static func redrawn(_ stage: any Stage, _ workspace: Workspace, width: Double) throws -> Data? {
    guard let stage = stage as? FigureStage, let figure = stage.figure else { return nil }
    return try figure.fitted(to: width).draw(tables: try stage.tables(workspace)).pdf()
  }
}

extension FigureStage {
  /// A picture that a program drew, and the numbers in it, as they are.
  struct Drawn {
    private let png: Input<PNGFile>?
    private let pdf: Input<PDFFile>?
    private let data: Inputs<Table>?

    init(_ fields: Fields) {
      png = fields.optionalInput(
        "png", PNGFile.self, "a picture that a program drew, in place of panels and marks: what pages show")
      pdf = fields.optionalInput("pdf", PDFFile.self, "the same picture as a PDF: what LaTeX takes")
      let isOne = png != nil || pdf != nil
      data =
        isOne && !fields.isDescribing && fields.has("data")
        ? fields.inputs("data", Table.self, "the numbers in it", required: false) : nil
    }

    /// Whether the figure is drawn here instead.
    var isEmpty: Bool { png == nil && pdf == nil }

    /// The outputs that there are.
    var outputs: [String] {
      [(FigureStage.pdf.name, pdf != nil), (FigureStage.png.name, png != nil), (FigureStage.data.name, data != nil)]
        .filter(\.1).map(\.0)
    }

    /// - Throws: ``DrawnError`` for a file of another kind.
    func copy(_ workspace: Workspace) throws {
      if let png {
        let picture = try workspace.read(png)
        let (start, end) = (Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), Data("IEND".utf8))
        guard picture.data.starts(with: start), picture.data.suffix(12).range(of: end) != nil else {
          throw DrawnError(path: png.path, type: "PNG")
        }
        try workspace.write(picture, to: FigureStage.png)
      }
      if let pdf {
        let picture = try workspace.read(pdf)
        let (start, end) = (Data("%PDF-".utf8), Data("%%EOF".utf8))
        guard picture.data.starts(with: start), picture.data.suffix(1024).range(of: end) != nil else {
          throw DrawnError(path: pdf.path, type: "PDF")
        }
        try workspace.write(picture, to: FigureStage.pdf)
      }
      if let data { try workspace.write(try workspace.readStacked(data), to: FigureStage.data) }
    }
  }

  /// A file that is not the picture it is said to be.
  struct DrawnError: Error, CustomStringConvertible {
    let path, type: String

    var description: String { "the file behind `\(path)` is no whole \(type) file; let its program write one" }
  }
}
