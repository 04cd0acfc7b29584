/// Contrast of colours as the Web Content Accessibility Guidelines define it.
///
/// Source: WCAG 2.2, success criteria 1.4.3 (text, 4.5 to 1) and 1.4.11 (graphical objects, 3 to 1).
public enum Contrast {
  /// The least contrast of a text with what is behind it.
  public static let text = 4.5
  /// The least contrast of a line or a marker with the page.
  public static let mark = 3.0
}

extension Color {
  /// Relative luminance Y of sRGB, from 0 for black to 1 for white.
  public var luminance: Double { (SIMD3(0.2126, 0.7152, 0.0722) * linear).sum() }

  /// (Y₁ + 0.05) / (Y₂ + 0.05) of the brighter and the darker of two opaque colours, from 1 to 21.
  public func contrast(_ other: Color) -> Double {
    let (a, b) = (luminance + 0.05, other.luminance + 0.05)
    return max(a, b) / min(a, b)
  }

  /// Whether what stands on the colour must be brighter than it.
  var isDark: Bool { lab.x < 50 }

  /// What is seen of the colour on an opaque `background`: a mix in sRGB, as renderers mix.
  public func over(_ background: Color) -> Color {
    func mixed(_ part: KeyPath<Color, UInt8>) -> UInt8 {
      let value = Double(self[keyPath: part]) * opacity + Double(background[keyPath: part]) * (1 - opacity)
      return UInt8(value.rounded())
    }
    return Color(mixed(\.red), mixed(\.green), mixed(\.blue))
  }

  /// The colour itself if it stands out from `background` by `ratio`; else the nearest one of its hue that does: its
  /// lightness in CIE L*a*b* is moved away from that of the background.
  func standingOut(from background: Color, by ratio: Double) -> Color {
    if contrast(background) >= ratio { return self }
    let isOnDark = background.isDark
    var place = lab
    while isOnDark ? place.x < 100 : place.x > 0 {
      place.x += isOnDark ? 0.5 : -0.5
      let moved = Color(lab: place)
      if moved.contrast(background) >= ratio { return moved.faded(opacity) }
    }
    return (isOnDark ? Color(255, 255, 255) : Color(0, 0, 0)).faded(opacity)
  }
}

extension ColorMap {
  /// The longest stretch of the map whose colours all stand out from `background` as lines must; nil without one.
  func stretch(on background: Color) -> ClosedRange<Double>? {
    let steps = 400
    let isSeen = table(steps + 1, onDark: background.isDark).map { $0.contrast(background) >= Contrast.mark }
    var best: Range<Int>?
    var start = 0
    while start <= steps {
      guard isSeen[start] else {
        start += 1
        continue
      }
      let end = isSeen[start...].firstIndex(of: false) ?? steps + 1
      if end - start > best?.count ?? 0 { best = start..<end }
      start = end
    }
    return best.map { Double($0.lowerBound) / Double(steps)...Double($0.upperBound - 1) / Double(steps) }
  }

  /// The colour of the series of the given rank among `count` in order: equal steps along the map, as far as its colours
  /// stand out from `background`.
  func series(_ rank: Int, of count: Int, on background: Color) -> Color {
    let range = stretch(on: background) ?? 0...1
    let share = count > 1 ? Double(rank) / Double(count - 1) : 0
    let place = range.lowerBound + share * (range.upperBound - range.lowerBound)
    let color = color(place, onDark: background.isDark)
    return color.standingOut(from: background, by: Contrast.mark)
  }
}
