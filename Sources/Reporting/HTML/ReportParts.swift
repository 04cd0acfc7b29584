import CMarkGFM

/// A verdict as pages print it.
struct VerdictWord: Equatable {
  let word: String
  /// What style sheets call it.
  let look: String

  /// The verdict that `text` is, to the letter; nil for any other text.
  init?(_ text: String) {
    guard let look = Self.looks[text] else { return nil }
    (word, self.look) = (text, look)
  }

  /// Every word with its look, good before bad.
  static let looks = [
    Verdict.reproduced.rawValue: "good", "holds": "good", Verdict.notReproduced.rawValue: "bad",
    "does not hold": "bad", Verdict.inconclusive.rawValue: "open", Verdict.notRun.rawValue: "none",
  ]
}

/// A heading of a page.
struct ReportHeading {
  let id: String
  /// From 1, as the page says.
  let level: Int
  /// Its text, formulas as placeholders.
  let text: String
  /// The claim whose section it begins, by its id within the file.
  let claim: (id: String, verdict: VerdictWord)?
}

/// Ids of one file, each given once.
struct Identifiers {
  private var taken: Set<String>
  /// Those of the links that carry a file within the page, by the path of the file.
  var carriers: [String: String] = [:]

  /// Those that are `taken` already.
  init(_ taken: some Sequence<String>) { self.taken = Set(taken) }

  /// `wanted`, or it with a number behind it where it is taken.
  mutating func take(_ wanted: String) -> String {
    let wanted = wanted.isEmpty ? "part" : wanted
    if taken.insert(wanted).inserted { return wanted }
    var number = 1
    while !taken.insert("\(wanted)-\(number)").inserted { number += 1 }
    return "\(wanted)-\(number)"
  }
}

/// Headings, sections, verdicts and tables of a page.
extension MarkdownDocument {
  /// Gives every heading its id and a link to itself, makes every section a card, and moves headings down by `lowered`
  /// levels; the headings as they were.
  ///
  /// - Parameters:
  ///   - isFirst: whether the page has the file's only heading of level 1; `byline` is put below it.
  ///   - anchor: the id for a heading's text.
  ///   - plain: a text as attributes show it.
  func arrange(
    lowered: Int, isFirst: Bool, byline: String, _ identifiers: inout Identifiers, anchor: (String) -> String,
    plain: (String) -> String
  ) -> [ReportHeading] {
    var found: [(node: MarkdownNode, heading: ReportHeading)] = []
    for node in all({ $0.is(CMARK_NODE_HEADING) }) {
      let text = node.text
      let marked = node.level == 2 ? node.next?.children.first.flatMap(verdict) : nil
      let claim = marked.flatMap { marked in marked.claim.map { (id: identifiers.take($0), verdict: marked.word) } }
      let id = identifiers.take(anchor(text))
      found.append((node, ReportHeading(id: id, level: node.level, text: text, claim: claim)))
    }
    for (node, heading) in found where heading.level == 2 { encloseSection(of: node, heading) }
    var hasTitle = !isFirst
    for (node, heading) in found {
      let isTitle = heading.level == 1 && !hasTitle
      hasTitle = hasTitle || isTitle
      let level = isTitle ? 1 : min(max(heading.level + lowered, 2), 6)
      let target = Markup.escaped(heading.claim?.id ?? heading.id)
      let name = Markup.escaped(plain(heading.text))
      MarkdownNode.inline(" <a class=\"perma\" href=\"#\(target)\" aria-label=\"Link to: \(name)\">¶</a>")
        .map { node.append($0) }
      replace(node, with: "<h\(level) id=\"\(Markup.escaped(heading.id))\">", "</h\(level)>" + (isTitle ? byline : ""))
    }
    return found.map(\.heading)
  }

  /// The verdict that begins at a node, with the claim whose section it begins (see ``Markdown/verdict(_:of:)``).
  private func verdict(at node: MarkdownNode) -> (word: VerdictWord, claim: String?)? {
    guard node.is(CMARK_NODE_HTML_INLINE), let tag = node.literal.wholeMatch(of: #/<b(?: id="([^"]*)")?>/#),
      let text = node.next, text.is(CMARK_NODE_TEXT), let word = VerdictWord(text.literal),
      text.next.map({ $0.is(CMARK_NODE_HTML_INLINE) && $0.literal == "</b>" }) == true
    else { return nil }
    let id = tag.1.map(String.init)
    let claim = id.flatMap { $0.hasPrefix(Markdown.claimMark) ? String($0.dropFirst(Markdown.claimMark.count)) : nil }
    return (word, claim)
  }

  /// Puts a heading and what follows it, up to the next of its level or above, into a card.
  private func encloseSection(of heading: MarkdownNode, _ described: ReportHeading) {
    let id = described.claim.map { " id=\"\(Markup.escaped($0.id))\"" } ?? ""
    let look = described.claim.map { " claim \($0.verdict.look)" } ?? ""
    let opening = "<article class=\"card\(look)\"\(id) aria-labelledby=\"\(Markup.escaped(described.id))\">"
    guard let card = MarkdownNode.element(opening, "</article>"), card.insert(before: heading) else { return }
    var node: MarkdownNode? = heading
    repeat {
      let following = node?.next
      card.append(node)
      node = following
    } while node.map { !$0.is(CMARK_NODE_HEADING) || $0.level > 2 } ?? false
  }

  /// Gives every verdict its look.
  func markVerdicts() {
    for node in all({ $0.is(CMARK_NODE_HTML_INLINE) }) {
      guard let found = verdict(at: node) else { continue }
      node.setLiteral("<strong class=\"badge \(found.word.look)\">")
      node.next?.next?.setLiteral("</strong>")
    }
  }

  /// Lets wide tables and formulas on lines of their own scroll within themselves.
  func encloseWideParts(isFormula: (String) -> Bool) {
    for table in all(\.isTable) {
      table.enclose("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">", "</div>")
    }
    for paragraph in all({ $0.is(CMARK_NODE_PARAGRAPH) }) where isFormula(paragraph.text) {
      replace(paragraph, with: "<div class=\"formula\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\">", "</div>")
    }
  }
}
