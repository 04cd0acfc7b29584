import Foundation

/// The shapes that tell series apart, of equal visual weight.
public enum MarkerShape: String, Sendable, Codable, CaseIterable {
  case circle, square, triangle, diamond, plus, cross
  case triangleDown = "triangle-down"
  case pentagon

  /// Whether an outline leaves an inside free; plus and cross are all outline.
  var hasInside: Bool { self != .plus && self != .cross }

  /// The outline around the origin for diameter 1; empty for the circle, which is drawn as an arc.
  var outline: [Point] {
    switch self {
    case .circle: []
    case .square: [Point(-0.44, -0.44), Point(0.44, -0.44), Point(0.44, 0.44), Point(-0.44, 0.44)]
    case .triangle: MarkerShape.polygon(3, radius: 0.64, start: -.pi / 2)
    case .triangleDown: MarkerShape.polygon(3, radius: 0.64, start: .pi / 2)
    case .diamond: MarkerShape.polygon(4, radius: 0.62, start: -.pi / 2)
    case .pentagon: MarkerShape.polygon(5, radius: 0.56, start: -.pi / 2)
    case .plus: MarkerShape.plus(arm: 0.58, half: 0.15, turn: 0)
    case .cross: MarkerShape.plus(arm: 0.58, half: 0.15, turn: .pi / 4)
    }
  }

  private static func polygon(_ sides: Int, radius: Double, start: Double) -> [Point] {
    (0..<sides).map { side in
      let angle = start + 2 * .pi * Double(side) / Double(sides)
      return Point(radius * cos(angle), radius * sin(angle))
    }
  }

  private static func plus(arm: Double, half: Double, turn: Double) -> [Point] {
    let corners = [
      (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half), (half, arm), (-half, arm), (-half, half),
      (-arm, half), (-arm, -half), (-half, -half), (-half, -arm),
    ]
    return corners.map { Point($0.0 * cos(turn) - $0.1 * sin(turn), $0.0 * sin(turn) + $0.1 * cos(turn)) }
  }
}
