/// Something on a page that a reader cannot make out.
public enum Illegible: Sendable, Equatable, CustomStringConvertible {
  /// A text, or a subscript in it, below the size asked for, in points.
  case small(String, size: Double)
  /// A text that stands out too little.
  case faintText(String, contrast: Double)
  /// A line, marker or filled shape that stands out too little.
  case faintMark(String, contrast: Double)

  public var description: String {
    switch self {
    case .small(let text, let size): "\(text) is set at \(Self.rounded(size)) points"
    case .faintText(let text, let contrast): "\(text) has a contrast of \(Self.rounded(contrast))"
    case .faintMark(let mark, let contrast): "\(mark) has a contrast of \(Self.rounded(contrast))"
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

extension Drawing {
  /// Every text below `least` points, scripts included, and whatever has too little contrast with the page.
  ///
  /// Not asked for: grids, areas of at most half opacity such as bands, rasters, and numbers in coloured cells.
  public func illegible(least: Double = 6) -> [Illegible] {
    let page = background ?? .paper
    var found: [Illegible] = []
    func note(_ shape: String, _ color: Color) {
      let contrast = color.over(page).contrast(page)
      let flaw = Illegible.faintMark("\(shape) \(color.text)", contrast: contrast)
      if contrast < Contrast.mark, !found.contains(flaw) { found.append(flaw) }
    }
    for item in items {
      switch item.shape {
      case .text(let text):
        let size = text.pieces.map(\.size).min() ?? least
        if size < least - 1e-9 { found.append(.small("\(text.kind) \"\(text.text)\"", size: size)) }
        let contrast = text.color.over(page).contrast(page)
        if contrast < Contrast.text, text.kind != "cell" {
          found.append(.faintText("\(text.kind) \"\(text.text)\"", contrast: contrast))
        }
      case .stroke(_, let stroke) where item.role != .grid: note("\(item.role.rawValue) line", stroke.color)
      case .fill(_, let color) where item.role != .frame && color.opacity > 0.5:
        note("\(item.role.rawValue) area", color)
      case .markers(let markers): note("\(markers.shape.rawValue)", markers.fill)
      case .stroke, .fill, .raster: break
      }
    }
    return found
  }
}
