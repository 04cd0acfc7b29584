import CMarkGFM

/// Pieces of GitHub-flavoured Markdown.
public enum Markdown {
  /// A text of the manifest, which is Markdown without HTML: what would begin a tag or an entity outside of formulas and
  /// code stands for itself. `a < b` and `R & D` stay as they are.
  static func text(_ text: String) -> String {
    let math = MathText(text.filter { !MathText.isPlaceholder($0) })
    return math.restore(in: MathText.mapProse(math.markdown, literal)) { source, isDisplayed in
      isDisplayed ? "$$\(source)$$" : "$\(source)$"
    }
  }

  /// ``text(_:)`` on one line.
  static func line(_ text: String) -> String { self.text(joined(text)) }

  /// The lines of a text as one.
  static func joined(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }

  /// ``text(_:)`` as a block quote, whatever lines it has.
  static func quote(_ text: String) -> String {
    self.text(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
  }

  private static func literal(_ prose: String) -> String {
    var shown = ""
    var rest = prose[...]
    while let sign = rest.popFirst() {
      switch sign {
      // A backslash shields the next sign.
      case "\\" where rest.first.map { "\\`$&<".contains($0) } == true:
        let next = rest.removeFirst()
        shown += next == "<" ? "&lt;" : next == "&" ? "&amp;" : "\\\(next)"
      case "<" where rest.first.map { $0.isLetter || "/!?".contains($0) } == true: shown += "&lt;"
      case "&" where isEntity(rest): shown += "&amp;"
      default: shown.append(sign)
      }
    }
    return shown
  }

  /// Whether an ampersand before `rest` would begin an entity such as `lt;` or `#60;`.
  private static func isEntity(_ rest: Substring) -> Bool {
    let name = rest.first == "#" ? rest.dropFirst() : rest
    guard let end = name.firstIndex(where: { !$0.isASCII || !($0.isLetter || $0.isNumber) }) else { return false }
    return name[end] == ";" && end > name.startIndex
  }

  /// A table; cells are escaped only for what would break the table.
  public static func table(_ header: [String], _ rows: [[String]], alignRight: Set<Int> = []) -> String {
    let rule = header.indices.map { alignRight.contains($0) ? "---:" : "---" }
    return ([header, rule] + rows).map { "| " + $0.map(cell).joined(separator: " | ") + " |" }.joined(separator: "\n")
      + "\n"
  }

  /// Text that may stand in a table cell.
  static func cell(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 }).replacing("|", with: "\\|")
  }

  /// A part that the reader opens.
  static func folded(_ summary: String, _ body: String) -> String {
    "<details><summary>\(summary)</summary>\n\n\(body)\n</details>\n"
  }

  /// The anchor of a stage's row within the section of a claim.
  static func stageAnchor(_ stage: String, claim: String) -> String { "stage-\(claim)-\(stage)".lowercased() }

  /// The anchor that GitHub gives to a heading.
  public static func anchor(_ heading: String) -> String {
    heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
      .replacing(" ", with: "-")
  }
}

/// A parsed Markdown page, whose links, images and headings can be changed before it becomes HTML.
///
/// Of the HTML in it only the tags that pages are made with remain tags (see ``OwnTags``); all other is shown as text.
final class MarkdownDocument {
  private let parser, root: OpaquePointer?
  private static let options = CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8
  private static let extensions: Void = cmark_gfm_core_extensions_ensure_registered()

  /// Parses GitHub-flavoured Markdown with tables.
  init(_ markdown: String) {
    _ = Self.extensions
    parser = cmark_parser_new(Self.options)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"))
    cmark_parser_feed(parser, markdown, markdown.utf8.count)
    root = cmark_parser_finish(parser)
    for type in [CMARK_NODE_HTML_INLINE, CMARK_NODE_HTML_BLOCK] {
      for node in nodes(type) {
        let source = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
        if !OwnTags.make(up: source) { cmark_node_set_literal(node, Markup.escaped(source)) }
      }
    }
  }

  deinit {
    cmark_node_free(root)
    cmark_parser_free(parser)
  }

