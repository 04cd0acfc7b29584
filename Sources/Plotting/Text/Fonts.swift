import CCairo
import Foundation

/// The faces of the one text family.
public enum FontStyle: String, Sendable, Codable, CaseIterable {
  case regular, italic, bold

  /// How far italic letters lean per unit of height: 11 degrees.
  static let slant = 0.194

  /// The style's name within the family, as fontconfig lists it.
  var name: String {
    switch self {
    case .regular: "Condensed"
    case .italic: "Condensed Oblique"
    case .bold: "Condensed Bold"
    }
  }
}

/// The text family of all figures: DejaVu Sans Condensed.
///
/// Licence: the Bitstream Vera licence and public domain additions, free to embed
/// (<https://dejavu-fonts.github.io/License.html>). It was chosen over CMU Serif, which lacks the signs of relations
/// and is thin in small print. The files come from an installed package, found by fontconfig; none is copied here. A folder
/// `fonts` beside the program counts before what is installed: `./plumb package` makes one.
public final class Fonts: @unchecked Sendable {
  /// Faces by style; each guards its own state by a lock.
  private let faces: [FontStyle: FontFace]

  /// The family's name.
  public static let family = "DejaVu Sans Condensed"
  /// The packages that hold the files.
  public static let package = "fonts-dejavu-extra (Debian) or font-dejavu (Homebrew)"

  private static let loaded = Result { try Fonts() }

  /// The installed faces, opened once for the whole process.
  ///
  /// - Throws: ``PlottingError/fontMissing(family:style:package:)`` naming the package to install.
  public static func shared() throws -> Fonts { try loaded.get() }

  private init() throws {
    var library: FT_Library?
    let code = FT_Init_FreeType(&library)
    guard code == 0, let library else { throw PlottingError.fontUnreadable(path: "FreeType", code: Int(code)) }
    let beside = Fonts.configuration(of: Bundle.main.bundleURL.appending(path: "fonts"))
    var faces: [FontStyle: FontFace] = [:]
    for style in FontStyle.allCases { faces[style] = try FontFace(Fonts.path(of: style, in: beside), library) }
    self.faces = faces
  }

  /// The files in use, for the provenance: path and bytes can be hashed by the caller.
  public static var files: [(style: FontStyle, path: String)] {
    get throws {
      return try FontStyle.allCases.compactMap { style in try shared().faces[style].map { (style, $0.path) } }
    }
  }

  func face(_ style: FontStyle) -> FontFace? { faces[style] }

  /// Width and ink of `text` at `size` points.
  func measure(_ text: String, _ style: FontStyle, _ size: Double) -> TextMetrics {
    faces[style]?.measure(text, size) ?? TextMetrics()
  }

  /// A configuration that knows the fonts of `folder` and no others, whatever is installed; nil when there is no such folder.
  static func configuration(of folder: URL) -> OpaquePointer? {
    let path = folder.path(percentEncoded: false)
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: path), let fonts = FcConfigCreate() else {
      return nil
    }
    // File by file: of a whole folder fontconfig would want to keep a record somewhere.
    for file in files { FcConfigAppFontAddFile(fonts, path + "/" + file) }
    return fonts
  }

  /// The file of a style in a configuration, or in that of this machine.
  /// - Throws: ``PlottingError/fontMissing(family:style:package:)``.
  static func path(of style: FontStyle, in configuration: OpaquePointer? = nil) throws -> String {
    let missing = PlottingError.fontMissing(family: family, style: style.rawValue, package: package)
    guard let pattern = FcPatternCreate(), let wanted = FcObjectSetCreate() else { throw missing }
    defer {
      FcPatternDestroy(pattern)
      FcObjectSetDestroy(wanted)
    }
    FcPatternAddString(pattern, FC_FAMILY, family)
    FcPatternAddString(pattern, FC_STYLE, style.name)
    FcObjectSetAdd(wanted, FC_FILE)
    guard let list = FcFontList(configuration, pattern, wanted) else { throw missing }
    defer { FcFontSetDestroy(list) }
    let paths = (0..<Int(list.pointee.nfont)).compactMap { index -> String? in
      var text: UnsafeMutablePointer<FcChar8>?
      let result = FcPatternGetString(list.pointee.fonts[index], FC_FILE, 0, &text)
      return result == FcResultMatch ? text.map { String(cString: $0) } : nil
    }
    guard let path = paths.min() else { throw missing }
    return path
  }
}

/// The extent of a text about the start of its baseline, in points.
struct TextMetrics: Sendable, Equatable {
  var width = 0.0
  var ascent = 0.0
  var descent = 0.0
  /// How far the ink of the last character reaches beyond the width.
  var overhang = 0.0
}

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
  /// Glyphs by character, their extents in font units.
  private var glyphs: [UInt32: (index: UInt32, extent: TextMetrics)] = [:]
  private let unitsPerEm: Double

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
    let extents = lock.withLock { text.unicodeScalars.map { glyph($0.value).extent } }
    let scale = size / unitsPerEm
    return TextMetrics(
      width: extents.reduce(0) { $0 + $1.width } * scale, ascent: extents.reduce(0) { max($0, $1.ascent) } * scale,
      descent: extents.reduce(0) { max($0, $1.descent) } * scale, overhang: (extents.last?.overhang ?? 0) * scale)
  }

  /// The characters of `text` without a glyph, which are drawn as a box.
  func lacks(_ text: String) -> [String] {
    lock.withLock { text.unicodeScalars.filter { glyph($0.value).index == 0 }.map { String($0) } }
  }

  /// The glyphs of `text` at `size` points from (x, y), ready for Cairo.
  func cairoGlyphs(_ text: String, size: Double, x: Double, y: Double) -> [cairo_glyph_t] {
    lock.lock()
    defer { lock.unlock() }
    var position = x
    return text.unicodeScalars.map { scalar in
      let glyph = glyph(scalar.value)
      defer { position += glyph.extent.width * size / unitsPerEm }
      return cairo_glyph_t(index: UInt(glyph.index), x: position, y: y)
    }
  }

  /// FT_LOAD_NO_SCALE, then FT_LOAD_NO_HINTING: macros that Swift does not import.
  private static let unscaled: Int32 = 1
  private static let loadFlags: Int32 = 2

  private func glyph(_ code: UInt32) -> (index: UInt32, extent: TextMetrics) {
    if let known = glyphs[code] { return known }
    let index = FT_Get_Char_Index(face, FT_ULong(code))
    var extent = TextMetrics()
    if FT_Load_Glyph(face, index, FontFace.unscaled) == 0, let metrics = face.pointee.glyph?.pointee.metrics {
      extent.width = Double(metrics.horiAdvance)
      extent.ascent = Double(metrics.horiBearingY)
      extent.descent = Double(metrics.height - metrics.horiBearingY)
      extent.overhang = max(Double(metrics.horiBearingX + metrics.width) - extent.width, 0)
    }
    glyphs[code] = (index, extent)
    return (index, extent)
  }
}
