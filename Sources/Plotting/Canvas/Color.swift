import Foundation

/// A colour of the sRGB space with an opacity.
public struct Color: Sendable, Hashable, Codable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8
  /// From 0, invisible, to 1, opaque.
  public var opacity: Double

  /// The colour with sRGB components from 0 to 255.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, opacity: Double = 1) {
    (self.red, self.green, self.blue, self.opacity) = (red, green, blue, opacity)
  }

  /// The colour 0xRRGGBB.
  public init(hex: UInt32) { self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255)) }

  /// What a page without a background is taken to be: white.
  static let paper = Color(255, 255, 255)

  /// The colour written `#RRGGBB`; nil for any other text.
  public init?(_ text: String) {
    guard text.count == 7, text.first == "#", text.dropFirst().allSatisfy(\.isHexDigit),
      let value = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    self.init(hex: value)
  }

  /// The same colour with another opacity.
  public func faded(_ opacity: Double) -> Color { Color(red, green, blue, opacity: opacity) }

  /// `#RRGGBB`, with `/opacity` when it is not opaque.
  public var text: String {
    let hex = String(format: "#%02X%02X%02X", Int(red), Int(green), Int(blue))
    return opacity < 1 ? hex + String(format: "/%.2f", opacity) : hex
  }

  /// The linear light components, each from 0 to 1 (IEC 61966-2-1).
  public var linear: SIMD3<Double> {
    func decode(_ byte: UInt8) -> Double {
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return SIMD3(decode(red), decode(green), decode(blue))
  }

  /// The colour of linear light components, clipped to the sRGB gamut.
  public init(linear: SIMD3<Double>) {
    func encode(_ value: Double) -> UInt8 {
      let clipped = min(max(value, 0), 1)
      let encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * pow(clipped, 1 / 2.4) - 0.055
      return UInt8((encoded * 255).rounded())
    }
    self.init(encode(linear.x), encode(linear.y), encode(linear.z))
  }
}

/// Colours for numbers.
public enum ColorMap: String, CaseIterable, Sendable {
  /// Viridis by S. van der Walt and N. Smith (CC0): equal steps of perceived difference, dark to bright.
  case viridis
  /// Plasma by S. van der Walt and N. Smith (CC0): from blue over purple to yellow, dark to bright.
  case plasma
  /// Blue to red, lightness symmetric about the middle, which is near white, or near black on a dark page.
  case diverging
  /// White to black.
  case grey

  /// The colour at `fraction` from 0 to 1; interpolated in CIE L*a*b*.
  public func color(_ fraction: Double) -> Color { color(fraction, onDark: false) }

  /// The same on a bright or on a dark page.
  func color(_ fraction: Double, onDark: Bool) -> Color {
    let anchors = anchors(onDark)
    let place = min(max(fraction.isNaN ? 0 : fraction, 0), 1) * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    let weight = place - Double(index)
    return Color(lab: anchors[index] * (1 - weight) + anchors[index + 1] * weight)
  }

  /// `steps` colours to look up by index, faster than ``color(_:)``.
  func table(_ steps: Int, onDark: Bool = false) -> [Color] {
    (0..<steps).map { color(Double($0) / Double(steps - 1), onDark: onDark) }
  }

  private func anchors(_ onDark: Bool) -> [SIMD3<Double>] {
    switch self {
    case .viridis: ColorMap.viridisAnchors
    case .plasma: ColorMap.plasmaAnchors
    case .diverging: onDark ? ColorMap.divergingOnDark : ColorMap.divergingAnchors
    case .grey: ColorMap.greyAnchors
    }
  }

  private static let viridisAnchors: [SIMD3<Double>] = [
    0x440154, 0x481A6C, 0x472F7D, 0x414487, 0x39568C, 0x31688E, 0x2A788E, 0x23888E, 0x1F988B, 0x22A884, 0x35B779,
    0x54C568, 0x7AD151, 0xA5DB36, 0xD2E21B, 0xFDE725,
  ].map { Color(hex: $0).lab }
  private static let plasmaAnchors: [SIMD3<Double>] = [
    0x0D0887, 0x330597, 0x5002A2, 0x6A00A8, 0x8405A7, 0x9C179E, 0xB12A90, 0xC33D80, 0xD35171, 0xE16462, 0xED7953,
    0xF68F44, 0xFCA636, 0xFEC029, 0xF9DC24, 0xF0F921,
  ].map { Color(hex: $0).lab }
  private static let divergingAnchors: [SIMD3<Double>] = [
    SIMD3(25, 12, -42), SIMD3(45, 2, -44), SIMD3(70, -8, -28), SIMD3(95, 0, 2), SIMD3(70, 34, 24), SIMD3(45, 58, 36),
    SIMD3(25, 42, 22),
  ]
  private static let divergingOnDark: [SIMD3<Double>] = [
    SIMD3(88, -10, -16), SIMD3(67, -8, -36), SIMD3(42, 2, -42), SIMD3(12, 0, -2), SIMD3(42, 48, 30), SIMD3(67, 36, 30),
    SIMD3(88, 10, 14),
  ]
  private static let greyAnchors: [SIMD3<Double>] = [SIMD3(97, 0, 0), SIMD3(10, 0, 0)]
}

