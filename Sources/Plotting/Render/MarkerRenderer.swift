import CCairo
import Foundation

extension Renderer {
  /// Above this number markers are drawn in batches, or stamped into pixels.
  static let manyMarkers = 400
  /// Points between a marker and the outer edge of its rim: wide enough to part markers that overlap, too narrow to
  /// cut a curve or a bar in pieces.
  static let rim = 0.25
  /// Width of the outline of an open marker, in points.
  static let outline = 0.8

  func draw(_ markers: Markers) {
    let points = markers.points.filter(\.isDrawable)
    if markers.isOpen || points.count <= Renderer.manyMarkers {
      for point in points { draw(markers, at: point) }
    } else if let surface = pixelSurface {
      draw(rim: markers) {
        MarkerStamp(shape: markers.shape, diameter: $0, color: $1).stamp(points, on: surface, scale)
      }
    } else {
      draw(rim: markers) { drawPaths(markers.shape, diameter: $0, color: $1, points) }
    }
  }

  /// Draws every marker as a path of its own, so that a PDF has no Type 3 font, which journals refuse and which text
  /// extraction reads as characters. A circle is a dot of a round pen, the shortest path there is; of opaque markers many
  /// are one path. Positions are rounded to a hundredth of a point.
  private func drawPaths(_ shape: MarkerShape, diameter: Double, color: Color, _ points: [Point]) {
    let places = points.map { Point(($0.x * 100).rounded() / 100, ($0.y * 100).rounded() / 100) }
    let batch = color.opacity < 1 ? 1 : 500
    cairo_save(context)
    set(color, width: diameter)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    for start in stride(from: 0, to: places.count, by: batch) {
      cairo_new_path(context)
      for point in places[start..<min(start + batch, places.count)] {
        if shape == .circle {
          cairo_move_to(context, point.x, point.y)
          cairo_line_to(context, point.x, point.y)
        } else {
          for corner in shape.outline {
            cairo_line_to(context, point.x + corner.x * diameter, point.y + corner.y * diameter)
          }
          cairo_close_path(context)
          cairo_new_sub_path(context)
        }
      }
      if shape == .circle { cairo_stroke(context) } else { cairo_fill(context) }
    }
    cairo_restore(context)
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
      set(rim, width: 2 * Renderer.rim)
      cairo_stroke_preserve(context)
    }
    set(markers.fill)
    cairo_fill(context)
  }

  /// The outline stays within the size of a filled marker.
  private func drawOutline(_ markers: Markers, at point: Point) {
    trace(markers.shape, diameter: max(markers.size - Renderer.outline, 0), at: point)
    set(markers.fill, width: Renderer.outline)
    cairo_stroke(context)
  }

  private func trace(_ shape: MarkerShape, diameter: Double, at point: Point) {
    shape.trace(on: context, diameter: diameter, at: point)
  }
}

/// A marker drawn once for each of 8 x 8 subpixel positions and then added to pixels many times.
///
/// Copies of one colour hide what is behind them by the product of their transparencies, whatever the order. So the
/// logarithms of transparency are summed first, and every pixel is blended once.
struct MarkerStamp {
  private static let phases = 8
  private static let lanes = 8
  let shape: MarkerShape
  let diameter: Double
  let color: Color

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
      for row in 0..<height { blend(sums[((row + size) * line + size)...].prefix(width), target + row * stride) }
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
    shape.trace(on: context, diameter: diameter * scale, at: center)
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

/// The shapes that tell series apart, of equal visual weight.
public enum MarkerShape: String, Sendable, Codable, CaseIterable {
  case circle, square, triangle, diamond, plus, cross
  case triangleDown = "triangle-down"
  case pentagon
  /// A line at the place with an arrow up from it: the value is above; no series has it unless it is asked for.
  case arrowUp = "arrow-up"

  /// The shapes that series have in order.
  static let series: [MarkerShape] = allCases.filter { $0 != .arrowUp }

  /// Whether an outline leaves an inside free; plus, cross and arrow are all outline.
  var hasInside: Bool { self != .plus && self != .cross && self != .arrowUp }

  /// The outline around the origin for diameter 1; empty for the circle, which is drawn as an arc.
  var outline: [Point] {
    switch self {
    case .circle: []
    case .square: [Point(-0.44, -0.44), Point(0.44, -0.44), Point(0.44, 0.44), Point(-0.44, 0.44)]
    case .triangle: MarkerShape.polygon(3, radius: 0.64, start: -.pi / 2)
    case .triangleDown: MarkerShape.polygon(3, radius: 0.64, start: .pi / 2)
    case .diamond: MarkerShape.polygon(4, radius: 0.62, start: -.pi / 2)
    case .pentagon: MarkerShape.polygon(5, radius: 0.56, start: -.pi / 2)
    case .plus: MarkerShape.plus(arm: 0.58, half: 0.15, turn: 0)
    case .cross: MarkerShape.plus(arm: 0.58, half: 0.15, turn: .pi / 4)
    case .arrowUp:
      [
        (-0.6, 0.13), (-0.6, -0.13), (-0.13, -0.13), (-0.13, -1.5), (-0.6, -1.5), (0, -2.4), (0.6, -1.5), (0.13, -1.5),
        (0.13, -0.13), (0.6, -0.13), (0.6, 0.13),
      ].map { Point($0.0, $0.1) }
    }
  }

  /// Makes the outline at `point` the path of `context`.
  func trace(on context: OpaquePointer, diameter: Double, at point: Point) {
    cairo_new_path(context)
    if self == .circle { cairo_arc(context, point.x, point.y, diameter / 2, 0, 2 * .pi) }
    for corner in outline { cairo_line_to(context, point.x + corner.x * diameter, point.y + corner.y * diameter) }
    cairo_close_path(context)
  }

  private static func polygon(_ sides: Int, radius: Double, start: Double) -> [Point] {
    (0..<sides).map { side in
      let angle = start + 2 * .pi * Double(side) / Double(sides)
      return Point(radius * cos(angle), radius * sin(angle))
    }
  }

  private static func plus(arm: Double, half: Double, turn: Double) -> [Point] {
    let corners = [
      (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half), (half, arm), (-half, arm), (-half, half),
      (-arm, half), (-arm, -half), (-half, -half), (-half, -arm),
    ]
    return corners.map { Point($0.0 * cos(turn) - $0.1 * sin(turn), $0.0 * sin(turn) + $0.1 * cos(turn)) }
  }
}
