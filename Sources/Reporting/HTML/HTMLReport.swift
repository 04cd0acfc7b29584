import Foundation

/// The pages of a report as one HTML file: nothing is fetched, and everything can be read without scripts.
public struct HTMLReport {
  /// A Markdown page.
  public struct Page: Sendable {
    /// What its anchors begin with.
    public let name: String
    public let markdown: String
    /// Its file, which its links start from.
    let path: String

    /// The page `name`; without a path a file of that name at the top of the project.
    public init(name: String, markdown: String, path: String? = nil) {
      (self.name, self.markdown, self.path) = (name, markdown, path ?? name + ".md")
    }

    /// The file that a link leads to, as a path of the project.
    func path(of link: String) -> String {
      var parts = path.split(separator: "/").dropLast().map(String.init)
      for part in link.split(separator: "/").map(String.init) {
        if part != ".." { parts.append(part) } else { _ = parts.popLast() }
      }
      let path = parts.joined(separator: "/")
      return path.removingPercentEncoding ?? path
    }
  }

  /// A page as part of the file.
  struct Body {
    let page: Page
    let html: String
    let headings: [ReportHeading]
    let math: MathText
  }

  /// What marks a page as written by this program.
  static let generator = "<meta name=\"generator\" content=\"Plumb\">"

  /// What a browser may do with the page: show it, and run its one script. Nothing comes from the network.
  static let policy =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
    + "style-src 'unsafe-inline'; script-src '\(HTMLScript.digest)'; base-uri 'none'; form-action 'none'\">"

  let title, byline: String
  let pages: [Page]
  let file: (String) throws -> Data?
  let address: (String) throws -> String?

  /// A report of `pages`, the first one on top.
  ///
  /// - Parameters:
  ///   - byline: Markdown on one line that stands below the report's title.
  ///   - file: the bytes of an image, by its path relative to the project; nil when there is none. A figure `x.png` with
  ///     an `x.svg` that this program drew stands in the page as that (see ``InlineFigure``).
  ///   - address: what a link to a file of the project becomes; nil to keep only its text, and nil for `address` itself
  ///     to carry the files within the page.
  public init(
    title: String, byline: String = "", pages: [Page], file: @escaping (String) throws -> Data?,
    address: ((String) throws -> String?)? = nil
  ) {
    (self.title, self.byline, self.pages, self.file) = (title, byline, pages, file)
    self.address = address ?? { path in try file(path).map { Markup.dataAddress($0, mediaType: MediaType.of(path)) } }
  }

