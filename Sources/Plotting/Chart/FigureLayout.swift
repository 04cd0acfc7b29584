/// Where everything of a figure stands.
struct FigureLayout {
  private static let edge = 2.5
  private static let gap = 7.0
  /// The share of its column that a plot area has at least, as far as can be said before the labels are set.
  private static let share = 0.65
  /// The least width of a plot area that panels side by side leave, in points.
  private static let least = 62.0
  private let figure: Figure
  private let theme: Theme
  private var columns: Int
  /// Whether a legend stands beside the panels, where there is room.
  private var isLegendBeside = true
  private var axes: [AxesLayout] = []
  private var frames: [Box] = []
  private var plots: [Plot] = []
  private var insets: [Drawing] = []
  private var legends: [(block: LegendBlock, place: Point)] = []
  private var headings: [(layout: TextLayout, color: Color)] = []
  private var below: LegendBlock?
  private var right: LegendBlock?
  private var height = 0.0
  /// The legend entries for which no panel has a free place.
  private(set) var homeless: [LegendEntry] = []

  /// Lays `figure` out, with the entries `outside` below it.
  init(_ figure: Figure, outside: [LegendEntry]) throws {
    self.figure = figure
    theme = figure.theme
    let wanted = figure.columns ?? min(figure.panels.count, figure.size == .single ? 2 : 3)
    columns = max(1, min(wanted, figure.panels.count))
    try makeHeadings()
    repeat {
      try makeAxes()
      try makeOuterLegends(outside)
      try placePanels()
    } while widened()
    try drawMarks()
    if outside.isEmpty { try placeLegends() }
  }

  private var rows: Int { (figure.panels.count + columns - 1) / columns }
  private var width: Double { figure.pageWidth }

  /// Makes room where plot areas are too narrow: a legend beside the panels goes below them, then panels that stood side
  /// by side go into more rows. False where that is not needed, or where nothing is left to do. Without frames there was no place at all.
  private mutating func widened() -> Bool {
    if let frame = frames.first, frame.width >= FigureLayout.least { return false }
    if right != nil {
      isLegendBeside = false
    } else if columns > 1 {
      // Four panels in a row become two rows of two; an odd number loses one.
      columns = columns % 2 == 0 ? columns / 2 : columns - 1
    } else {
      return false
    }
    return true
  }

  private mutating func makeAxes() throws {
    axes = []
    var (allX, allY) = (Extent(), Extent())
    let extents = figure.panels.map { $0.extents(width: width / Double(columns) * FigureLayout.share) }
    for (x, y) in extents {
      allX.include(x)
      allY.include(y)
    }
    for (index, panel) in figure.panels.enumerated() {
      let (x, y) = extents[index]
      let xScale = try panel.x.scale(covering: figure.share.sharesX ? allX : x, name: "x")
      let yScale = try panel.y.scale(covering: figure.share.sharesY ? allY : y, name: "y")
      var layout = AxesLayout(panel, x: xScale, y: yScale, theme: theme)
      layout.showsX = !figure.share.sharesX || index + columns >= figure.panels.count
      layout.showsY = !figure.share.sharesY || index % columns == 0
      if figure.labels == .outer {
        let isFirst = index % columns == 0
        layout.namesY = isFirst || figure.panels[index - 1].y.label != panel.y.label
        layout.namesX =
          index + columns >= figure.panels.count || figure.panels[index + columns].x.label != panel.x.label
      }
      if figure.hasLetters { layout.letter = "(\(FigureLayout.letter(index)))" }
      axes.append(layout)
    }
  }

  /// a to z, then aa, ab and so on.
  private static func letter(_ index: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return (index >= 26 ? letter(index / 26 - 1) : "") + String(letters[index % 26])
  }

  private mutating func makeHeadings() throws {
    let limit = width - 2 * FigureLayout.edge
    let title = (figure.title, theme.titleSize, FontStyle.bold, theme.text)
    for (text, size, style, color) in [title, (figure.subtitle, theme.fontSize, .regular, theme.muted)]
    where !text.isEmpty {
      headings += try TextLayout.wrapped(text, size: size, style: style, width: limit, lines: 3).map { ($0, color) }
    }
  }

  private mutating func makeOuterLegends(_ outside: [LegendEntry]) throws {
    (below, right) = (nil, nil)
    func entries(_ place: LegendPlace) -> [LegendEntry] {
      figure.panels.filter { $0.legend == place }.flatMap(\.entries)
    }
    let beside = LegendEntry.joined(entries(.right))
    let direct = figure.panels.filter { $0.legend == .direct }.flatMap(\.entriesWithoutEnd)
    let bottom = LegendEntry.joined(entries(.below) + (isLegendBeside ? [] : beside) + outside + direct)
    if !bottom.isEmpty { below = try LegendBlock(rows: bottom, theme, limit: width - 2 * FigureLayout.edge) }
    if !beside.isEmpty, isLegendBeside { right = try LegendBlock(column: beside, theme, limit: width * 0.35) }
  }

  private var headingHeight: Double { headings.isEmpty ? 0 : Double(headings.count) * theme.titleSize * 1.3 + 3 }

