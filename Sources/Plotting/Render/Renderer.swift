import CCairo

/// Draws a display list on a Cairo context.
struct Renderer {
  let context: OpaquePointer
  let fonts: Fonts
  /// The image surface behind `context`, when there is one: markers are then stamped into its pixels.
  let pixelSurface: OpaquePointer?
  /// Pixels per point.
  let scale: Double

  func draw(_ drawing: Drawing) {
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    if let color = drawing.background ?? (pixelSurface == nil ? nil : .paper) {
      set(color)
      cairo_paint(context)
    }
    for item in drawing.items {
      if let clip = item.clip {
        cairo_save(context)
        cairo_rectangle(context, clip.left, clip.top, clip.width, clip.height)
        cairo_clip(context)
      }
      draw(item)
      if item.clip != nil { cairo_restore(context) }
    }
  }

  private func draw(_ item: Drawing.Item) {
    switch item.shape {
    case .stroke(let path, let stroke): draw(path, stroke)
    case .fill(let path, let color):
      trace(path)
      set(color)
      cairo_fill(context)
    case .markers(let markers): draw(markers)
    case .raster(let raster): draw(raster)
    case .text(let text): draw(text)
    }
  }

  func set(_ color: Color) {
    cairo_set_source_rgba(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255, color.opacity)
  }

  /// Sets colour, width and dash of the strokes to come; the dash begins `offset` points into its pattern.
  func set(_ color: Color, width: Double, dash: [Double] = [], offset: Double = 0) {
    set(color)
    cairo_set_line_width(context, width)
    cairo_set_dash(context, dash, Int32(dash.count), offset)
  }

  func trace(_ path: Path) {
    cairo_new_path(context)
    for part in path.parts {
      guard let first = part.points.first else { continue }
      cairo_move_to(context, first.x, first.y)
      for point in part.points.dropFirst() { cairo_line_to(context, point.x, point.y) }
      if part.isClosed { cairo_close_path(context) }
    }
  }

  private func draw(_ path: Path, _ stroke: Stroke) {
    if drawLong(path, stroke) { return }
    trace(path)
    set(stroke.color, width: stroke.width, dash: stroke.dash)
    cairo_stroke(context)
  }

  private func draw(_ text: TextItem) {
    cairo_save(context)
    cairo_translate(context, text.origin.x, text.origin.y)
    if text.angle != 0 {
      let (cosine, sine) = TextItem.rotation(text.angle)
      var matrix = cairo_matrix_t(xx: cosine, yx: -sine, xy: sine, yy: cosine, x0: 0, y0: 0)
      cairo_transform(context, &matrix)
    }
    if let halo = text.halo { drawHalo(text, halo) }
    set(text.color)
    for piece in text.pieces { show(piece) }
    cairo_restore(context)
  }

  private func drawHalo(_ text: TextItem, _ color: Color) {
    set(color, width: 2)
    for piece in text.pieces {
      guard let glyphs = select(piece), !glyphs.isEmpty else { continue }
      cairo_new_path(context)
      cairo_glyph_path(context, glyphs, Int32(glyphs.count))
      cairo_stroke(context)
    }
  }

  private func select(_ piece: TextLayout.Piece) -> [cairo_glyph_t]? {
    guard let face = fonts.face(piece.style) else { return nil }
    cairo_set_font_face(context, face.cairoFace)
    cairo_set_font_size(context, piece.size)
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    return face.cairoGlyphs(piece.text, size: piece.size, x: piece.x, y: piece.y)
  }

  /// Shows the glyphs together with their characters, so that readers of the PDF can search the text.
  private func show(_ piece: TextLayout.Piece) {
    guard let glyphs = select(piece), !glyphs.isEmpty else { return }
    let clusters = piece.text.unicodeScalars.map {
      cairo_text_cluster_t(num_bytes: Int32($0.utf8.count), num_glyphs: 1)
    }
    cairo_show_text_glyphs(
      context, piece.text, Int32(piece.text.utf8.count), glyphs, Int32(glyphs.count), clusters,
      Int32(clusters.count), cairo_text_cluster_flags_t(rawValue: 0))
  }

  private func draw(_ raster: Raster) {
    var pixels = raster.cells.map { color -> UInt32 in
      guard let color else { return 0 }
      return 0xFF00_0000 | UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
    }
    let (columns, rows) = (Int32(raster.columns), Int32(raster.rows))
    pixels.withUnsafeMutableBytes { bytes in
      let image = cairo_image_surface_create_for_data(
        bytes.bindMemory(to: UInt8.self).baseAddress, CAIRO_FORMAT_ARGB32, columns, rows, columns * 4)
      cairo_save(context)
      cairo_translate(context, raster.box.left, raster.box.top)
      cairo_scale(context, raster.box.width / Double(columns), raster.box.height / Double(rows))
      cairo_set_source_surface(context, image, 0, 0)
      cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
      cairo_rectangle(context, 0, 0, Double(columns), Double(rows))
      cairo_fill(context)
      cairo_restore(context)
      // A vector surface may read the pixels only when the page ends: let it do so while they exist.
      cairo_surface_finish(image)
      cairo_surface_destroy(image)
    }
  }
}
