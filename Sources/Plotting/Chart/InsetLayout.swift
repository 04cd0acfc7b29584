/// A small panel inside a plot area.
struct InsetLayout {
  private let inset: Panel.Inset
  private let plot: Plot

  init(_ inset: Panel.Inset, in plot: Plot) {
    self.inset = inset
    self.plot = plot
  }

  /// Draws the panel on `drawing` and marks its box on `outer` as covered, so that legends and labels keep off it.
  func draw(on drawing: inout Drawing, reserving outer: inout Plot) throws {
    let panel = inset.panel
    var theme = plot.theme
    theme.fontSize *= 0.85
    theme.smallSize *= 0.85
    theme.lineWidth *= 0.8
    let (xExtent, yExtent) = panel.extents
    let x = try panel.x.scale(covering: xExtent, name: "x of the inset")
    let y = try panel.y.scale(covering: yExtent, name: "y of the inset")
    var layout = AxesLayout(panel, x: x, y: y, theme: theme)
    let box = place()
    var frame = box
    for _ in 0..<3 {
      try layout.fit(width: frame.width, height: frame.height)
      let margins = layout.margins(width: frame.width)
      frame = Box(
        left: box.left + margins.left + 1, top: box.top + margins.top + 1, right: box.right - margins.right - 1,
        bottom: box.bottom - margins.bottom - 1)
      if frame.width < 12 || frame.height < 8 {
        throw PlottingError.tooSmall(width: frame.width, height: frame.height)
      }
    }
    try layout.fit(width: frame.width, height: frame.height)
    drawing.add(.frame, .fill(Path(box), plot.theme.background ?? Color(255, 255, 255)))
    var small = Plot(frame: frame, x: x, y: y, theme: theme)
    for mark in panel.marksAtPlaces { try mark.draw(on: &small) }
    for mark in panel.marks where mark is any Placed { try mark.draw(on: &small) }
    drawing.items += small.items
    layout.draw(in: frame, on: &drawing)
    outer.draw(.fill(Path(box), plot.theme.background ?? Color(255, 255, 255)), role: .frame)
  }

  /// The wanted corner, or the one where the box covers least.
  private func place() -> Box {
    let occupied = Occupancy(plot)
    let corners = inset.corner.map { [$0] } ?? Panel.Corner.allCases
    let boxes = corners.map(box)
    return boxes.min { occupied.count($0) < occupied.count($1) } ?? plot.frame
  }

  private func box(_ corner: Panel.Corner) -> Box {
    let frame = plot.frame.expanded(by: -2)
    let (width, height) = (frame.width * inset.width, frame.height * inset.height)
    let isLeft = corner == .topLeft || corner == .bottomLeft
    let isTop = corner == .topLeft || corner == .topRight
    return Box(
      x: isLeft ? frame.left + 2 : frame.right - width, y: isTop ? frame.top : frame.bottom - height - 2, width: width,
      height: height)
  }
}