  /// The file.
  ///
  /// - Throws: ``BundleError/missingImage(_:page:)``, and what the closures throw.
  public func html() throws -> String {
    var identifiers = Identifiers(pages.map(\.name) + ReportContents.identifiers)
    let bodies = try pages.indices.map { try body(of: pages[$0], isFirst: $0 == 0, &identifiers) }
    let contents = ReportContents(bodies)
    let sections = bodies.map { body in
      "<section class=\"page\" id=\"\(Markup.escaped(body.page.name))\">\n\(body.html)</section>\n"
    }
    let hasTitle = bodies.first?.headings.contains { $0.level == 1 } ?? false
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      \(Self.generator)
      \(Self.policy)
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>\(Markup.escaped(title))</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body\(contents.isWanted ? "" : " class=\"plain\"")>
      \(contents.html)<main id="main">
      \(hasTitle ? "" : "<h1>\(Markup.escaped(title))</h1>\(bylineMarkup)\n")\(sections.joined())</main>
      <script>\(HTMLScript.source)</script>
      </body>
      </html>

      """
  }

  /// The line below the title.
  private var bylineMarkup: String {
    guard !byline.isEmpty else { return "" }
    let math = MathText(byline)
    let document = MarkdownDocument(math.markdown)
    document.replaceLinks { Self.scheme(of: $0) == "https" ? .address($0) : .contents }
    return "\n<div class=\"byline\">\(math.restore(in: document.html, MathText.markup))</div>"
  }

  private func body(of page: Page, isFirst: Bool, _ identifiers: inout Identifiers) throws -> Body {
    let math = MathText(page.markdown)
    func plain(_ text: String) -> String { math.restore(in: text) { formula, _ in formula } }
    var own = identifiers
    let document = MarkdownDocument(math.markdown) { own.take("\(page.name)--\($0)") }
    let headings = document.arrange(
      lowered: isFirst ? 0 : 1, isFirst: isFirst, byline: bylineMarkup, &own,
      anchor: { heading in
        let source = math.restore(in: heading) { formula, _ in "$\(formula)$" }
        return "\(page.name)--\(Markdown.anchor(source))"
      }, plain: plain)
    try document.replaceFigures { address, text, links in
      guard Self.scheme(of: address) == nil else { return nil }
      return try figure(at: page.path(of: address), plain(text), links, on: page, &own)
    }
    try document.replaceImages { address, text in
      if Self.scheme(of: address) != nil { return .contents }
      return .markup(try image(at: page.path(of: address), plain(text), on: page).markup)
    }
    try document.replaceLinks { try replacement(for: $0, on: page, &own) }
    document.markVerdicts()
    document.encloseWideParts(isFormula: math.isDisplayedAlone)
    identifiers = own
    return Body(page: page, html: math.restore(in: document.html, MathText.markup), headings: headings, math: math)
  }

  private func image(at path: String, _ text: String, on page: Page) throws -> (markup: String, width: Int?) {
    guard let data = try file(path) else { throw BundleError.missingImage(path, page: page.name) }
    let source = Markup.dataAddress(data, mediaType: MediaType.of(path))
    let size = PictureSize.of(png: data)
    let extent = size.map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? ""
    return ("<img src=\"\(source)\" alt=\"\(Markup.escaped(text))\"\(extent)>", size?.width)
  }

  /// A picture with what can be done with it: it scrolls within itself where it is too wide, and fills the window when
  /// its link is followed.
  private func figure(
    at path: String, _ text: String, _ links: [(text: String, address: String)], on page: Page,
    _ identifiers: inout Identifiers
  ) throws -> MarkdownDocument.FigureMarkup {
    let stem = (path.split(separator: "/").last ?? "figure").prefix { $0 != "." }
    let name = identifiers.take("figure-\(stem.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })")
    let drawn = try file(path.replacing(/\.[^.\/]*$/, with: "") + ".svg").flatMap(InlineFigure.init)
    let (markup, width): (String, Int?) =
      try drawn.map { ($0.markup(prefix: name, title: text), $0.size.map { Int(($0.width * 96 / 72).rounded()) }) }
      ?? image(at: path, text, on: page)
    let zoomed = identifiers.take("\(name)-large")
    let picture = """
      <div class="frame\(drawn == nil ? " pixels" : "")" id="\(zoomed)" tabindex="0" role="group" \
      aria-label="Figure"\(width.map { " style=\"--width: \($0)px\"" } ?? "")>\(markup)\
      <a class="close" href="#\(name)">Close</a></div>
      """
    let files = try links.compactMap { link -> String? in
      let path = page.path(of: link.address)
      if let address = try address(path) {
        return
          "<a href=\"\(Markup.escaped(address))\" download=\"\(Markup.escaped(Markup.name(of: path, at: address)))\">"
          + "\(Markup.escaped(link.text))</a>"
      }
      return path.hasSuffix(".csv") ? "\(Markup.escaped(link.text)): <code>\(Markup.escaped(path))</code>" : nil
    }
    let tools = ["<a class=\"enlarge\" href=\"#\(zoomed)\">enlarge</a>"] + files
    return .init(
      opening: "<figure id=\"\(name)\">", picture: picture,
      tools: " <span class=\"tools\">\(tools.joined(separator: " · "))</span>")
  }

  /// A file that is carried within the page is carried once: further links lead to the first one.
  private func replacement(
    for link: String, on page: Page, _ identifiers: inout Identifiers
  ) throws -> MarkdownDocument.Replacement {
    if link.hasPrefix("#") { return .address("#\(page.name)--\(link.dropFirst())") }
    if let scheme = Self.scheme(of: link) {
      return ["http", "https", "mailto"].contains(scheme) ? .address(link) : .contents
    }
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if let target = pages.first(where: { $0.path == page.path(of: parts[0]) }) {
      return .address(parts.count == 2 ? "#\(target.name)--\(parts[1])" : "#\(target.name)")
    }
    let path = page.path(of: parts[0])
    guard let address = try address(path) else { return .contents }
    if let carrier = identifiers.carriers[path] { return .address("#\(carrier)") }
    let name = Markup.name(of: path, at: address)
    var carrier = ""
    if address.hasPrefix("data:") {
      let id = identifiers.take("file-\(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })")
      identifiers.carriers[path] = id
      carrier = " id=\"\(id)\""
    }
    return .tags("<a\(carrier) href=\"\(Markup.escaped(address))\" download=\"\(Markup.escaped(name))\">", "</a>")
  }

  /// The scheme of an address, in small letters; nil for a path.
  private static func scheme(of address: String) -> String? {
    address.prefixMatch(of: /([A-Za-z][A-Za-z0-9+.\-]*):/).map { $0.1.lowercased() }
  }
}
