/// Colours for numbers.
public enum ColorMap: String, CaseIterable, Sendable {
  /// Viridis by S. van der Walt and N. Smith (CC0): equal steps of perceived difference, dark to bright.
  case viridis
  /// Blue over near-white to red, lightness symmetric about the middle.
  case diverging
  /// White to black.
  case grey

  /// The colour at `fraction` from 0 to 1; interpolated in CIE L*a*b*.
  public func color(_ fraction: Double) -> Color {
    let anchors = anchors
    let place = min(max(fraction.isNaN ? 0 : fraction, 0), 1) * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    let weight = place - Double(index)
    return Color(lab: anchors[index] * (1 - weight) + anchors[index + 1] * weight)
  }

  /// `steps` colours to look up by index, faster than ``color(_:)``.
  func table(_ steps: Int) -> [Color] { (0..<steps).map { color(Double($0) / Double(steps - 1)) } }

  private var anchors: [SIMD3<Double>] {
    switch self {
    case .viridis: ColorMap.viridisAnchors
    case .diverging: ColorMap.divergingAnchors
    case .grey: ColorMap.greyAnchors
    }
  }

  private static let viridisAnchors: [SIMD3<Double>] = [
    0x440154, 0x481A6C, 0x472F7D, 0x414487, 0x39568C, 0x31688E, 0x2A788E, 0x23888E, 0x1F988B, 0x22A884, 0x35B779,
    0x54C568, 0x7AD151, 0xA5DB36, 0xD2E21B, 0xFDE725,
  ].map { Color(hex: $0).lab }
  private static let divergingAnchors: [SIMD3<Double>] = [
    SIMD3(25, 12, -42), SIMD3(45, 2, -44), SIMD3(70, -8, -28), SIMD3(95, 0, 2), SIMD3(70, 34, 24), SIMD3(45, 58, 36),
    SIMD3(25, 42, 22),
  ]
  private static let greyAnchors: [SIMD3<Double>] = [SIMD3(97, 0, 0), SIMD3(10, 0, 0)]
}