  /// What a visitor makes of a link or an image.
  enum Replacement {
    /// The same with another address.
    case address(String)
    /// Only what it encloses.
    case contents
    /// Tags before and after what it encloses.
    case tags(String, String)
    /// This markup in its place.
    case markup(String)
  }

  /// Visits every heading; `anchor` gets its text and returns the id under which it is found.
  func anchorHeadings(_ anchor: (String) -> String) {
    for node in nodes(CMARK_NODE_HEADING) {
      let tag = Self.inline("<a id=\"\(Markup.escaped(anchor(text(of: node))))\"></a>")
      if cmark_node_prepend_child(node, tag) == 0 { cmark_node_free(tag) }
    }
  }

  /// Visits every link.
  func replaceLinks(_ replacement: (String) throws -> Replacement) rethrows {
    let links = nodes(CMARK_NODE_LINK)
    for link in links { cmark_node_set_title(link, "") }
    apply(try links.map { ($0, try replacement(address(of: $0))) })
  }

  /// Visits every image, with its alternative text.
  func replaceImages(_ replacement: (_ address: String, _ text: String) throws -> Replacement) rethrows {
    apply(try nodes(CMARK_NODE_IMAGE).map { ($0, try replacement(address(of: $0), text(of: $0))) })
  }

  /// The page as HTML, without `<html>` and `<body>`.
  var html: String {
    guard let text = cmark_render_html(root, Self.options, cmark_parser_get_syntax_extensions(parser)) else {
      return ""
    }
    defer { cmark_get_default_mem_allocator().pointee.free(text) }
    return String(cString: text)
  }

  /// Changes all that were visited: those within others first, which may go with them.
  private func apply(_ replacements: [(node: OpaquePointer, replacement: Replacement)]) {
    for (node, replacement) in replacements.reversed() { apply(replacement, to: node) }
  }

  private func apply(_ replacement: Replacement, to node: OpaquePointer) {
    switch replacement {
    case .address(let address): cmark_node_set_url(node, address)
    case .contents: unwrap(node, "", "")
    case .tags(let before, let after): unwrap(node, before, after)
    case .markup(let text):
      _ = cmark_node_insert_before(node, Self.inline(text))
      cmark_node_free(node)
    }
  }

  private func unwrap(_ node: OpaquePointer, _ before: String, _ after: String) {
    _ = cmark_node_insert_before(node, Self.inline(before))
    while let child = cmark_node_first_child(node) {
      cmark_node_unlink(child)
      _ = cmark_node_insert_before(node, child)
    }
    _ = cmark_node_insert_before(node, Self.inline(after))
    cmark_node_free(node)
  }

  private static func inline(_ markup: String) -> OpaquePointer? {
    let node = cmark_node_new(CMARK_NODE_HTML_INLINE)
    cmark_node_set_literal(node, markup)
    return node
  }

  private func nodes(_ type: cmark_node_type) -> [OpaquePointer] {
    var found: [OpaquePointer] = []
    walk(root) { if cmark_node_get_type($0) == type { found.append($0) } }
    return found
  }

  private func walk(_ node: OpaquePointer?, _ visit: (OpaquePointer) -> Void) {
    let iterator = cmark_iter_new(node)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) { visit(node) }
    }
  }

  private func address(of node: OpaquePointer) -> String { cmark_node_get_url(node).map { String(cString: $0) } ?? "" }

  private func text(of node: OpaquePointer) -> String {
    var text = ""
    walk(node) { inner in
      let type = cmark_node_get_type(inner)
      if type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE {
        text += cmark_node_get_literal(inner).map { String(cString: $0) } ?? ""
      }
    }
    return text
  }
}

/// The HTML tags that pages of reports are made with.
enum OwnTags {
  /// Whether `source` holds no other tag, comment or entity than those of the program's own pages.
  static func make(up source: String) -> Bool {
    !source.replacing(/<(\/?(details|summary|code|div|a)|div class="pair"|a id="[^"<>&]*")>/, with: "")
      .unicodeScalars.contains { $0 == "<" || $0 == "&" }
  }
}
