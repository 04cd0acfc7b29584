import CCairo
import Foundation

/// Writes true-colour PNG files (ISO/IEC 15948).
///
/// Cairo's own writer filters rows and compresses hard, which for drawings costs five times the time and gives larger
/// files than unfiltered rows at a low level.
enum PNGFile {
  private static let level: Int32 = 3

  /// The pixels of an RGB24 image surface.
  ///
  /// - Parameter density: pixels per metre.
  /// - Returns: nil if the surface has no pixels or zlib fails.
  static func data(_ surface: OpaquePointer, density: Double) -> Data? {
    cairo_surface_flush(surface)
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    guard width > 0, height > 0, let pixels = cairo_image_surface_get_data(surface),
      let body = compressed(rows(pixels, width, height, Int(cairo_image_surface_get_stride(surface))))
    else { return nil }
    var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    append("IHDR", bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0], to: &data)
    let perMetre = bigEndian(Int(density.rounded()))
    append("pHYs", perMetre + perMetre + [1], to: &data)
    append("IDAT", body, to: &data)
    append("IEND", [], to: &data)
    return data
  }

  /// Rows of red, green and blue, each after a zero that says that it is not filtered.
  private static func rows(
    _ pixels: UnsafeMutablePointer<UInt8>, _ width: Int, _ height: Int, _ stride: Int
  ) -> [UInt8] {
    let length = width * 3 + 1
    return [UInt8](unsafeUninitializedCapacity: length * height) { target, count in
      for row in 0..<height {
        target[row * length] = 0
        UnsafeMutableRawPointer(pixels + row * stride).withMemoryRebound(to: UInt32.self, capacity: width) { line in
          for column in 0..<width {
            let pixel = line[column]
            let place = row * length + 1 + column * 3
            target[place] = UInt8(truncatingIfNeeded: pixel >> 16)
            target[place + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
            target[place + 2] = UInt8(truncatingIfNeeded: pixel)
          }
        }
      }
      count = length * height
    }
  }

  private static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(uLong(bytes.count))
    var status = Z_OK
    let result = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
      status = compress2(target.baseAddress, &size, bytes, uLong(bytes.count), level)
      count = status == Z_OK ? Int(size) : 0
    }
    return status == Z_OK ? result : nil
  }

  private static func append(_ type: String, _ body: [UInt8], to data: inout Data) {
    let content = Array(type.utf8) + body
    data.append(contentsOf: bigEndian(body.count))
    data.append(contentsOf: content)
    data.append(contentsOf: bigEndian(Int(crc32(0, content, uInt(content.count)))))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
