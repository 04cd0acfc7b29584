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
    for tag in svg.matches(of: #/<\/?([^\s>\/]*)([^>]*)>/#) {
      let attributes = tag.2.matches(of: #/([A-Za-z:\-]+)="([^"]*)"/#)
      guard Self.elements.contains(String(tag.1)),
        attributes.allSatisfy({ Self.isHarmless(String($0.1).lowercased(), $0.2) })
      else { return nil }
    }
  }

  private static let elements: Set = [
    "svg", "title", "desc", "style", "defs", "g", "clipPath", "marker", "mask", "path", "circle", "image", "text",
    "tspan",
  ]

  private static func isHarmless(_ name: String, _ value: Substring) -> Bool {
    if name.hasPrefix("on") { return false }
    return !name.hasSuffix("href") || value.hasPrefix("data:image/png;base64,")
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