/// The colours of series, safe for colour-blind readers.
///
/// Found by a random search that maximised the least pairwise difference in CIE Lab over normal vision and simulated
/// protanopia, deuteranopia and tritanopia, among colours whose contrast with the page is at least 3 to 1.
public enum Palette {
  /// For a white page; least pairwise difference 28.
  public static let light: [Color] = [
    0x1055D7, 0xC84D00, 0x60067A, 0x23A668, 0xA85687, 0x722002, 0xA082DB, 0x013734,
  ].map { Color(hex: $0) }

  /// For a dark page; least pairwise difference 21.
  public static let dark: [Color] = [
    0x28A3DD, 0xF0C040, 0x3EE39E, 0xD76121, 0xC6A6C3, 0x8680FF, 0xE8E8E8, 0xC05D7F,
  ].map { Color(hex: $0) }
}

/// Colours, line widths and sizes of a figure, in points.
public struct Theme: Sendable {
  public var background: Color?
  public var text: Color
  public var muted: Color
  public var grid: Color
  public var palette: [Color]
  public var fontSize = 8.0
  public var smallSize = 7.4
  public var titleSize = 9.0
  public var spineWidth = 0.5
  public var lineWidth = 1.2
  public var markerSize = 3.6
  public var tickLength = 2.5

  /// What is behind the marks.
  var page: Color { background ?? .paper }
  var isDark: Bool { page.isDark }

  /// The variants of the default look.
  public enum Name: String, CaseIterable, Sendable { case light, dark }

  /// For paper and bright pages.
  public static let light = Theme(
    background: Color(hex: 0xFFFFFF), text: Color(hex: 0x1A1A1A), muted: Color(hex: 0x6B6B6B),
    grid: Color(hex: 0xE4E4E4), palette: Palette.light)

  /// For dark pages.
  public static let dark = Theme(
    background: Color(hex: 0x14171C), text: Color(hex: 0xECECEC), muted: Color(hex: 0xA0A4AA),
    grid: Color(hex: 0x33383F), palette: Palette.dark)

  /// The theme called `name`.
  public static func named(_ name: Name) -> Theme { name == .light ? light : dark }

  /// Dash patterns in units of the line width, told apart in grey print.
  public static let dashes: [[Double]] = [
    [], [4.2, 1.6], [1.2, 1.3], [5.5, 1.4, 1.2, 1.4], [8, 2], [3, 1.2, 1, 1.2, 1, 1.2], [2.4, 1.1], [9, 1.5, 3, 1.5],
  ]
}

/// How a colour looks to readers who lack one kind of cone.
public enum ColorVision: String, CaseIterable, Sendable {
  case normal, protanopia, deuteranopia, tritanopia

  /// `color` as such a reader sees it.
  ///
  /// Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A physiologically-based model for simulation of color
  /// vision deficiency, IEEE TVCG 15 (2009), severity 1, applied to linear light.
  public func simulated(_ color: Color) -> Color {
    let rows: [SIMD3<Double>] =
      switch self {
      case .normal: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
      case .protanopia:
        [
          SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
          SIMD3(-0.003882, -0.048116, 1.051998),
        ]
      case .deuteranopia:
        [
          SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
          SIMD3(-0.011820, 0.042940, 0.968881),
        ]
      case .tritanopia:
        [
          SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
          SIMD3(0.004733, 0.691367, 0.303900),
        ]
      }
    let light = color.linear
    return Color(linear: SIMD3((rows[0] * light).sum(), (rows[1] * light).sum(), (rows[2] * light).sum()))
  }
}

extension Color {
  /// CIE L*a*b* under D65 (CIE 15:2004).
  public var lab: SIMD3<Double> {
    let light = linear
    let xyz = SIMD3(
      (SIMD3(0.4124564, 0.3575761, 0.1804375) * light).sum() / 0.95047,
      (SIMD3(0.2126729, 0.7151522, 0.0721750) * light).sum(),
      (SIMD3(0.0193339, 0.1191920, 0.9503041) * light).sum() / 1.08883)
    func curve(_ value: Double) -> Double { value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116 }
    let (fx, fy, fz) = (curve(xyz.x), curve(xyz.y), curve(xyz.z))
    return SIMD3(116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz))
  }

  /// The colour of CIE L*a*b* under D65, clipped to the sRGB gamut.
  public init(lab: SIMD3<Double>) {
    let fy = (lab.x + 16) / 116
    func light(_ f: Double) -> Double { f * f * f > 216.0 / 24389 ? f * f * f : (116 * f - 16) * 27 / 24389 }
    let xyz = SIMD3(0.95047 * light(fy + lab.y / 500), light(fy), 1.08883 * light(fy - lab.z / 200))
    self.init(
      linear: SIMD3(
        (SIMD3(3.2404542, -1.5371385, -0.4985314) * xyz).sum(), (SIMD3(-0.9692660, 1.8760108, 0.0415560) * xyz).sum(),
        (SIMD3(0.0556434, -0.2040259, 1.0572252) * xyz).sum()))
  }

  /// Difference of two colours, the distance in CIE L*a*b* (CIE 1976).
  public func difference(_ other: Color) -> Double {
    let gap = lab - other.lab
    return (gap * gap).sum().squareRoot()
  }
}
