import Foundation

/// A text on the page.
public struct TextItem: Sendable, Equatable, Codable {
  /// What the text is, such as "x tick" or "legend".
  public var kind: String
  var pieces: [TextLayout.Piece]
  /// Where the line's start stands on the baseline.
  public var origin: Point
  /// Counter-clockwise rotation about the origin, in degrees.
  public var angle: Double
  public var color: Color
  /// Extent of the line about its origin before rotation.
  var extent: Box
  /// A colour drawn around the letters, so that lines behind do not disturb; nil without.
  var halo: Color?

  /// The characters of the text.
  public var text: String { pieces.map(\.text).joined() }

  /// The corners of the text's box on the page.
  public var corners: [Point] {
    let (cosine, sine) = TextItem.rotation(angle)
    return extent.corners.map {
      Point(origin.x + $0.x * cosine + $0.y * sine, origin.y - $0.x * sine + $0.y * cosine)
    }
  }

  /// The smallest upright box around the text.
  public var bounds: Box { Box.around(corners) ?? Box(x: origin.x, y: origin.y, width: 0, height: 0) }

  /// Cosine and sine of an angle in degrees, exact at quarter turns.
  static func rotation(_ degrees: Double) -> (Double, Double) {
    switch degrees {
    case 0: (1, 0)
    case 90: (0, 1)
    default: (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    }
  }
}

/// Where the given point lies within a text's box.
struct Anchor: Sendable, Equatable {
  /// 0 the left edge, 0.5 the middle, 1 the right edge.
  var x: Double
  /// 0 the top, 0.5 the middle, 1 the bottom; nil the baseline.
  var y: Double?

  static let left = Anchor(x: 0, y: nil)
  static let center = Anchor(x: 0.5, y: nil)
  static let right = Anchor(x: 1, y: nil)
}

extension TextLayout {
  /// The line placed so that its `anchor` stands at `point`.
  func placed(
    _ kind: String, at point: Point, _ anchor: Anchor, angle: Double = 0, color: Color, halo: Color? = nil
  ) -> TextItem {
    let extent = Box(left: 0, top: -ascent, right: width, bottom: descent)
    let (cosine, sine) = TextItem.rotation(angle)
    let dx = -anchor.x * width
    let dy = anchor.y.map { ascent - $0 * height } ?? 0
    let origin = Point(point.x + dx * cosine + dy * sine, point.y - dx * sine + dy * cosine)
    return TextItem(
      kind: kind, pieces: pieces, origin: origin, angle: angle, color: color, extent: extent, halo: halo)
  }
}
