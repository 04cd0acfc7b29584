import CCairo
import Foundation

/// A marker drawn once for each of 8 x 8 subpixel positions and then added to pixels many times.
///
/// Copies of one colour hide what is behind them by the product of their transparencies, whatever the order. So the
/// logarithms of transparency are summed first, and every pixel is blended once.
struct MarkerStamp {
  private static let phases = 8
  private static let lanes = 8
  private let shape: MarkerShape
  private let diameter: Double
  private let color: Color

  init(_ shape: MarkerShape, diameter: Double, color: Color) {
    self.shape = shape
    self.diameter = diameter
    self.color = color
  }

  /// Blends the marker over an RGB24 image at every point; `scale` is pixels per point.
  func stamp(_ points: [Point], on surface: OpaquePointer, _ scale: Double) {
    cairo_surface_flush(surface)
    guard let pixels = cairo_image_surface_get_data(surface) else { return }
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    let reach = shape.outline.flatMap { [abs($0.x), abs($0.y)] }.max() ?? 0.5
    let half = Int((diameter * scale * reach).rounded(.up)) + 1
    let size = (2 * half + MarkerStamp.lanes) / MarkerStamp.lanes * MarkerStamp.lanes
    let stamps = (0..<MarkerStamp.phases * MarkerStamp.phases).flatMap { logs($0, half, size, scale) }
    // A margin of one stamp on every side spares the loop all tests of the edges.
    let line = width + 2 * size
    var sums = [Float](repeating: 0, count: line * (height + 2 * size))
    sums.withUnsafeMutableBytes { sums in
      stamps.withUnsafeBytes { stamps in
        for point in points {
          let (x, y) = (point.x * scale, point.y * scale)
          guard x >= 0, y >= 0, x < Double(width), y < Double(height) else { continue }
          MarkerStamp.add(stamps, size, half, x, y, to: sums, line)
        }
      }
    }
    pixels.withMemoryRebound(to: UInt32.self, capacity: stride * height) { target in
      for row in 0..<height {
        blend(sums[((row + size) * line + size)...].prefix(width), target + row * stride)
      }
    }
    cairo_surface_mark_dirty(surface)
  }

  private static func add(
    _ stamps: UnsafeRawBufferPointer, _ size: Int, _ half: Int, _ x: Double, _ y: Double,
    to sums: UnsafeMutableRawBufferPointer, _ line: Int
  ) {
    let (column, row) = (Int(x), Int(y))
    let steps = Double(phases)
    let phase = Int((y - Double(row)) * steps) * phases + Int((x - Double(column)) * steps)
    for stampRow in 0...(2 * half) {
      let source = (phase * size + stampRow) * size * 4
      let target = ((row + size - half + stampRow) * line + column + size - half) * 4
      for offset in Swift.stride(from: 0, to: size * 4, by: lanes * 4) {
        let old = sums.loadUnaligned(fromByteOffset: target + offset, as: SIMD8<Float>.self)
        let new = old + stamps.loadUnaligned(fromByteOffset: source + offset, as: SIMD8<Float>.self)
        sums.storeBytes(of: new, toByteOffset: target + offset, as: SIMD8<Float>.self)
      }
    }
  }

  /// Logarithms of transparency for one subpixel position, `size` rows of `size`.
  private func logs(_ phase: Int, _ half: Int, _ size: Int, _ scale: Double) -> [Float] {
    var logs = [Float](repeating: 0, count: size * size)
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(size), Int32(size)),
      let context = cairo_create(surface)
    else { return logs }
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    let steps = Double(MarkerStamp.phases)
    let center = Point(
      Double(half) + (Double(phase % MarkerStamp.phases) + 0.5) / steps,
      Double(half) + (Double(phase / MarkerStamp.phases) + 0.5) / steps)
    MarkerFont.trace(shape, on: context, diameter: diameter * scale, at: center)
    cairo_set_source_rgba(context, 0, 0, 0, 1)
    cairo_fill(context)
    cairo_surface_flush(surface)
    guard let bytes = cairo_image_surface_get_data(surface) else { return logs }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for index in logs.indices {
      let cover = Double(bytes[index / size * stride + index % size]) / 255 * color.opacity
      // Full coverage would be minus infinity; this leaves less than half a step of 255.
      if cover > 0 { logs[index] = Float(log(max(1 - cover, 1e-4))) }
    }
    return logs
  }

  private func blend(_ sums: ArraySlice<Float>, _ target: UnsafeMutablePointer<UInt32>) {
    for (column, sum) in sums.enumerated() where sum < 0 {
      let clear = exp(sum)
      let old = target[column]
      func mixed(_ ink: UInt8, _ shift: UInt32) -> UInt32 {
        UInt32((Float(old >> shift & 255) * clear + Float(ink) * (1 - clear)).rounded()) << shift
      }
      target[column] = 0xFF00_0000 | mixed(color.red, 16) | mixed(color.green, 8) | mixed(color.blue, 0)
    }
  }
}
