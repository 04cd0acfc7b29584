import CCairo
import Foundation

/// What all outputs share.
enum Rendering {
  /// Held around every call into Cairo and FreeType, whose font objects are not safe to share between threads.
  static let lock = NSRecursiveLock()

  /// Draws on a fresh surface made by `surface`, which is finished and freed, and gives what was written.
  static func data(
    _ drawing: Drawing, output: String, scale: Double = 1,
    surface make: (cairo_write_func_t, UnsafeMutableRawPointer) -> OpaquePointer?,
    finish: (OpaquePointer, cairo_write_func_t, UnsafeMutableRawPointer) -> Void = { _, _, _ in }
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
    Renderer(context: context, fonts: fonts, pixelSurface: output == "PNG" ? surface : nil, scale: scale)
      .draw(drawing)
    let status = cairo_status(context)
    cairo_destroy(context)
    finish(surface, Sink.write, pointer)
    cairo_surface_finish(surface)
    let all = [status, cairo_surface_status(surface)]
    if let wrong = all.first(where: { $0 != CAIRO_STATUS_SUCCESS }) {
      throw PlottingError.cairo(output: output, status: String(cString: cairo_status_to_string(wrong)))
    }
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
