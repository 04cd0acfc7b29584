import CMarkGFM
import Foundation

/// Figures of a page: a paragraph that is a picture, and the caption below it.
extension MarkdownDocument {
  /// What a figure becomes.
  struct FigureMarkup {
    /// Its tag, what it shows, and what stands behind its caption.
    let opening, picture, tools: String
  }

  /// Makes a figure of every picture that is a paragraph by itself; nil from `figure` leaves the paragraph as it is.
  ///
  /// - Parameter figure: gets the picture's address and text, and the links to files that end the caption.
  func replaceFigures(
    _ figure: (_ address: String, _ text: String, _ links: [(text: String, address: String)]) throws -> FigureMarkup?
  ) rethrows {
    // Captions, which are freed with their pictures, are not among these.
    let pictures = all { $0.is(CMARK_NODE_PARAGRAPH) && $0.children.count == 1 && $0.children[0].is(CMARK_NODE_IMAGE) }
    for (paragraph, image) in pictures.map({ ($0, $0.children[0]) }) {
      let caption = paragraph.next.flatMap { Self.isCaption($0) ? $0 : nil }
      let links = caption.map(Self.endingLinks) ?? []
      let files = links.compactMap { $0.is(CMARK_NODE_LINK) ? (text: $0.text, address: $0.address) : nil }
      guard let markup = try figure(image.address, image.text, files),
        let element = MarkdownNode.element(markup.opening, "</figure>"),
        let legend = MarkdownNode.element("<figcaption>", "</figcaption>"), element.insert(before: paragraph)
      else { continue }
      element.append(MarkdownNode.block(markup.picture))
      element.append(legend)
      if let caption {
        for node in links { node.free() }
        let parts = caption.children
        // A caption that is slanted throughout need not be so below a figure.
        legend.take(childrenOf: parts.count == 1 && parts[0].is(CMARK_NODE_EMPH) ? parts[0] : caption)
        retire(caption)
      }
      legend.append(MarkdownNode.inline(markup.tools))
      paragraph.free()
    }
  }

  private static func isCaption(_ node: MarkdownNode) -> Bool {
    node.is(CMARK_NODE_PARAGRAPH) && node.children.first.map { $0.is(CMARK_NODE_EMPH) } ?? false
  }

  /// The links to files with which a caption ends, and what stands between them; nothing if it ends otherwise.
  private static func endingLinks(_ caption: MarkdownNode) -> [MarkdownNode] {
    let between = CharacterSet(charactersIn: " ,.;·|").union(.newlines)
    let end = caption.children.reversed().prefix { node in
      node.is(CMARK_NODE_LINK) && !node.address.hasPrefix("#") && !node.address.contains("://")
        || node.is(CMARK_NODE_SOFTBREAK)
        || node.is(CMARK_NODE_TEXT) && node.literal.trimmingCharacters(in: between).isEmpty
    }
    // In the order of the page.
    return end.contains { $0.is(CMARK_NODE_LINK) } ? end.reversed() : []
  }
}

/// What is known of a picture from its bytes.
enum PictureSize {
  /// The size at which a PNG is meant to be seen, in CSS pixels; nil for other data.
  ///
  /// Source: ISO/IEC 15948: width and height stand in IHDR, pixels per metre in pHYs; a CSS pixel is 1/96 inch.
  static func of(png data: Data) -> (width: Int, height: Int)? {
    let bytes = [UInt8](data.prefix(1024))
    func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard bytes.count >= 33, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
    var density = 96 / 0.0254
    var place = 8
    while place + 17 <= bytes.count {
      if Array(bytes[place + 4..<place + 8]) == Array("pHYs".utf8), bytes[place + 16] == 1, number(place + 8) > 0 {
        density = Double(number(place + 8))
      }
      place += number(place) + 12
    }
    func pixels(_ count: Int) -> Int { max(1, Int((Double(count) / density / 0.0254 * 96).rounded())) }
    return (pixels(number(16)), pixels(number(20)))
  }
}
