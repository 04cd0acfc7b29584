import Foundation

/// One line of text with every piece in its place.
struct TextLayout: Sendable, Equatable {
  /// Text of one face and size at an offset from the line's start, y downwards.
  struct Piece: Sendable, Equatable, Codable {
    var text: String
    var style: FontStyle
    var size: Double
    var x: Double
    var y: Double
    var width: Double
  }

  var pieces: [Piece] = []
  var width = 0.0
  /// Height of the ink above the baseline, in points.
  var ascent = 0.0
  /// Depth of the ink below the baseline, in points.
  var descent = 0.0

  var height: Double { ascent + descent }

  /// Scripts are no smaller than this, in points, unless the text itself is.
  static let least = 6.0

  private let fonts: Fonts
  /// How far slanted ink at the line's present end reaches beyond it: TeX's italic correction, due before anything that
  /// does not slant away from it.
  private var overhang = 0.0

  static func == (a: TextLayout, b: TextLayout) -> Bool {
    a.pieces == b.pieces && a.width == b.width && a.ascent == b.ascent && a.descent == b.descent
  }

  /// Sets `label` at `size` points; see ``Markup`` for the notation.
  ///
  /// - Throws: ``PlottingError`` for a faulty label, or one with characters that the font lacks.
  init(_ label: String, size: Double, style: FontStyle = .regular) throws {
    fonts = try Fonts.shared()
    add(try Markup.nodes(label, style), size: size, y: 0)
    var lacking: [String] = []
    for character in pieces.flatMap({ fonts.face($0.style)?.lacks($0.text) ?? [] }) where !lacking.contains(character) {
      lacking.append(character)
    }
    if !lacking.isEmpty { throw PlottingError.noGlyph(lacking, text: label) }
    let backwards = Bidirectional.characters(of: pieces.map(\.text).joined())
    if !backwards.isEmpty { throw PlottingError.rightToLeft(backwards, text: label) }
  }

  private mutating func add(_ nodes: [Markup.Node], size: Double, y: Double) {
    for node in nodes {
      switch node {
      case .text(let text, let style): add(text, style, size, y)
      case .space(let amount): width += Double(amount) / 100 * size
      case .scripts(let below, let above):
        let (start, corrected) = (width, width + overhang)
        let small = max(size * 0.7, min(size, TextLayout.least))
        overhang = 0
        add(below, size: small, y: y + size * 0.18)
        let end = width + overhang
        (width, overhang) = (above.isEmpty ? start : corrected, 0)
        add(above, size: small, y: y - size * 0.38)
        (width, overhang) = (max(end, width + overhang) + size * 0.04, 0)
      case .accent(let mark, let base): add(mark, over: base, size, y)
      }
    }
  }

  /// Adds an accent, drawn for small letters, above what may be taller and slanted.
  private mutating func add(_ mark: String, over base: [Markup.Node], _ size: Double, _ y: Double) {
    let (start, first) = (width, pieces.count)
    add(base, size: size, y: y)
    let (end, set, correction) = (width, pieces[first...], overhang)
    overhang = 0
    let top = set.map { fonts.measure($0.text, $0.style, $0.size).ascent - $0.y + y }.max() ?? 0
    let raise = max(0, top - fonts.measure("x", .regular, size).ascent) + size * 0.02
    let metrics = fonts.measure(mark, .regular, size)
    // From the middle of the letters to the accent.
    let slant = set.last?.style == .italic ? FontStyle.slant * (metrics.ascent + raise - top / 2) : 0
    width = (start + end - metrics.width) / 2 + slant
    add(mark, .regular, size, y - raise)
    (width, overhang) = (end, correction)
  }

  private mutating func add(_ text: String, _ style: FontStyle, _ size: Double, _ y: Double) {
    if text.isEmpty { return }
    let metrics = fonts.measure(text, style, size)
    if style != .italic { width += overhang }
    overhang = style == .italic ? metrics.overhang : 0
    pieces.append(Piece(text: text, style: style, size: size, x: width, y: y, width: metrics.width))
    width += metrics.width
    ascent = max(ascent, metrics.ascent - y)
    descent = max(descent, metrics.descent + y)
  }

  /// The line cut so that it is at most `limit` points wide, with an ellipsis where something is missing.
  func truncated(to limit: Double) -> TextLayout {
    guard width > limit, limit > 0 else { return self }
    var result = self
    while let last = result.pieces.popLast() {
      let ellipsis = fonts.measure("…", last.style, last.size).width
      if last.x + ellipsis > limit { continue }
      var text = Substring(last.text)
      while !text.isEmpty, last.x + fonts.measure(String(text), last.style, last.size).width + ellipsis > limit {
        text = text.dropLast(max(1, text.count / 50))
      }
      if text.isEmpty, last.y != 0 { continue }
      while text.last == " " { text.removeLast() }
      (result.width, result.overhang) = (last.x, 0)
      result.add(text + "…", last.style, last.size, last.y)
      return result
    }
    return result
  }

  /// `label` broken at spaces into at most `lines` lines of at most `limit` points.
  static func wrapped(
    _ label: String, size: Double, style: FontStyle = .regular, width limit: Double, lines: Int
  ) throws -> [TextLayout] {
    let whole = try TextLayout(label, size: size, style: style)
    if whole.width <= limit || lines <= 1 { return [whole.truncated(to: limit)] }
    let words = Self.words(label)
    var result: [TextLayout] = []
    var index = 0
    while index < words.count, result.count < lines - 1 {
      var line = try TextLayout(words[index], size: size, style: style)
      var text = words[index]
      index += 1
      while index < words.count {
        let longer = try TextLayout(text + " " + words[index], size: size, style: style)
        if longer.width > limit { break }
        (line, text) = (longer, text + " " + words[index])
        index += 1
      }
      result.append(line.truncated(to: limit))
    }
    if index < words.count {
      let rest = words[index...].joined(separator: " ")
      result.append(try TextLayout(rest, size: size, style: style).truncated(to: limit))
    }
    return result
  }

  /// Splits at the spaces outside math and braces, so that every part is a label of its own.
  private static func words(_ label: String) -> [String] {
    var words = [""]
    var (inMath, depth, escaped) = (false, 0, false)
    for character in label {
      if character == " ", !inMath, depth == 0, !escaped {
        words.append("")
        continue
      }
      if !escaped {
        if character == "$" { inMath.toggle() }
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
      }
      escaped = character == "\\" && !escaped
      words[words.count - 1].append(character)
    }
    return words.filter { !$0.isEmpty }
  }
}

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
    return extent.corners.map { Point(origin.x + $0.x * cosine + $0.y * sine, origin.y - $0.x * sine + $0.y * cosine) }
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
    return TextItem(kind: kind, pieces: pieces, origin: origin, angle: angle, color: color, extent: extent, halo: halo)
  }
}
