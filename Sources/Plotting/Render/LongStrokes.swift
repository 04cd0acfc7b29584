import CCairo

/// Strokes of many points on pixels.
///
/// Cairo sorts all edges of a stroke on every line of pixels, so that the time grows with the square of the points. A
/// long path is therefore drawn in pieces whose coverage of each pixel is added up. Lines are cut within a segment, where
/// the square ends of two pieces meet without a seam.
extension Renderer {
  /// Points of a piece.
  private static let piece = 2_000

  /// Draws `path` in pieces if it has as many points as lines that are thinned; false if it has fewer.
  func drawLong(_ path: Path, _ stroke: Stroke) -> Bool {
    let count = path.parts.reduce(0) { $0 + $1.points.count }
    guard pixelSurface != nil, count >= Thinning.fewest else { return false }
    cairo_push_group_with_content(context, CAIRO_CONTENT_ALPHA)
    cairo_set_operator(context, CAIRO_OPERATOR_ADD)
    drawPieces(path.parts, stroke)
    let mask = cairo_pop_group(context)
    set(stroke.color)
    cairo_mask(context, mask)
    cairo_pattern_destroy(mask)
    return true
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