  /// Finds the size of the plot areas. Tick labels depend on it and it depends on them, so it is found in passes, from
  /// the third on with room that only grows.
  private mutating func placePanels() throws {
    frames = []
    let room = width - 2 * FigureLayout.edge - (right.map { $0.width + 10 } ?? 0)
    var size = (room / Double(columns)) * 0.8
    var (lefts, rights) = ([Double](), [Double]())
    for pass in 0..<10 {
      for index in axes.indices { try axes[index].fit(width: size, height: size * figure.aspect) }
      let margins = axes.map { $0.margins(width: size) }
      let wantedLefts = (0..<columns).map { largest(margins, column: $0, \.left) }
      let wantedRights = (0..<columns).map { largest(margins, column: $0, \.right) }
      if pass > 1, zip(wantedLefts + wantedRights, lefts + rights).allSatisfy(<=) { break }
      lefts = pass < 2 ? wantedLefts : zip(lefts, wantedLefts).map { max($0, $1) }
      rights = pass < 2 ? wantedRights : zip(rights, wantedRights).map { max($0, $1) }
      let taken = lefts.reduce(0, +) + rights.reduce(0, +) + Double(columns - 1) * FigureLayout.gap
      size = (room - taken) / Double(columns)
      if size < 24 || size * figure.aspect < 16 {
        if right != nil || columns > 1 { return }
        throw PlottingError.tooSmall(width: max(size, 0), height: max(size * figure.aspect, 0))
      }
    }
    let margins = axes.map { $0.margins(width: size) }
    var top = FigureLayout.edge + headingHeight
    for row in 0..<rows {
      let members = margins[(row * columns)..<min((row + 1) * columns, margins.count)]
      top += members.map(\.top).max() ?? 0
      var left = FigureLayout.edge
      for column in 0..<members.count {
        left += lefts[column]
        frames.append(Box(x: left, y: top, width: size, height: size * figure.aspect))
        left += size + rights[column] + FigureLayout.gap
      }
      top += size * figure.aspect + (members.map(\.bottom).max() ?? 0) + (row + 1 < rows ? FigureLayout.gap : 0)
    }
    height = top + (below.map { $0.height + 5 } ?? 0) + FigureLayout.edge
  }

  private func largest(_ margins: [Margins], column: Int, _ side: KeyPath<Margins, Double>) -> Double {
    stride(from: column, to: margins.count, by: columns).map { margins[$0][keyPath: side] }.max() ?? 0
  }

  private mutating func drawMarks() throws {
    for (layout, frame) in zip(axes, frames) {
      var plot = Plot(frame: frame, x: layout.x, y: layout.y, theme: theme)
      for mark in layout.panel.marksAtPlaces { try mark.draw(on: &plot) }
      var inset = Drawing(width: width, height: height)
      if let small = layout.panel.inset { try InsetLayout(inset: small, plot: plot).draw(on: &inset, reserving: &plot) }
      for mark in layout.panel.marks where mark is any Placed { try mark.draw(on: &plot) }
      plots.append(plot)
      insets.append(inset)
    }
  }

  /// Equal legends are drawn once, in the first panel with a free place.
  private mutating func placeLegends() throws {
    var done: [[LegendEntry]] = []
    for panel in figure.panels where panel.legend == .best && !panel.entries.isEmpty && !done.contains(panel.entries) {
      done.append(panel.entries)
      let members = figure.panels.indices.filter {
        figure.panels[$0].legend == .best && figure.panels[$0].entries == panel.entries
      }
      let count = legends.count
      for index in members where legends.count == count {
        let block = try LegendBlock(column: panel.entries, theme, limit: frames[index].width * 0.7)
        if let place = block.freePlace(in: plots[index]) { legends.append((block, place)) }
      }
      if legends.count == count { homeless = figure.panels.filter { $0.legend == .best }.flatMap(\.entries) }
    }
  }

  /// Everything as drawing calls, back to front.
  func drawing() throws -> Drawing {
    var drawing = Drawing(width: width, height: height, title: figure.title, background: theme.background)
    var baseline = FigureLayout.edge + theme.titleSize
    for heading in headings {
      let point = Point(FigureLayout.edge, baseline)
      drawing.add(.label, .text(heading.layout.placed("title", at: point, .left, color: heading.color)))
      baseline += theme.titleSize * 1.3
    }
    for index in axes.indices {
      axes[index].drawGrid(in: frames[index], on: &drawing)
      drawing.items += plots[index].items.filter { $0.role != .frame }
      axes[index].draw(in: frames[index], on: &drawing)
      drawing.items += insets[index].items
    }
    for legend in legends { legend.block.draw(at: legend.place, on: &drawing) }
    if let below {
      let left = max((width - below.width) / 2, FigureLayout.edge)
      below.draw(at: Point(left, height - FigureLayout.edge - below.height), on: &drawing)
    }
    if let right, let top = frames.first?.top {
      right.draw(at: Point(width - FigureLayout.edge - right.width, top), on: &drawing)
    }
    return drawing
  }
}
