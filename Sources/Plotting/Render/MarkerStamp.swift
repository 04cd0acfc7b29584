import CCairo

/// A marker drawn once for each of 8 x 8 subpixel positions and then copied into the pixels.
struct MarkerStamp {
  private static let phases = 8
  private let shape: MarkerShape
  private let diameter: Double
  private let color: Color

  init(_ shape: MarkerShape, diameter: Double, color: Color) {
    self.shape = shape
    self.diameter = diameter
    self.color = color
  }

  /// Blends the marker over an RGB24 image at every point; `scale` is pixels per point.
  func stamp(_ points: [Point], on surface: OpaquePointer, _ scale: Double, _ clip: Box?) {
    cairo_surface_flush(surface)
    guard let pixels = cairo_image_surface_get_data(surface) else { return }
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    let bounds = clip.map { box in
      Box(
        left: max(0, (box.left * scale).rounded()), top: max(0, (box.top * scale).rounded()),
        right: min(Double(width), (box.right * scale).rounded()),
        bottom: min(Double(height), (box.bottom * scale).rounded()))
    }
    let window = bounds ?? Box(x: 0, y: 0, width: Double(width), height: Double(height))
    let size = Int((diameter * scale * 1.3).rounded(.up)) + 3
    let masks = (0..<MarkerStamp.phases * MarkerStamp.phases).map { mask($0, size: size, scale) }
    pixels.withMemoryRebound(to: UInt32.self, capacity: stride * height) { target in
      for point in points {
        blend(masks, size, at: Point(point.x * scale, point.y * scale), target, stride, window)
      }
    }
    cairo_surface_mark_dirty(surface)
  }

  /// Coverage of one subpixel position, row after row.
  private func mask(_ phase: Int, size: Int, _ scale: Double) -> [UInt8] {
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(size), Int32(size)),
      let context = cairo_create(surface)
    else { return [] }
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    let steps = Double(MarkerStamp.phases)
    let center = Point(
      Double(size / 2) + Double(phase % MarkerStamp.phases) / steps,
      Double(size / 2) + Double(phase / MarkerStamp.phases) / steps)
    MarkerFont.trace(shape, on: context, diameter: diameter * scale, at: center)
    cairo_set_source_rgba(context, 0, 0, 0, color.opacity)
    cairo_fill(context)
    cairo_surface_flush(surface)
    guard let bytes = cairo_image_surface_get_data(surface) else { return [] }
    let stride = Int(cairo_image_surface_get_stride(surface))
    return (0..<size * size).map { bytes[$0 / size * stride + $0 % size] }
  }

  private func blend(
    _ masks: [[UInt8]], _ size: Int, at point: Point, _ target: UnsafeMutablePointer<UInt32>, _ stride: Int,
    _ window: Box
  ) {
    guard window.contains(point) else { return }
    let steps = Double(MarkerStamp.phases)
    let (column, row) = (point.x.rounded(.down), point.y.rounded(.down))
    let phase = Int((point.y - row) * steps) * MarkerStamp.phases + Int((point.x - column) * steps)
    let mask = masks[phase]
    if mask.count < size * size { return }
    let (left, top) = (Int(column) - size / 2, Int(row) - size / 2)
    let columns = max(0, Int(window.left) - left)..<max(0, min(size, Int(window.right) - left))
    let rows = max(0, Int(window.top) - top)..<max(0, min(size, Int(window.bottom) - top))
    let (red, green, blue) = (UInt32(color.red), UInt32(color.green), UInt32(color.blue))
    mask.withUnsafeBufferPointer { mask in
      for y in rows {
        let line = (top + y) * stride + left
        for x in columns {
          let cover = UInt32(mask[y * size + x])
          if cover == 0 { continue }
          let old = target[line + x]
          let rest = 255 - cover
          let r = (red * cover + (old >> 16 & 255) * rest + 127) / 255
          let g = (green * cover + (old >> 8 & 255) * rest + 127) / 255
          let b = (blue * cover + (old & 255) * rest + 127) / 255
          target[line + x] = 0xFF00_0000 | r << 16 | g << 8 | b
        }
      }
    }
  }
}
