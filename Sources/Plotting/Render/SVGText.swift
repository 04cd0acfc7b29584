import Documents
import Foundation

extension SVGWriter {
  /// Every piece stands at its place and has its length, so that another font of the reader's moves nothing.
  mutating func draw(_ item: TextItem, dark: TextItem) {
    let pieces = item.pieces.filter { !$0.text.isEmpty }
    guard let first = pieces.first else { return }
    let halo = item.halo.map { SVGPaints.Pair($0, dark.halo ?? $0) }
    let look = paints.text(SVGPaints.Pair(item.color, dark.color), rim: halo)
    let turned = item.angle == 0 ? "" : " transform=\"\(SVGText.turn(item))\""
    let origin = item.angle == 0 ? item.origin : Point(0, 0)
    if pieces.count == 1 {
      add("<text \(look)\(turned)\(attributes(first, origin))>\(SVGText.escaped(first.text))</text>")
    } else {
      let spans = pieces.map { "<tspan\(attributes($0, origin))>\(SVGText.escaped($0.text))</tspan>" }
      add("<text \(look)\(turned)>\(spans.joined())</text>")
    }
  }

  private func attributes(_ piece: TextLayout.Piece, _ origin: Point) -> String {
    let (x, y) = (SVGNumber.text(origin.x + piece.x), SVGNumber.text(origin.y + piece.y))
    var text = " x=\"\(x)\" y=\"\(y)\""
    if piece.size != fontSize { text += " font-size=\"\(SVGNumber.text(piece.size))\"" }
    switch piece.style {
    case .regular: break
    case .italic: text += " font-style=\"italic\""
    case .bold: text += " font-weight=\"bold\""
    }
    // A single letter keeps its form; its place is its own.
    if piece.text.count > 1 {
      text += " textLength=\"\(SVGNumber.text(piece.width))\" lengthAdjust=\"spacingAndGlyphs\""
    }
    return text
  }
}

/// Characters and fonts of an SVG.
enum SVGText {
  /// The family of the figures, then such as readers have, with Greek letters and signs of relations.
  static let families =
    [Fonts.family, "DejaVu Sans", "Verdana", "Segoe UI", "Roboto", "Helvetica Neue", "Arial"]
    .map { "'\($0)'" }.joined(separator: ",") + ",sans-serif"

  /// Text that stands for itself in an element, without the beginning of identifiers.
  static func escaped(_ text: String) -> String {
    // XML has no control characters.
    let shown = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    return XMLText.escaped(shown).replacing("plumb-", with: "plumb&#45;")
  }

  /// Moves to the start of the line and turns there, as the browser counts: clockwise.
  static func turn(_ item: TextItem) -> String {
    "translate(\(SVGNumber.text(item.origin.x)) \(SVGNumber.text(item.origin.y)))rotate(\(SVGNumber.text(-item.angle)))"
  }
}
