/// What stands beside the pages of a report: where everything is, a search by claim, a choice by verdict.
///
/// The list and the choice work without scripts, the latter by the style sheet; the search appears where its script runs.
struct ReportContents {
  let html: String
  /// Whether there is enough to list.
  let isWanted: Bool

  /// Ids that the list itself uses.
  static let identifiers =
    ["main", "contents", "find", "found", "unfold", "only-all"]
    + Set(VerdictWord.looks.values).map { "only-\($0)" }

  /// The contents of pages, in order.
  init(_ bodies: [HTMLReport.Body]) {
    let claims = bodies.flatMap(\.headings).compactMap(\.claim)
    isWanted = bodies.flatMap(\.headings).count { $0.level <= 2 } > 3
    guard isWanted else {
      html = ""
      return
    }
    let groups = bodies.map(Self.group)
    html = """
      <a class="skip" href="#main">Skip to the report</a>
      <nav id="contents" aria-label="Contents">
      \(claims.count > 1 ? Self.tools(claims.map(\.verdict)) : "")\(groups.joined())\
      <p class="unfold"><a id="unfold" href="#unfold">Unfold all tables and methods, also for print</a> \
      <a class="fold" href="#contents">Fold them again</a></p>
      <a class="jump" href="#contents">Contents</a>
      </nav>

      """
  }

  private static func tools(_ verdicts: [VerdictWord]) -> String {
    let words = Verdict.allCases.compactMap { VerdictWord($0.rawValue) }
    let choices = words.compactMap { word -> String? in
      let count = verdicts.count { $0.look == word.look }
      return count == 0 ? nil : choice(word.look, "\(count) \(word.word)")
    }
    return """
      <p class="search" hidden><label for="find">Find a claim</label> \
      <input type="search" id="find" autocomplete="off" spellcheck="false"><span id="found" role="status"></span></p>
      <fieldset class="choice"><legend>Claims to list</legend>
      \(choice("all", "\(verdicts.count) claims", isChecked: true))\(choices.joined())</fieldset>

      """
  }

  private static func choice(_ look: String, _ text: String, isChecked: Bool = false) -> String {
    "<input type=\"radio\" name=\"only\" id=\"only-\(look)\"\(isChecked ? " checked" : "")>"
      + "<label class=\"\(look)\" for=\"only-\(look)\">\(text)</label>\n"
  }

  /// The sections of one page.
  private static func group(_ body: HTMLReport.Body) -> String {
    let name = Markup.escaped(body.page.name)
    let title = body.headings.first { $0.level == 1 }.map { shown($0.text, body.math) } ?? name
    let entries = body.headings.filter { $0.level == 2 }.map { heading -> String in
      let text = shown(heading.text, body.math)
      guard let claim = heading.claim else {
        return "<li><a href=\"#\(Markup.escaped(heading.id))\">\(text)</a></li>\n"
      }
      return "<li class=\"claim \(claim.verdict.look)\"><a href=\"#\(Markup.escaped(claim.id))\">\(text) "
        + "<span class=\"unseen\">\(claim.verdict.word)</span></a></li>\n"
    }
    let list = entries.isEmpty ? "" : "<ul>\n\(entries.joined())</ul>\n"
    return "<div class=\"group\"><p><a href=\"#\(name)\">\(title)</a></p>\n\(list)</div>\n"
  }

  private static func shown(_ text: String, _ math: MathText) -> String {
    math.restore(in: Markup.escaped(text), MathText.markup)
  }
}
