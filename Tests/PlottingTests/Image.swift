import CCairo
import Foundation

/// A PNG read back by Cairo, to look at single pixels.
struct Image {
  let width: Int
  let height: Int
  private let pixels: [UInt32]

  init?(png data: Data) {
    final class Source {
      let bytes: [UInt8]
      var offset = 0
      init(_ data: Data) { bytes = [UInt8](data) }
    }
    let source = Source(data)
    let read: cairo_read_func_t = { closure, target, count in
      guard let closure, let target else { return CAIRO_STATUS_READ_ERROR }
      let source = Unmanaged<Source>.fromOpaque(closure).takeUnretainedValue()
      guard source.offset + Int(count) <= source.bytes.count else { return CAIRO_STATUS_READ_ERROR }
      for index in 0..<Int(count) { target[index] = source.bytes[source.offset + index] }
      source.offset += Int(count)
      return CAIRO_STATUS_SUCCESS
    }
    let surface = withExtendedLifetime(source) {
      cairo_image_surface_create_from_png_stream(read, Unmanaged.passUnretained(source).toOpaque())
    }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface) else {
      return nil
    }
    let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
    (self.width, self.height) = (width, height)
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    pixels = UnsafeMutableRawPointer(data).withMemoryRebound(to: UInt32.self, capacity: stride * height) { pixels in
      (0..<width * height).map { pixels[$0 / width * stride + $0 % width] & 0xFFFFFF }
    }
  }

  /// 0xRRGGBB at a column and row from the top left.
  subscript(column: Int, row: Int) -> UInt32 { pixels[row * width + column] }

  /// The mean difference of the channels, from 0 to 255.
  func difference(_ other: Image) -> Double {
    var sum = 0
    for (a, b) in zip(pixels, other.pixels) {
      for shift: UInt32 in [0, 8, 16] { sum += abs(Int(a >> shift & 255) - Int(b >> shift & 255)) }
    }
    return Double(sum) / Double(3 * max(pixels.count, 1))
  }
}
