import Foundation

/// The pages of a report as one HTML file: no network, no scripts, images and formulas within it.
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

  /// What marks a page as written by this program.
  static let generator = "<meta name=\"generator\" content=\"Plumb\">"

  /// What a browser may do with the page: show it. No scripts, nothing from the network.
  static let policy =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
    + "style-src 'unsafe-inline'\">"

  let title: String
  let pages: [Page]
  let file: (String) throws -> Data?
  let address: (String) throws -> String?

  /// A report of `pages`, the first one on top.
  ///
  /// - Parameters:
  ///   - file: the bytes of an image, by its path relative to the project; nil when there is none.
  ///   - address: what a link to a file of the project becomes; nil to keep only its text, and nil for `address` itself
  ///     to carry the files within the page.
  public init(
    title: String, pages: [Page], file: @escaping (String) throws -> Data?, address: ((String) throws -> String?)? = nil
  ) {
    (self.title, self.pages, self.file) = (title, pages, file)
    self.address = address ?? { path in try file(path).map { Markup.dataAddress($0, mediaType: MediaType.of(path)) } }
  }

  /// The file.
  ///
  /// - Throws: ``BundleError/missingImage(_:page:)``, and what the closures throw.
  public func html() throws -> String {
    let sections = try pages.map { page in
      "<section id=\"\(Markup.escaped(page.name))\">\n\(try body(of: page))</section>\n"
    }
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
      <body>
      <main>
      \(sections.joined())</main>
      </body>
      </html>

      """
  }

  private func body(of page: Page) throws -> String {
    let math = MathText(page.markdown)
    let document = MarkdownDocument(math.markdown)
    document.anchorHeadings { heading in
      let source = math.restore(in: heading) { formula, _ in "$\(formula)$" }
      return "\(page.name)--\(Markdown.anchor(source))"
    }
    try document.replaceImages { address, text in
      if Self.scheme(of: address) != nil { return .contents }
      let path = page.path(of: address)
      guard let data = try file(path) else { throw BundleError.missingImage(path, page: page.name) }
      let source = Markup.dataAddress(data, mediaType: MediaType.of(path))
      return .markup(
        "<img src=\"\(source)\" alt=\"\(Markup.escaped(math.restore(in: text) { formula, _ in formula }))\">")
    }
    try document.replaceLinks { try replacement(for: $0, on: page) }
    let html = document.html.replacingOccurrences(of: "<table>", with: "<div class=\"wide\"><table>")
      .replacingOccurrences(of: "</table>", with: "</table></div>")
      .replacingOccurrences(of: "<a id=\"stage-", with: "<a id=\"\(page.name)--stage-")
    return math.restore(in: html, MathText.markup)
  }

  private func replacement(for link: String, on page: Page) throws -> MarkdownDocument.Replacement {
    if link.hasPrefix("#") { return .address("#\(page.name)--\(link.dropFirst())") }
    if let scheme = Self.scheme(of: link) {
      return ["http", "https", "mailto"].contains(scheme) ? .address(link) : .contents
    }
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if let target = pages.first(where: { $0.path == page.path(of: parts[0]) }) {
      return .address(parts.count == 2 ? "#\(target.name)--\(parts[1])" : "#\(target.name)")
    }
    let path = page.path(of: link)
    guard let address = try address(path) else { return .contents }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return .tags("<a href=\"\(Markup.escaped(address))\" download=\"\(Markup.escaped(name))\">", "</a>")
  }

  /// The scheme of an address, in small letters; nil for a path.
  private static func scheme(of address: String) -> String? {
    address.prefixMatch(of: /([A-Za-z][A-Za-z0-9+.\-]*):/).map { $0.1.lowercased() }
  }
}

/// Pieces of HTML.
enum Markup {
  /// Text that stands for itself in an element or an attribute.
  static func escaped(_ text: some StringProtocol) -> String {
    var shown = ""
    // By scalars: as a character, a quote that an accent follows would not be found.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": shown += "&amp;"
      case "<": shown += "&lt;"
      case ">": shown += "&gt;"
      case "\"": shown += "&quot;"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// A file within the page.
  static func dataAddress(_ data: Data, mediaType: String) -> String {
    "data:\(mediaType);base64,\(data.base64EncodedString())"
  }
}

/// Media types of what reports refer to.
public enum MediaType {
  private static let types: [String: String] = [
    "png": "image/png", "pdf": "application/pdf", "csv": "text/csv", "json": "application/json", "md": "text/markdown",
    "html": "text/html", "svg": "image/svg+xml", "txt": "text/plain", "cff": "application/yaml", "tex": "text/x-tex",
    "npy": "application/x-npy", "py": "text/x-python", "r": "text/x-r", "jl": "text/x-julia", "sh": "text/x-sh",
    "awk": "text/x-awk", "m": "text/x-matlab", "gz": "application/gzip",
  ]

  /// The type of a file, from the ending of its name.
  public static func of(_ path: String) -> String {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return types[ending] ?? "application/octet-stream"
  }
}

/// The style sheet of HTML reports: one column, light and dark, wide tables scroll within themselves, folded parts are
/// open on paper.
enum HTMLStyle {
  static let sheet = """
    :root { --ink: #1b1f24; --paper: #ffffff; --quiet: #57606a; --line: #d0d7de; --tint: #f6f8fa; --link: #0b57d0; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6edf3; --paper: #0f1318; --quiet: #9aa5b1; --line: #30363d; --tint: #181d24; --link: #8ab4f8; }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
      font: 17px/1.6 Charter, "Bitstream Charter", Cambria, Georgia, "DejaVu Serif", serif; }
    main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    section + section { margin-top: 4rem; padding-top: 2rem; border-top: 3px double var(--line); }
    h1, h2, h3 { line-height: 1.25; font-family: "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
    h1 { font-size: 1.75rem; } h2 { font-size: 1.3rem; margin-top: 3rem; } h3 { font-size: 1.1rem; }
    a { color: var(--link); } a[id] { color: inherit; }
    blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid var(--line); color: var(--quiet); }
    img { display: block; max-width: 100%; height: auto; margin: 1.5rem auto .5rem; padding: .4rem; background: #fff;
      border: 1px solid var(--line); border-radius: 6px; }
    .wide { overflow-x: auto; margin: 1rem 0; }
    table { border-collapse: collapse; font: .86rem/1.45 "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
      font-variant-numeric: tabular-nums; min-width: 40%; }
    th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
    th { background: var(--tint); } td[align="right"], th[align="right"] { text-align: right; white-space: nowrap; }
    code { font: .85em/1.4 "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--tint); padding: .1em .3em;
      border-radius: 4px; overflow-wrap: anywhere; }
    td code { overflow-wrap: normal; } a code { padding: 0; background: none; }
    details { margin: 1rem 0; padding: .4rem .8rem; border: 1px solid var(--line); border-radius: 6px; }
    summary { cursor: pointer; color: var(--quiet); }
    math { font-size: 1.02em; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
    :target { outline: 2px solid var(--link); outline-offset: 3px; }
    @media (max-width: 40rem) {
      body { font-size: 16px; } h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; } th, td { padding: .3rem .4rem; }
    }
    @media print {
      :root { --ink: #000; --paper: #fff; --quiet: #444; --line: #bbb; --tint: #f4f4f4; --link: #000; }
      body { font-size: 10pt; } main { max-width: none; padding: 0; } .wide { overflow: visible; }
      section + section { break-before: page; border: 0; margin: 0; } img, tr, blockquote { break-inside: avoid; }
      details::details-content { content-visibility: visible; display: block; }
      h2, h3 { break-after: avoid; } table { font-size: 8pt; }
    }
    """
}
