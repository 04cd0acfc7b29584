import Foundation

extension Drawing {
  /// The drawing as SVG 1.1: text as text, each piece as long as its layout whatever font the reader has, lines thinned to a
  /// hundredth of a point, grids of cells as PNG, no script and nothing from elsewhere.
  ///
  /// Every colour is an attribute, and in browsers one that follows `color-scheme`: a page that shows the file, or holds its
  /// text, has it light or dark. A page may set `--figure-ink`, `--figure-paper`, `--figure-muted`, `--figure-grid` and
  /// `--figure-1` to `--figure-8` (the palette). All identifiers and classes begin with `plumb-`, which stands nowhere else
  /// in the file: to hold several figures, a page replaces it in each by a beginning of its own.
  ///
  /// - Parameter dark: the same drawing in the colours of a dark page; nil to keep those of this one.
  /// - Throws: ``PlottingError`` if a grid of cells cannot be packed.
  public func svg(dark: Drawing? = nil) throws -> Data {
    var writer = SVGWriter(self, dark: dark)
    try writer.write()
    return Data(writer.document.utf8)
  }
}

/// Writes a display list as SVG: the second renderer beside ``Renderer``.
struct SVGWriter {
  private let drawing: Drawing
  private let dark: [Drawing.Item]
  private let darkBackground: Color?
  var paints = SVGPaints()
  /// What stands in `defs`, by its text; each numbered in the order of first use.
  private var definitions: [(kind: String, body: String)] = []
  private var body = ""
  private var clip: Box?
  /// The size that most texts have, which they then need not say.
  let fontSize: Double
  /// Strokes of one look that are still to be written, as one path.
  private var pending: (stroke: Stroke, paint: SVGPaints.Pair, path: SVGPath)?

  init(_ drawing: Drawing, dark: Drawing?) {
    self.drawing = drawing
    let isSame = dark?.items.count == drawing.items.count
    self.dark = isSame ? dark?.items ?? [] : drawing.items
    darkBackground = isSame ? dark?.background : drawing.background
    let sizes = drawing.items.flatMap { item -> [Double] in
      if case .text(let text) = item.shape { text.pieces.map(\.size) } else { [] }
    }
    let counts = Dictionary(sizes.map { ($0, 1) }, uniquingKeysWith: +)
    fontSize = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? Theme.light.fontSize
  }

  mutating func write() throws {
    if let background = drawing.background {
      let paint = SVGPaints.Pair(background, darkBackground ?? background)
      add("<path \(paints.fill(paint)) d=\"\(SVGPath(Path(drawing.page), keepsAll: true).text)\"/>")
    }
    for (item, dark) in zip(drawing.items, dark) {
      if item.clip != clip { enter(item.clip) }
      try draw(item.shape, dark.shape)
    }
    flush()
    if clip != nil { body += "</g>\n" }
  }

  /// The file.
  var document: String {
    let (width, height) = (SVGNumber.text(drawing.width), SVGNumber.text(drawing.height))
    let defs = definitions.enumerated().map { index, definition in
      "<\(definition.kind) id=\"plumb-\(index + 1)\"\(definition.body)</\(definition.kind)>\n"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)pt" height="\(height)pt" viewBox="0 0 \(width) \(height)" \
      role="img" aria-labelledby="plumb-title plumb-desc" xml:space="preserve">
      <title id="plumb-title">\(SVGText.escaped(drawing.name))</title>
      <desc id="plumb-desc">\(SVGText.escaped(drawing.summary))</desc>
      <style>\(paints.sheet)</style>
      <defs>
      \(defs.joined())</defs>
      <g fill="none" stroke-linejoin="round" font-family="\(SVGText.families)" font-stretch="semi-condensed" \
      font-size="\(SVGNumber.text(fontSize))">
      \(body)</g>
      </svg>

      """
  }

  mutating func add(_ element: String) {
    flush()
    body += element + "\n"
  }

  /// The identifier of what `defs` hold as an element `kind` that goes on with `body`.
  mutating func define(_ kind: String, _ body: String) -> String {
    if let known = definitions.firstIndex(where: { $0 == (kind, body) }) { return "plumb-\(known + 1)" }
    definitions.append((kind, body))
    return "plumb-\(definitions.count)"
  }

  private mutating func enter(_ next: Box?) {
    flush()
    if clip != nil { body += "</g>\n" }
    clip = next
    guard let next else { return }
    let id = define("clipPath", "><path d=\"\(SVGPath(Path(next), keepsAll: true).text)\"/>")
    body += "<g clip-path=\"url(#\(id))\">\n"
  }

  private mutating func draw(_ shape: Drawing.Shape, _ dark: Drawing.Shape) throws {
    switch (shape, dark) {
    case (.stroke(let path, let stroke), .stroke(_, let other)): draw(path, stroke, .init(stroke.color, other.color))
    case (.fill(let path, let color), .fill(_, let other)):
      let data = SVGPath(path).text
      if !data.isEmpty { add("<path \(paints.fill(.init(color, other))) d=\"\(data)\"/>") }
    case (.markers(let markers), .markers(let other)): draw(markers, dark: other)
    case (.text(let text), .text(let other)): draw(text, dark: other)
    case (.raster(let raster), .raster(let other)): try draw(raster, dark: other)
    default: try draw(shape, shape)
    }
  }

  /// Opaque lines of one look that follow each other make one path; it would show where translucent ones cross.
  private mutating func draw(_ path: Path, _ stroke: Stroke, _ paint: SVGPaints.Pair) {
    if let last = pending, last.stroke == stroke, last.paint == paint, stroke.color.opacity == 1 {
      pending?.path.add(path)
    } else {
      flush()
      pending = (stroke, paint, SVGPath(path))
    }
  }

  private mutating func flush() {
    guard let (stroke, paint, path) = pending else { return }
    pending = nil
    if path.text.isEmpty || stroke.width <= 0 { return }
    var attributes = "\(paints.stroke(paint)) stroke-width=\"\(SVGNumber.text(stroke.width))\""
    if !stroke.dash.isEmpty {
      attributes += " stroke-dasharray=\"\(stroke.dash.map(SVGNumber.text).joined(separator: " "))\""
    }
    body += "<path \(attributes) d=\"\(path.text)\"/>\n"
  }
}

extension Drawing {
  /// What the drawing is called: its title, else what its axes show.
  var name: String {
    let axes = [texts(of: "y label").first, texts(of: "x label").first].compactMap { $0 }
    return title.isEmpty ? (axes.isEmpty ? "Figure" : axes.joined(separator: " against ")) : title
  }

  /// What can be read in the drawing, in a line.
  var summary: String {
    let parts = [
      ("Panels", ["panel title"]), ("Horizontal axis", ["x label"]), ("Vertical axis", ["y label"]),
      ("Colours", ["color label"]), ("Series", ["legend", "end label"]), ("Notes", ["rule", "slope", "annotation"]),
      ("Boxes", ["box"]),
    ]
    return parts.compactMap { heading, kinds in
      let found = kinds.flatMap { texts(of: $0) }.distinct
      return found.isEmpty ? nil : "\(heading): \(found.joined(separator: "; "))."
    }.joined(separator: " ")
  }

  private func texts(of kind: String) -> [String] {
    items.compactMap { item in
      if case .text(let text) = item.shape, text.kind == kind { text.text } else { nil }
    }
  }
}
