import CCairo
import Foundation

extension Drawing {
  /// The drawing as PDF 1.5: vectors, subsets of the fonts embedded, creation date fixed at the beginning of 2000.
  ///
  /// - Throws: ``PlottingError`` if a font is missing or Cairo fails.
  public func pdf() throws -> Data {
    try Rendering.data(self, output: "PDF") { write, closure in
      let surface = cairo_pdf_surface_create_for_stream(write, closure, width, height)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Plumb")
      if !title.isEmpty { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title) }
      return surface
    }
  }

  /// The drawing as PNG; at `scale` 1 a pixel is 1/96 inch.
  ///
  /// - Throws: ``PlottingError`` if a font is missing or Cairo fails.
  public func png(scale: Double = 2) throws -> Data {
    let pixels = scale * 96 / 72
    return try Rendering.data(self, output: "PNG", scale: pixels) { _, _ in
      cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32((width * pixels).rounded()), Int32((height * pixels).rounded()))
    } finish: { surface in
      PNGFile.data(surface, density: pixels * 72 / 0.0254)
    }
  }
}

/// What all outputs share.
enum Rendering {
  /// Held around every call into Cairo and FreeType, whose font objects are not safe to share between threads.
  static let lock = NSRecursiveLock()

  /// Draws on a fresh surface made by `surface`, which is finished and freed, and gives what was written, or what
  /// `finish` makes of the surface.
  static func data(
    _ drawing: Drawing, output: String, scale: Double = 1,
    surface make: (cairo_write_func_t, UnsafeMutableRawPointer) -> OpaquePointer?,
    finish: ((OpaquePointer) -> Data?)? = nil
  ) throws -> Data {
    let fonts = try Fonts.shared()
    lock.lock()
    defer { lock.unlock() }
    let sink = Sink()
    let pointer = Unmanaged.passUnretained(sink).toOpaque()
    guard let surface = make(Sink.write, pointer), let context = cairo_create(surface) else {
      throw PlottingError.cairo(output: output, status: "no surface")
    }
    defer { cairo_surface_destroy(surface) }
    cairo_scale(context, scale, scale)
    Renderer(context: context, fonts: fonts, pixelSurface: output == "PNG" ? surface : nil, scale: scale).draw(drawing)
    let status = cairo_status(context)
    cairo_destroy(context)
    if let finish, status == CAIRO_STATUS_SUCCESS { sink.data = finish(surface) ?? Data() }
    cairo_surface_finish(surface)
    let all = [status, cairo_surface_status(surface)]
    if let wrong = all.first(where: { $0 != CAIRO_STATUS_SUCCESS }) {
      throw PlottingError.cairo(output: output, status: String(cString: cairo_status_to_string(wrong)))
    }
    if sink.data.isEmpty { throw PlottingError.cairo(output: output, status: "nothing was written") }
    return withExtendedLifetime(sink) { sink.data }
  }

  /// Collects what Cairo writes.
  private final class Sink {
    var data = Data()

    static let write: cairo_write_func_t = { closure, bytes, count in
      guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
      Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue().data.append(bytes, count: Int(count))
      return CAIRO_STATUS_SUCCESS
    }
  }
}

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
      let body = compressed(rows(pixels, width, height, Int(cairo_image_surface_get_stride(surface))), level: level)
    else { return nil }
    let perMetre = bigEndian(Int(density.rounded()))
    return file(width, height, type: 2, [("pHYs", perMetre + perMetre + [1]), ("IDAT", body)])
  }

  /// Pixels of one byte for each of red, green, blue and, where `hasOpacity`, opacity.
  ///
  /// - Returns: nil if there are none or zlib fails.
  static func data(rows: [[UInt8]], width: Int, hasOpacity: Bool) -> Data? {
    guard width > 0, !rows.isEmpty, let body = compressed(rows.flatMap { [0] + $0 }, level: Z_BEST_COMPRESSION) else {
      return nil
    }
    return file(width, rows.count, type: hasOpacity ? 6 : 2, [("IDAT", body)])
  }

  private static func file(_ width: Int, _ height: Int, type: UInt8, _ chunks: [(String, [UInt8])]) -> Data {
    var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    append("IHDR", bigEndian(width) + bigEndian(height) + [8, type, 0, 0, 0], to: &data)
    for (name, body) in chunks { append(name, body, to: &data) }
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

  private static func compressed(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
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

/// The libraries that draw.
public enum CairoLibraries {
  /// Names and versions, as loaded.
  public static var versions: [(String, String)] {
    let cairo = cairo_version_string().map { String(cString: $0) } ?? "unknown"
    return [("Cairo", cairo), ("FreeType", freeType), ("fontconfig", fontconfig)]
  }

  private static var freeType: String {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0 else { return "unknown" }
    defer { FT_Done_FreeType(library) }
    var (major, minor, patch): (FT_Int, FT_Int, FT_Int) = (0, 0, 0)
    FT_Library_Version(library, &major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }

  /// fontconfig counts 2.14.1 as 21401.
  private static var fontconfig: String {
    let number = FcGetVersion()
    return "\(number / 10000).\(number / 100 % 100).\(number % 100)"
  }
}
