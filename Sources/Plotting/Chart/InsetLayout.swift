/// A small panel inside a plot area.
struct InsetLayout {
  let inset: Panel.Inset
  let plot: Plot

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
      if frame.width < 12 || frame.height < 8 { throw PlottingError.tooSmall(width: frame.width, height: frame.height) }
    }
    try layout.fit(width: frame.width, height: frame.height)
    let ground = Drawing.Shape.fill(Path(box), plot.theme.page)
    drawing.add(.frame, ground)
    var small = Plot(frame: frame, x: x, y: y, theme: theme)
    for mark in panel.marksAtPlaces { try mark.draw(on: &small) }
    for mark in panel.marks where mark is any Placed { try mark.draw(on: &small) }
    drawing.items += small.items
    layout.draw(in: frame, on: &drawing)
    outer.draw(ground, role: .frame)
  }

  /// The wanted corner, or the one where the box covers least.
  private func place() -> Box {
    let occupied = Occupancy(plot)
    let boxes = (inset.corner.map { [$0] } ?? Panel.Corner.allCases).map(box)
    return boxes.min { occupied.count($0) < occupied.count($1) } ?? plot.frame
  }

  private func box(_ corner: Panel.Corner) -> Box {
    let frame = plot.frame.expanded(by: -2)
    let (width, height) = (frame.width * inset.width, frame.height * inset.height)
    let isLeft = corner == .topLeft || corner == .bottomLeft
    let isTop = corner == .topLeft || corner == .topRight
    let (x, y) = (isLeft ? frame.left + 2 : frame.right - width, isTop ? frame.top : frame.bottom - height - 2)
    return Box(x: x, y: y, width: width, height: height)
  }
}
