import Foundation

/// Colours for the values of one mark, with what the colour bar says.
public struct ColorScale: Sendable {
  public var map = ColorMap.viridis
  public var scale: any Scale
  /// In the notation of labels.
  public var label = ""
  public var hasBar = true

  /// Colours over `scale`.
  public init(_ scale: any Scale) { self.scale = scale }

  /// The colour of `value`; nil for a value that the scale cannot show.
  public func color(_ value: Double) -> Color? {
    let fraction = scale.fraction(value)
    return fraction.isNaN ? nil : map.color(fraction)
  }

  /// The colours of many values, looked up among 1,024.
  func colors(_ values: [Double]) -> [Color?] {
    let table = map.table(1024)
    return values.map { value in
      let fraction = scale.fraction(value)
      return fraction.isNaN ? nil : table[Int(min(max(fraction, 0), 1) * 1023)]
    }
  }
}
