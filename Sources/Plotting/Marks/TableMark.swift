/// A strip of texts below the axis, each under its x.
public struct TableMark: Mark, Ranged, Tabular {
  /// One series is one row of the strip.
  public var rows: [Series]

  /// The strip of `rows`; the label of a series heads its row.
  public init(_ rows: [Series]) { self.rows = rows }

  public func draw(on plot: inout Plot) {}

  public var kind: String { "table" }
  public var tabulated: [Series] { rows }

  public func extend(x: inout Extent, y: inout Extent) { for row in rows { x.include(row.x) } }
}

/// A table strip set for one axis.
struct TableStrip {
  private let theme: Theme
  private let rows: [(header: TextLayout, cells: [(fraction: Double, text: TextLayout)])]

  init(_ mark: TableMark, _ x: any Scale, _ theme: Theme, width: Double) throws {
    self.theme = theme
    rows = try mark.rows.map { series in
      let header = try TextLayout(series.label, size: theme.smallSize).truncated(to: width * 0.4)
      return (header, try TableStrip.cells(series, x, theme, width: width))
    }
  }

  /// The texts that stand on the axis, cut to the distance of their places; a text that would cover another is left out.
  private static func cells(
    _ series: Series, _ x: any Scale, _ theme: Theme, width: Double
  ) throws -> [(fraction: Double, text: TextLayout)] {
    let placed = zip(series.x.map(x.fraction), series.texts).filter { $0.0 >= -1e-9 && $0.0 <= 1 + 1e-9 }
    let sorted = placed.sorted { $0.0 < $1.0 }
    let gaps = zip(sorted.dropFirst(), sorted).map { $0.0 - $1.0 }.filter { $0 > 1e-6 }
    let room = max((gaps.min() ?? 1) * width - 3, 8)
    var cells: [(fraction: Double, text: TextLayout)] = []
    var end = -Double.infinity
    for (fraction, text) in sorted {
      let limit = min(room, 2 * min(fraction, 1 - fraction) * width + 8)
      let layout = try TextLayout(Markup.escaped(String(text.prefix(100))), size: theme.smallSize).truncated(to: limit)
      let start = fraction * width - layout.width / 2
      if start <= end || layout.width > limit { continue }
      end = start + layout.width
      cells.append((fraction, layout))
    }
    return cells
  }

  private var step: Double { theme.smallSize * 1.4 }
  var height: Double { Double(rows.count) * step + 3 }
  var headerWidth: Double { rows.map(\.header.width).max() ?? 0 }

  func draw(below frame: Box, offset: Double, on drawing: inout Drawing) {
    var baseline = frame.bottom + offset + 2 + theme.smallSize
    let rule = Path([Point(frame.left, frame.bottom + offset + 1.5), Point(frame.right, frame.bottom + offset + 1.5)])
    drawing.add(.frame, .stroke(rule, Stroke(theme.grid, width: theme.spineWidth)))
    for row in rows {
      let head = Point(frame.left - theme.tickLength - 2, baseline)
      drawing.add(.label, .text(row.header.placed("strip", at: head, .right, color: theme.muted)))
      for cell in row.cells {
        let point = Point(frame.left + cell.fraction * frame.width, baseline)
        drawing.add(.label, .text(cell.text.placed("strip", at: point, .center, color: theme.text)))
      }
      baseline += step
    }
  }
}

extension MarkKind {
  static let table = MarkKind("table", "a strip of texts below the axis, one row for each series") { fields in
    let text = fields.channel("text", "the texts or numbers")
    return Recipe(x: fields.channel("x", "under which value each text stands"), text: text) { TableMark([$0]) }
  }
}
