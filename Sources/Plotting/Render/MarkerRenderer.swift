import CCairo

extension Renderer {
  /// Above this number markers are drawn as glyphs of a font of shapes, or stamped into pixels.
  private static let manyMarkers = 400
  /// Points between a marker and the outer edge of its rim: wide enough to part markers that overlap, too narrow to
  /// cut a curve or a bar in pieces.
  private static let rim = 0.25
  /// Width of the outline of an open marker, in points.
  private static let outline = 0.8

  func draw(_ markers: Markers) {
    let points = markers.points.filter(\.isDrawable)
    if markers.isOpen || points.count <= Renderer.manyMarkers {
      for point in points { draw(markers, at: point) }
    } else if let surface = pixelSurface {
      draw(rim: markers) { MarkerStamp(markers.shape, diameter: $0, color: $1).stamp(points, on: surface, scale) }
    } else {
      draw(rim: markers) { MarkerFont.show(markers.shape, diameter: $0, color: $1, points, on: self) }
    }
  }

  /// Draws the rim as a larger marker below.
  private func draw(rim markers: Markers, _ body: (Double, Color) -> Void) {
    if let rim = markers.rim { body(markers.size + 2 * Renderer.rim, rim) }
    body(markers.size, markers.fill)
  }

  private func draw(_ markers: Markers, at point: Point) {
    if markers.isOpen, markers.shape.hasInside { return drawOutline(markers, at: point) }
    trace(markers.shape, diameter: markers.size, at: point)
    if let rim = markers.rim {
      set(rim)
      cairo_set_line_width(context, 2 * Renderer.rim)
      cairo_set_dash(context, nil, 0, 0)
      cairo_stroke_preserve(context)
    }
    set(markers.fill)
    cairo_fill(context)
  }

  /// The outline stays within the size of a filled marker.
  private func drawOutline(_ markers: Markers, at point: Point) {
    trace(markers.shape, diameter: max(markers.size - Renderer.outline, 0), at: point)
    set(markers.fill)
    cairo_set_line_width(context, Renderer.outline)
    cairo_set_dash(context, nil, 0, 0)
    cairo_stroke(context)
  }

  private func trace(_ shape: MarkerShape, diameter: Double, at point: Point) {
    MarkerFont.trace(shape, on: context, diameter: diameter, at: point)
  }
}

/// A font whose glyphs are the marker shapes: a PDF then holds each shape once and each marker as a few bytes.
enum MarkerFont {
  /// Adds the outline of `shape` to the path of `context`.
  static func trace(_ shape: MarkerShape, on context: OpaquePointer, diameter: Double, at point: Point) {
    cairo_new_path(context)
    if shape == .circle {
      cairo_arc(context, point.x, point.y, diameter / 2, 0, 2 * .pi)
    }
    for corner in shape.outline {
      cairo_line_to(context, point.x + corner.x * diameter, point.y + corner.y * diameter)
    }
    cairo_close_path(context)
  }

  /// Shows one glyph at every point, positions rounded to a hundredth of a point.
  static func show(
    _ shape: MarkerShape, diameter: Double, color: Color, _ points: [Point], on renderer: Renderer
  ) {
    let code = UInt(MarkerShape.allCases.firstIndex(of: shape) ?? 0)
    let face = cairo_user_font_face_create()
    defer { cairo_font_face_destroy(face) }
    cairo_user_font_face_set_render_glyph_func(face) { _, code, context, extents in
      let shapes = MarkerShape.allCases
      guard let context, Int(code) < shapes.count else { return CAIRO_STATUS_USER_FONT_ERROR }
      MarkerFont.trace(shapes[Int(code)], on: context, diameter: 1, at: Point(0, 0))
      cairo_fill(context)
      extents?.pointee.x_advance = 0
      return CAIRO_STATUS_SUCCESS
    }
    cairo_set_font_face(renderer.context, face)
    cairo_set_font_size(renderer.context, diameter)
    renderer.set(color)
    let glyphs = points.map {
      cairo_glyph_t(index: code, x: ($0.x * 100).rounded() / 100, y: ($0.y * 100).rounded() / 100)
    }
    cairo_show_glyphs(renderer.context, glyphs, Int32(glyphs.count))
  }
}
