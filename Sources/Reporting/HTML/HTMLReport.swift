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
    title: String, pages: [Page], file: @escaping (String) throws -> Data?,
    address: ((String) throws -> String?)? = nil
  ) {
    self.title = title
    self.pages = pages
    self.file = file
    self.address =
      address ?? { path in try file(path).map { Markup.dataAddress($0, mediaType: MediaType.of(path)) } }
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
    let parts = link.split(separator: "#", maxSplits: 1).map(String.init)
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
