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
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// The colour 0xRRGGBB.
  public init(hex: UInt32) {
    self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255))
  }

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
