import Foundation

/// A figure as a part of a page: the text of an SVG that Plumb drew.
///
/// All its identifiers and classes begin with `plumb-`, which stands nowhere else in it, so that a page can hold several.
struct InlineFigure {
  private let svg: Substring

  /// The figure in `data`; nil for what is no drawing of Plumb's, such as one with a script, a link or anything from
  /// elsewhere.
  init?(_ data: Data) {
    let text = String(decoding: data, as: UTF8.self)
    guard let start = text.range(of: "<svg "), text.hasSuffix("</svg>\n") else { return nil }
    svg = text[start.lowerBound...].dropLast()
    var scanner = DrawingScanner(svg)
    guard scanner.isHarmless else { return nil }
  }

  /// The element for a page, its identifiers and classes beginning with `prefix` and a hyphen, called `title`; nil to keep
  /// the figure's own title.
  func markup(prefix: String, title: String? = nil) -> String {
    var text = svg.replacing("plumb-", with: Markup.escaped(prefix) + "-")
    if let title, let own = text.firstMatch(of: #/<title id="([^"]*)">[^<]*<\/title>/#) {
      let id = String(own.1)
      text.replaceSubrange(own.range, with: "<title id=\"\(id)\">\(Markup.escaped(title))</title>")
    }
    return String(text)
  }

  /// Width and height in points, as the element says them.
  var size: (width: Double, height: Double)? {
    guard let found = svg.firstMatch(of: #/ width="([0-9.]+)pt" height="([0-9.]+)pt"/#), let width = Double(found.1),
      let height = Double(found.2)
    else { return nil }
    return (width, height)
  }
}

/// Reads a drawing tag by tag. What the program does not write itself is not understood, and so not taken: attributes in
/// single quotes or none, comments, further elements.
private struct DrawingScanner {
  private let bytes: [UInt8]
  private var at = 0

  init(_ text: Substring) { bytes = Array(text.utf8) }

  private static let elements: Set = [
    "svg", "title", "desc", "style", "defs", "g", "clipPath", "marker", "mask", "path", "circle", "image", "text",
    "tspan",
  ]

  /// Whether every tag is one of a drawing, and nothing in it runs or comes from elsewhere.
  var isHarmless: Bool {
    mutating get {
      while let sign = next() {
        if sign == UInt8(ascii: "<"), !tag() { return false }
      }
      return true
    }
  }

  private mutating func next() -> UInt8? {
    guard at < bytes.count else { return nil }
    at += 1
    return bytes[at - 1]
  }

  private mutating func take(_ sign: Character) -> Bool {
    guard at < bytes.count, bytes[at] == sign.asciiValue else { return false }
    at += 1
    return true
  }

  /// As many bytes as `isPart` takes, as a text.
  private mutating func take(while isPart: (UInt8) -> Bool) -> String {
    let start = at
    while at < bytes.count, isPart(bytes[at]) { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The rest of a tag after its `<`.
  private mutating func tag() -> Bool {
    let isEnd = take("/")
    let name = take(while: Self.isLetter)
    guard Self.elements.contains(name) else { return false }
    while true {
      let gap = take { [UInt8(ascii: " "), UInt8(ascii: "\n")].contains($0) }
      if take(">") { break }
      if take("/") { return take(">") }
      guard !gap.isEmpty, !isEnd, attribute() else { return false }
    }
    return name != "style" || isEnd
      || Self.isOwn(
        style: take { $0 != UInt8(ascii: "<") }.replacing("@supports", with: ""))
  }

  private mutating func attribute() -> Bool {
    let name = take { Self.isLetter($0) || "-:0123456789".utf8.contains($0) }.lowercased()
    guard !name.isEmpty, take("="), take("\"") else { return false }
    let value = take { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") }
    guard take("\""), !name.hasPrefix("on"), name != "style" else { return false }
    if name.hasSuffix("href") { return value.hasPrefix("data:image/png;base64,") }
    // Attributes may be style too.
    return Self.isOwn(style: value.replacing("&quot;", with: "")) || name.hasPrefix("aria-")
  }

  /// Whether a text of style names nothing from elsewhere, also not by way of escapes.
  private static func isOwn(style: String) -> Bool {
    if style.utf8.contains(where: { "\\&@".utf8.contains($0) }) { return false }
    let text = style.lowercased()
    return !text.contains("image-set")
      && text.components(separatedBy: "url(").dropFirst().allSatisfy { $0.hasPrefix("#") }
  }
}
