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
/// and is thin in small print. The files come from an installed package, found by fontconfig; none is copied here.
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
    var faces: [FontStyle: FontFace] = [:]
    for style in FontStyle.allCases { faces[style] = try FontFace(Fonts.path(of: style), library) }
    self.faces = faces
  }

  /// The files in use, for the provenance: path and bytes can be hashed by the caller.
  public static var files: [(style: FontStyle, path: String)] {
    get throws {
      let fonts = try shared()
      return FontStyle.allCases.compactMap { style in fonts.faces[style].map { (style, $0.path) } }
    }
  }

  func face(_ style: FontStyle) -> FontFace? { faces[style] }

  /// Width and ink of `text` at `size` points.
  func measure(_ text: String, _ style: FontStyle, _ size: Double) -> TextMetrics {
    faces[style]?.measure(text, size) ?? TextMetrics()
  }

  private static func path(of style: FontStyle) throws -> String {
    let missing = PlottingError.fontMissing(family: family, style: style.rawValue, package: package)
    guard let pattern = FcPatternCreate(), let wanted = FcObjectSetCreate() else { throw missing }
    defer {
      FcPatternDestroy(pattern)
      FcObjectSetDestroy(wanted)
    }
    FcPatternAddString(pattern, FC_FAMILY, family)
    FcPatternAddString(pattern, FC_STYLE, style.name)
    FcObjectSetAdd(wanted, FC_FILE)
    guard let list = FcFontList(nil, pattern, wanted) else { throw missing }
    defer { FcFontSetDestroy(list) }
    let count = Int(list.pointee.nfont)
    let paths = (0..<count).compactMap { index -> String? in
      var text: UnsafeMutablePointer<FcChar8>?
      guard FcPatternGetString(list.pointee.fonts[index], FC_FILE, 0, &text) == FcResultMatch, let text else {
        return nil
      }
      return String(cString: text)
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
