import CCairo
import Foundation

/// One open font file.
///
/// FreeType faces are not safe to share between threads: every use of the face, and of what Cairo makes of it, happens
/// under ``Rendering/lock``.
final class FontFace: @unchecked Sendable {
  let path: String
  private let face: FT_Face
  private let lock = Rendering.lock
  /// Cairo's view of the face.
  let cairoFace: OpaquePointer?
  private var glyphs: [UInt32: Glyph] = [:]
  private let unitsPerEm: Double

  private struct Glyph {
    var index: UInt32
    /// Advance and ink in font units.
    var advance: Double
    var top: Double
    var bottom: Double
    /// How far the ink reaches beyond the advance.
    var overhang: Double
  }

  init(_ path: String, _ library: FT_Library) throws {
    self.path = path
    var face: FT_Face?
    let code = FT_New_Face(library, path, 0, &face)
    guard code == 0, let face else { throw PlottingError.fontUnreadable(path: path, code: Int(code)) }
    self.face = face
    unitsPerEm = max(Double(face.pointee.units_per_EM), 1)
    cairoFace = cairo_ft_font_face_create_for_ft_face(face, FontFace.loadFlags)
  }

  deinit {
    cairo_font_face_destroy(cairoFace)
    FT_Done_Face(face)
  }

  func measure(_ text: String, _ size: Double) -> TextMetrics {
    lock.lock()
    defer { lock.unlock() }
    var metrics = TextMetrics()
    for scalar in text.unicodeScalars {
      let glyph = glyph(scalar.value)
      metrics.width += glyph.advance
      metrics.ascent = max(metrics.ascent, glyph.top)
      metrics.descent = max(metrics.descent, -glyph.bottom)
      metrics.overhang = glyph.overhang
    }
    let scale = size / unitsPerEm
    return TextMetrics(
      width: metrics.width * scale, ascent: metrics.ascent * scale, descent: metrics.descent * scale,
      overhang: metrics.overhang * scale)
  }

  /// The characters of `text` without a glyph, which are drawn as a box.
  func lacks(_ text: String) -> [String] {
    lock.lock()
    defer { lock.unlock() }
    return text.unicodeScalars.filter { glyph($0.value).index == 0 }.map { String($0) }
  }

  /// The glyphs of `text` at `size` points from (x, y), ready for Cairo.
  func cairoGlyphs(_ text: String, size: Double, x: Double, y: Double) -> [cairo_glyph_t] {
    lock.lock()
    defer { lock.unlock() }
    var position = x
    return text.unicodeScalars.map { scalar in
      let glyph = glyph(scalar.value)
      defer { position += glyph.advance * size / unitsPerEm }
      return cairo_glyph_t(index: UInt(glyph.index), x: position, y: y)
    }
  }

  /// FT_LOAD_NO_SCALE, then FT_LOAD_NO_HINTING: macros that Swift does not import.
  private static let unscaled: Int32 = 1
  private static let loadFlags: Int32 = 2

  private func glyph(_ code: UInt32) -> Glyph {
    if let known = glyphs[code] { return known }
    let index = FT_Get_Char_Index(face, FT_ULong(code))
    var glyph = Glyph(index: index, advance: 0, top: 0, bottom: 0, overhang: 0)
    if FT_Load_Glyph(face, index, FontFace.unscaled) == 0, let slot = face.pointee.glyph {
      let metrics = slot.pointee.metrics
      glyph.advance = Double(metrics.horiAdvance)
      glyph.top = Double(metrics.horiBearingY)
      glyph.bottom = Double(metrics.horiBearingY - metrics.height)
      glyph.overhang = max(Double(metrics.horiBearingX + metrics.width) - glyph.advance, 0)
    }
    glyphs[code] = glyph
    return glyph
  }
}
