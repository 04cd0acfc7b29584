import CMarkGFM

/// A parsed Markdown page, whose links, images, headings and parts can be changed before it becomes HTML.
///
/// Of the HTML in it only the tags that pages are made with remain tags (see ``OwnTags``); all other is shown as text.
final class MarkdownDocument {
  private let parser: OpaquePointer?
  let root: MarkdownNode?
  /// Paragraphs and headings that are not shown any more: texts that were in them still point into them.
  private var retired: [MarkdownNode] = []
  private static let options = CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8
  private static let extensions: Void = cmark_gfm_core_extensions_ensure_registered()

  /// Parses GitHub-flavoured Markdown with tables; `anchor` gives the id that stands for one of the text's own.
  init(_ markdown: String, anchor: (String) -> String = { $0 }) {
    _ = Self.extensions
    parser = cmark_parser_new(Self.options)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"))
    cmark_parser_feed(parser, markdown, markdown.utf8.count)
    root = MarkdownNode(cmark_parser_finish(parser))
    for node in all({ $0.is(CMARK_NODE_HTML_INLINE) || $0.is(CMARK_NODE_HTML_BLOCK) }) {
      let source = node.literal
      node.setLiteral(
        OwnTags.make(up: source)
          ? source.replacing(/<a id="([^"]*)">/) { "<a id=\"\(Markup.escaped(anchor(String($0.1))))\">" }
          : Markup.escaped(source))
    }
  }

  deinit {
    root?.free()
    for node in retired { node.free() }
    cmark_parser_free(parser)
  }

  /// Puts an element of these tags in the place of a paragraph or heading, with what is within it.
  func replace(_ node: MarkdownNode, with opening: String, _ closing: String) {
    guard let element = MarkdownNode.element(opening, closing), element.insert(before: node) else { return }
    element.take(childrenOf: node)
    retire(node)
  }

  /// Takes a paragraph or heading out of the page whose parts have gone elsewhere.
  func retire(_ node: MarkdownNode) {
    node.unlink()
    retired.append(node)
  }

  /// All nodes that satisfy `condition`, in the order of the page.
  func all(_ condition: (MarkdownNode) -> Bool) -> [MarkdownNode] { root?.all(condition) ?? [] }

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

  /// Visits every link.
  func replaceLinks(_ replacement: (String) throws -> Replacement) rethrows {
    let links = all { $0.is(CMARK_NODE_LINK) }
    for link in links { link.dropTitle() }
    apply(try links.map { ($0, try replacement($0.address)) })
  }

  /// Visits every image, with its alternative text.
  func replaceImages(_ replacement: (_ address: String, _ text: String) throws -> Replacement) rethrows {
    apply(try all { $0.is(CMARK_NODE_IMAGE) }.map { ($0, try replacement($0.address, $0.text)) })
  }

  /// The page as HTML, without `<html>` and `<body>`.
  var html: String {
    guard let text = cmark_render_html(root?.pointer, Self.options, cmark_parser_get_syntax_extensions(parser)) else {
      return ""
    }
    defer { cmark_get_default_mem_allocator().pointee.free(text) }
    return String(cString: text)
  }

  /// Changes all that were visited: those within others first, which may go with them.
  private func apply(_ replacements: [(node: MarkdownNode, replacement: Replacement)]) {
    for (node, replacement) in replacements.reversed() {
      switch replacement {
      case .address(let address): node.setAddress(address)
      case .contents: node.becomeInline("", "")
      case .tags(let opening, let closing): node.becomeInline(opening, closing)
      case .markup(let text):
        MarkdownNode.inline(text)?.insert(before: node)
        node.free()
      }
    }
  }
}

/// The HTML tags that pages of reports are made with.
enum OwnTags {
  /// Whether `source` holds no other tag, comment or entity than those of the program's own pages.
  static func make(up source: String) -> Bool {
    !source.replacing(/<(\/?(details|summary|code|div|a|b)|div class="pair"|[ab] id="[^"<>&]*")>/, with: "")
      .unicodeScalars.contains { $0 == "<" || $0 == "&" }
  }
}
