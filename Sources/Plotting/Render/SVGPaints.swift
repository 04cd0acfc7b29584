/// The colours of an SVG: each an attribute for any reader, and for browsers a class that follows the page's scheme.
struct SVGPaints {
  /// A colour on a light page and on a dark one.
  struct Pair: Hashable {
    let light, dark: Color

    init(_ light: Color, _ dark: Color) { (self.light, self.dark) = (light, dark) }

    /// The property of a page that counts before the pair; nil for colours that are no part of the themes.
    var property: String? {
      let (bright, black) = (Theme.light, Theme.dark)
      let named = [
        ("paper", bright.background, black.background), ("ink", bright.text, black.text),
        ("muted", bright.muted, black.muted), ("grid", bright.grid, black.grid),
      ]
      let palette = zip(bright.palette, black.palette).enumerated().map { ("\($0 + 1)", $1.0, $1.1) }
      let (light, dark) = (light.faded(1), dark.faded(1))
      return (named + palette).first { $0.1 == light && $0.2 == dark }.map { "--figure-\($0.0)" }
    }
  }

  /// The pairs of strokes and of fills that are in use, each with the number of its class.
  private var strokes: [Pair: Int] = [:]
  private var fills: [Pair: Int] = [:]

  /// What a shape has for one of its colours.
  private struct Paint {
    /// The name of the class, for a colour that follows the page's scheme.
    let className: String?
    /// The attribute with the colour, and that of its opacity.
    let attributes: String
  }

  /// The attributes of what is filled.
  mutating func fill(_ pair: Pair) -> String { Self.text([Self.paint("fill", pair, &fills)]) }

  /// The attributes of what is stroked.
  mutating func stroke(_ pair: Pair) -> String { Self.text([Self.paint("stroke", pair, &strokes)]) }

  /// The attributes of letters in `pair` above a rim in `rim`.
  mutating func text(_ pair: Pair, rim: Pair?) -> String {
    guard let rim else { return fill(pair) }
    let paints = [Self.paint("fill", pair, &fills), Self.paint("stroke", rim, &strokes)]
    return Self.text(paints) + " stroke-width=\"2\" paint-order=\"stroke\""
  }

  /// The attributes of a shape with `paints`: an element has one attribute for all its classes.
  private static func text(_ paints: [Paint]) -> String {
    let classes = paints.compactMap(\.className)
    let joined = classes.isEmpty ? [] : ["class=\"\(classes.joined(separator: " "))\""]
    return (joined + paints.map(\.attributes)).joined(separator: " ")
  }

  private static func paint(_ name: String, _ pair: Pair, _ known: inout [Pair: Int]) -> Paint {
    let opacity = pair.light.opacity == 1 ? "" : " \(name)-opacity=\"\(SVGNumber.text(pair.light.opacity))\""
    // A mean opacity serves both pages; the colours alone differ.
    let pure = Pair(pair.light.faded(1), pair.dark.faded(1))
    let attributes = "\(name)=\"\(pure.light.svg)\"\(opacity)"
    if pure.property == nil, pure.light == pure.dark { return Paint(className: nil, attributes: attributes) }
    let number = known[pure] ?? known.count + 1
    known[pure] = number
    return Paint(className: className(name, number), attributes: attributes)
  }

  private static func className(_ name: String, _ number: Int) -> String { "plumb-\(name.prefix(1))\(number)" }

  /// What a browser makes of the classes. Readers that do not know `light-dark` keep the attributes.
  var sheet: String {
    let rules = [("fill", fills), ("stroke", strokes)].flatMap { name, known in
      known.sorted { $0.value < $1.value }.map { pair, number in
        let value = "light-dark(\(pair.light.svg),\(pair.dark.svg))"
        let named = pair.property.map { "var(\($0),\(value))" } ?? value
        return ".\(Self.className(name, number)){\(name):\(named)}"
      }
    }
    return "@supports (color:light-dark(#000,#fff)){svg:root{color-scheme:light dark}\(rules.joined())}"
  }
}

extension Color {
  /// `#rgb` where that says it all, else `#rrggbb`; the opacity is another attribute.
  var svg: String {
    let digits = Array(faded(1).text.lowercased().dropFirst())
    let isShort = digits.count == 6 && stride(from: 0, to: 6, by: 2).allSatisfy { digits[$0] == digits[$0 + 1] }
    return "#" + (isShort ? String([digits[0], digits[2], digits[4]]) : String(digits))
  }
}
