import CCairo

/// Strokes of many points on pixels.
///
/// Cairo sorts all edges of a stroke on every line of pixels, so that the time grows with the square of the points. A
/// long path is therefore drawn in bands of whole pixels, in each of them the segments that reach into it: every pixel is
/// as if the path were stroked at once. Where it is dashed, the dashes must go on: it is drawn in pieces whose coverage of
/// each pixel is added up, cut within a segment, where the square ends of two pieces meet without a seam.
extension Renderer {
  /// Points of a piece.
  private static let piece = 2_000

  /// Draws `path` in pieces if it has as many points as lines that are thinned; false if it has fewer.
  func drawLong(_ path: Path, _ stroke: Stroke) -> Bool {
    let count = path.parts.reduce(0) { $0 + $1.points.count }
    guard let pixelSurface, count >= Thinning.fewest else { return false }
    if stroke.dash.isEmpty {
      drawBands(path, stroke, count: count, pixelSurface)
      return true
    }
    cairo_push_group_with_content(context, CAIRO_CONTENT_ALPHA)
    cairo_set_operator(context, CAIRO_OPERATOR_ADD)
    drawPieces(path.parts, stroke)
    let mask = cairo_pop_group(context)
    set(stroke.color)
    cairo_mask(context, mask)
    cairo_pattern_destroy(mask)
    return true
  }

  /// Draws a path of `count` points band by band, bands lying across the direction in which its segments are shorter.
  private func drawBands(_ path: Path, _ stroke: Stroke, count: Int, _ surface: OpaquePointer) {
    let isUpright =
      path.parts.reduce(0) { sum, part in
        zip(part.points, part.points.dropFirst()).reduce(sum) { $0 + abs($1.1.x - $1.0.x) - abs($1.1.y - $1.0.y) }
      } <= 0
    let (width, height) = (cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface))
    let pixels = Int(isUpright ? width : height)
    let bands = max(1, min(count / Renderer.piece, pixels / 4))
    let margin = stroke.width / 2 + 2 / scale
    // Round corners are polygons; of corners so near to each other these must be finer than usual.
    let usual = cairo_get_tolerance(context)
    cairo_set_tolerance(context, usual / 8)
    defer { cairo_set_tolerance(context, usual) }
    for band in 0..<bands {
      let (first, end) = (Double(band * pixels / bands) / scale, Double((band + 1) * pixels / bands) / scale)
      cairo_save(context)
      if isUpright {
        cairo_rectangle(context, first, 0, end - first, Double(height) / scale)
      } else {
        cairo_rectangle(context, 0, first, Double(width) / scale, end - first)
      }
      cairo_clip(context)
      trace(path, within: (first - margin)...(end + margin)) { isUpright ? $0.x : $0.y }
      set(stroke.color, width: stroke.width)
      cairo_stroke(context)
      cairo_restore(context)
    }
  }

  /// Traces the segments that reach into `range`, those that follow one another as one line.
  private func trace(_ path: Path, within range: ClosedRange<Double>, _ place: (Point) -> Double) {
    cairo_new_path(context)
    for part in path.parts {
      let points = part.isClosed ? part.points + part.points.prefix(2) : part.points
      var isOpen = false
      for (start, end) in zip(points, points.dropFirst()) {
        let (low, high) = (min(place(start), place(end)), max(place(start), place(end)))
        guard high >= range.lowerBound, low <= range.upperBound else {
          isOpen = false
          continue
        }
        if !isOpen { cairo_move_to(context, start.x, start.y) }
        cairo_line_to(context, end.x, end.y)
        isOpen = true
      }
    }
  }

  private func drawPieces(_ parts: [Path.Part], _ stroke: Stroke) {
    var short: [Path.Part] = []
    var count = 0
    for part in parts {
      if part.points.count > Renderer.piece, !part.isClosed {
        drawCut(part.points, stroke)
      } else {
        short.append(part)
        count += part.points.count
      }
      if count > Renderer.piece {
        draw(short, stroke)
        (short, count) = ([], 0)
      }
    }
    draw(short, stroke)
  }

  private func drawCut(_ points: [Point], _ stroke: Stroke) {
    var (start, offset) = (0, 0.0)
    while start < points.count {
      let end = min(start + Renderer.piece, points.count)
      var piece = Array(points[start..<end])
      if start > 0 { piece.insert(Renderer.middle(points, before: start), at: 0) }
      if end < points.count { piece.append(Renderer.middle(points, before: end)) }
      draw([Path.Part(points: piece)], stroke, offset: offset)
      if !stroke.dash.isEmpty { offset += Renderer.length(piece) }
      start = end
    }
  }

  private func draw(_ parts: [Path.Part], _ stroke: Stroke, offset: Double = 0) {
    if parts.isEmpty { return }
    trace(Path(parts: parts))
    set(stroke.color.faded(1), width: stroke.width, dash: stroke.dash, offset: offset)
    cairo_stroke(context)
  }

  private static func middle(_ points: [Point], before end: Int) -> Point {
    Point((points[end - 1].x + points[end].x) / 2, (points[end - 1].y + points[end].y) / 2)
  }

  private static func length(_ points: [Point]) -> Double {
    zip(points, points.dropFirst()).reduce(0) { sum, ends in
      let (dx, dy) = (ends.1.x - ends.0.x, ends.1.y - ends.0.y)
      return sum + (dx * dx + dy * dy).squareRoot()
    }
  }
}
