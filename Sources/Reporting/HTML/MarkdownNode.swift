import CMarkGFM

/// A node of a parsed Markdown page.
struct MarkdownNode {
  let pointer: OpaquePointer

  init?(_ pointer: OpaquePointer?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  private var type: cmark_node_type { cmark_node_get_type(pointer) }
  func `is`(_ wanted: cmark_node_type) -> Bool { type == wanted }
  /// Tables are of an extension, whose types have names only.
  var isTable: Bool { cmark_node_get_type_string(pointer).map { String(cString: $0) } == "table" }

  var next: MarkdownNode? { MarkdownNode(cmark_node_next(pointer)) }
  var children: [MarkdownNode] {
    var (found, child): ([MarkdownNode], MarkdownNode?) = ([], MarkdownNode(cmark_node_first_child(pointer)))
    while let node = child {
      found.append(node)
      child = node.next
    }
    return found
  }

  /// This node and all within it that satisfy `condition`, in the order of the page.
  func all(_ condition: (MarkdownNode) -> Bool) -> [MarkdownNode] {
    var found: [MarkdownNode] = []
    let iterator = cmark_iter_new(pointer)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return found }
      if event == CMARK_EVENT_ENTER, let node = MarkdownNode(cmark_iter_get_node(iterator)), condition(node) {
        found.append(node)
      }
    }
  }

  /// The text and code within it.
  var text: String { all { $0.is(CMARK_NODE_TEXT) || $0.is(CMARK_NODE_CODE) }.map(\.literal).joined() }

  /// What a text, code or HTML node holds.
  var literal: String { cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "" }
  func setLiteral(_ text: String) { cmark_node_set_literal(pointer, text) }

  /// Where a link leads, or where an image is.
  var address: String { cmark_node_get_url(pointer).map { String(cString: $0) } ?? "" }
  func setAddress(_ address: String) { cmark_node_set_url(pointer, address) }
  func dropTitle() { cmark_node_set_title(pointer, "") }

  /// The level of a heading, from 1.
  var level: Int { Int(cmark_node_get_heading_level(pointer)) }
}

extension MarkdownNode {
  /// Markup that stands in a line.
  static func inline(_ markup: String) -> MarkdownNode? { html(markup, CMARK_NODE_HTML_INLINE) }

  /// Markup that stands by itself.
  static func block(_ markup: String) -> MarkdownNode? { html(markup, CMARK_NODE_HTML_BLOCK) }

  private static func html(_ markup: String, _ type: cmark_node_type) -> MarkdownNode? {
    let node = MarkdownNode(cmark_node_new(type))
    node?.setLiteral(markup)
    return node
  }

  /// An element of these tags that stands by itself, still without contents.
  static func element(_ opening: String, _ closing: String) -> MarkdownNode? {
    let node = MarkdownNode(cmark_node_new(CMARK_NODE_CUSTOM_BLOCK))
    if let node {
      cmark_node_set_on_enter(node.pointer, opening)
      cmark_node_set_on_exit(node.pointer, closing)
    }
    return node
  }

  /// Puts the node before another one; it is freed, and false comes back, where it may not stand there.
  @discardableResult func insert(before node: MarkdownNode) -> Bool {
    let isDone = cmark_node_insert_before(node.pointer, pointer) != 0
    if !isDone { free() }
    return isDone
  }

  func append(_ child: MarkdownNode?) {
    if let child, cmark_node_append_child(pointer, child.pointer) == 0 { child.free() }
  }
  func take(childrenOf node: MarkdownNode) { for child in node.children { append(child) } }
  func free() { cmark_node_free(pointer) }
  func unlink() { cmark_node_unlink(pointer) }

  /// Puts the node into an element of these tags.
  func enclose(_ opening: String, _ closing: String) {
    guard let element = Self.element(opening, closing), element.insert(before: self) else { return }
    element.append(self)
  }

  /// Puts tags and between them what is within the node in its place in a line. (Cells of tables take no element.)
  func becomeInline(_ opening: String, _ closing: String) {
    Self.inline(opening)?.insert(before: self)
    for child in children {
      child.unlink()
      child.insert(before: self)
    }
    Self.inline(closing)?.insert(before: self)
    free()
  }
}
