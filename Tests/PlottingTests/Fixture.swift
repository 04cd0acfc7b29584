import CCairo
import Documents
import Foundation
import Testing

@testable import Plotting

/// A plot area of 100 by 100 points with its corner at the origin, and series to draw on it.
enum Fixture {
  private static let frame = Box(x: 0, y: 0, width: 100, height: 100)

  static func plot(x: ClosedRange<Double> = 0...10, y: ClosedRange<Double> = 0...10) -> Plot {
    Plot(frame: frame, x: LinearScale(x), y: LinearScale(y), theme: .light)
  }

  static func logPlot() throws -> Plot {
    Plot(frame: frame, x: try LogScale(1...1e4), y: try LogScale(1e-4...1), theme: .light)
  }

  static func series(
    x: [Double] = [], y: [Double] = [], low: [Double] = [], high: [Double] = [], value: [Double] = [],
    label: String = "", shift: Double = 0
  ) -> Series {
    var series = Series(look: Look(color: Color(hex: 0x112233)))
    (series.x, series.y, series.low, series.high, series.value) = (x, y, low, high, value)
    (series.label, series.shift) = (label, shift)
    return series
  }

  /// A panel with axes labelled x and y.
  static func panel(_ marks: any Mark...) -> Panel {
    var panel = Panel()
    (panel.marks, panel.x.label, panel.y.label) = (marks, "x", "y")
    return panel
  }

  /// `plot` with what `mark` draws on it.
  static func drawn(_ mark: any Mark, on plot: Plot = plot()) throws -> Plot {
    var plot = plot
    try mark.draw(on: &plot)
    return plot
  }
}

extension Drawing.Shape {
  var text: TextItem? { if case .text(let text) = self { text } else { nil } }
  /// The path of a line.
  var stroke: Path? { if case .stroke(let path, _) = self { path } else { nil } }
  var fill: Path? { if case .fill(let path, _) = self { path } else { nil } }
}

extension Drawing {
  /// A page of data, back to front.
  init(width: Double, height: Double, _ first: Shape, _ others: Shape...) {
    self.init(width: width, height: height, items: ([first] + others).map { Item(role: .data, shape: $0) })
  }

  /// The pixels at `scale` 96ths of an inch each way.
  func image(scale: Double = 2) throws -> Image { try #require(Image(png: try png(scale: scale))) }

  /// The texts of one kind, in drawing order.
  func texts(_ kind: String) -> [String] { textBoxes.filter { $0.kind == kind }.map(\.text) }
}

extension Plot {
  /// The drawing calls as text; see ``Drawing/record``.
  var record: [String] {
    Drawing(width: 100, height: 100, items: items).record.split(separator: "\n").dropFirst().map(String.init)
  }
}

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

  /// A figure, and tables of the form `{name: {column: [values]}}`.
  init(_ figure: String, tables: String) throws {
    let text = "{\"figure\": \(figure), \"tables\": \(tables)}"
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

  func figure() throws -> Figure { try FigureBuilder(specification, tables).figure() }

  /// The data of the figure.
  func data() throws -> Table { try specification.data(tables: tables) }
}

/// A PNG read back by Cairo, to look at single pixels.
struct Image {
  let width: Int
  let height: Int
  private let pixels: [UInt32]

  init?(png data: Data) {
    final class Source {
      let bytes: [UInt8]
      var offset = 0
      init(_ data: Data) { bytes = [UInt8](data) }
    }
    let source = Source(data)
    let read: cairo_read_func_t = { closure, target, count in
      guard let closure, let target else { return CAIRO_STATUS_READ_ERROR }
      let source = Unmanaged<Source>.fromOpaque(closure).takeUnretainedValue()
      guard source.offset + Int(count) <= source.bytes.count else { return CAIRO_STATUS_READ_ERROR }
      for index in 0..<Int(count) { target[index] = source.bytes[source.offset + index] }
      source.offset += Int(count)
      return CAIRO_STATUS_SUCCESS
    }
    let surface = withExtendedLifetime(source) {
      cairo_image_surface_create_from_png_stream(read, Unmanaged.passUnretained(source).toOpaque())
    }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface) else {
      return nil
    }
    let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
    (self.width, self.height) = (width, height)
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    pixels = UnsafeMutableRawPointer(data).withMemoryRebound(to: UInt32.self, capacity: stride * height) { pixels in
      (0..<width * height).map { pixels[$0 / width * stride + $0 % width] & 0xFFFFFF }
    }
  }

  /// 0xRRGGBB at a column and row from the top left.
  subscript(column: Int, row: Int) -> UInt32 { pixels[row * width + column] }

  /// The mean difference of the channels, from 0 to 255.
  func difference(_ other: Image) -> Double {
    var sum = 0
    for (a, b) in zip(pixels, other.pixels) {
      for shift: UInt32 in [0, 8, 16] { sum += abs(Int(a >> shift & 255) - Int(b >> shift & 255)) }
    }
    return Double(sum) / Double(3 * max(pixels.count, 1))
  }
}
