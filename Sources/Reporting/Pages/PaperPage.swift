import Documents

/// What the manifest says of a paper.
public struct Paper: Sendable {
  public let title, authors: String
  public let year: Int
  public let venue, link, introduction: String
  /// What came out, in two to four sentences.
  public let answer: String?
  public let conclusion: String?
  /// What is done otherwise than in the paper, or by another criterion than before, in order.
  public let differences: [Difference]

  /// One thing that differs.
  public struct Difference: Sendable, Equatable {
    public let claim, what, here, why: String
  }

  /// Reads a paper.
  public init(_ fields: Fields) {
    title = fields.string("title", "the paper's title")
    authors = fields.string("authors", "its authors")
    year = fields.integer("year", in: 1600...2200, "the year")
    venue = fields.string("venue", "where it appeared")
    link = fields.string("link", "its identifier as a link")
    introduction = fields.string("introduction", "what the paper asks and what is rebuilt here")
    answer = fields.optionalString("answer", "what came out, in two to four sentences")
    conclusion = fields.optionalString("conclusion", "settings that are ours and what did not come out")
    differences = fields.objects(
      "differences", "what is done otherwise than in the paper, and criteria that changed", required: false
    ).map { entry in
      Difference(
        claim: entry.string("claim", "the claim that it bears on"),
        what: entry.string("what", "what the paper does, or what the criterion was"),
        here: entry.string("here", "what is done here"), why: entry.string("why", "the reason"))
    }
  }
}

/// A claim as a page shows it: its name, its figures and the stages that made it.
public struct ReportedClaim: Sendable {
  public let id: String
  public let result: ClaimResult
  /// Its figures, in the order of the captions.
  public let figures: [ReportedFigure]
  /// The manifest entries behind each input.
  public let sources: [String: [String]]
  /// The stages that it rests on.
  public let stages: [ReportedStage]
  /// Whether it was not made by this run, and is shown as plumb.lock.json holds it.
  public let isRecorded: Bool

  /// A claim with its figures and stages.
  public init(
    id: String, result: ClaimResult, figures: [ReportedFigure], sources: [String: [String]], stages: [ReportedStage],
    isRecorded: Bool = false
  ) {
    (self.id, self.result, self.figures, self.sources) = (id, result, figures, sources)
    (self.stages, self.isRecorded) = (stages, isRecorded)
  }

  /// The verdict, and which run it is from where that is not this one.
  var verdict: String { result.verdict.mark + (isRecorded ? " (recorded)" : "") }

  var heading: String { result.title.isEmpty ? id : Markdown.joined("\(id). \(result.title)") }
}

/// A figure as a page shows it.
public struct ReportedFigure: Sendable, Equatable {
  /// Links to its files; nil for one that is not published.
  public let picture: String?
  public let drawing, data: String?
  /// Why there is none.
  public let missing: String?

  /// A figure of published files.
  public init(picture: String? = nil, drawing: String? = nil, data: String? = nil, missing: String? = nil) {
    (self.picture, self.drawing, self.data, self.missing) = (picture, drawing, data, missing)
  }
}

/// The profile whose numbers a page shows.
public struct ReportedProfile: Sendable {
  let name: String
  let isDefault: Bool
  /// What was put over the manifest, `entry.key=value` each.
  let settings: [String]
  private let provenancePath: String

  /// The profile `name`; the default one needs no option. A run describes itself in the page `provenance`.
  public init(name: String, isDefault: Bool, settings: [String] = [], provenance: String) {
    (self.name, self.isDefault, self.settings, provenancePath) = (name, isDefault, settings, provenance)
  }

  /// The command that makes it, to stand in HTML.
  var command: String {
    let options = settings.map { " --set '\(Markup.escaped($0.replacing("'", with: "'\\''")))'" }.joined()
    return "plumb run" + (isDefault ? "" : " --profile \(name)") + options
  }

  /// Where a run of it describes itself.
  var provenance: String { (isDefault ? "" : name + "/") + provenancePath }

  /// What every page of a variant says first; nothing where the manifest alone counts.
  var warning: String {
    guard !settings.isEmpty else { return "" }
    let list = settings.map { Markdown.line("--set \($0)") }.joined(separator: ", ")
    return "> **A variant**, made with \(list). The manifest says otherwise, and its report is another one.\n\n"
  }
}

/// The page of one paper.
public struct PaperPage: Sendable {
  let paper: Paper
  let claims: [ReportedClaim]
  let profile: ReportedProfile
  let reports: [(title: String, link: String)]

  /// A page of `claims`, in order; `reports` are those that list the paper.
  public init(
    paper: Paper, claims: [ReportedClaim], profile: ReportedProfile, reports: [(title: String, link: String)] = []
  ) { (self.paper, self.claims, self.profile, self.reports) = (paper, claims, profile, reports) }

  /// The page as Markdown.
  public var markdown: String {
    let (link, name) = (paper.link, Markdown.line(paper.link))
    var text = "# \(Markdown.line(paper.title))\n\n\(Markdown.line("\(paper.authors), \(paper.venue), \(paper.year)."))"
    text +=
      " [\(name)](\(Markdown.line(link)))\n\n" + profile.warning + Markdown.text(paper.introduction) + "\n\n"
      + (paper.answer.map { Markdown.text($0) + "\n\n" } ?? "") + table
      + "\n"
    for claim in claims { text += section(claim) }
    text += differences
    if let conclusion = paper.conclusion { text += "## Settings and limits\n\n\(Markdown.text(conclusion))\n\n" }
    text += "\(allPapers)Numbers of the profile `\(profile.name)`. "
    text += "A run writes times, machine and library versions to `\(profile.provenance)`.\n"
    return text
  }

  private var differences: String {
    guard !paper.differences.isEmpty else { return "" }
    let rows = paper.differences.map { [$0.claim, $0.what, $0.here, $0.why].map(Markdown.line) }
    return "## What differs\n\n" + Markdown.table(["claim", "the paper, or before", "here", "why"], rows) + "\n"
  }

  private var allPapers: String {
    if reports.count == 1 { return "[All papers](\(reports[0].link)). " }
    let links = reports.map { "[\(Markdown.line($0.title))](\($0.link))" }
    return links.isEmpty ? "" : "All papers: \(links.joined(separator: ", ")). "
  }

  private var table: String {
    Markdown.table(
      ["claim", "verdict", "measured"],
      claims.map { claim in
        let link = "[\(Markdown.line(claim.heading))](#\(Markdown.anchor(claim.heading)))"
        return [link, claim.verdict, Markdown.line(claim.result.measured)]
      })
  }

  private func section(_ claim: ReportedClaim) -> String {
    let result = claim.result
    var text = "## \(Markdown.line(claim.heading))\n\n"
    // A claim whose own stage failed has a title only.
    if !result.statement.isEmpty {
      text += "\(Markdown.quote("\(result.statement)\n\n— \(result.source)"))\n\n"
      text += "*Theory.* \(Markdown.text(result.theory))\n\n*Here.* \(Markdown.text(result.method))\n\n"
    }
    let note = "; not made again by this run, shown as `plumb.lock.json` records it"
    text +=
      "*Verdict.* \(claim.verdict)\(claim.isRecorded ? note : "")"
      + (result.reason.map { ": \(Markdown.line($0))" } ?? "") + "\n\n"
    // Without numbers there is no figure either.
    for (index, figure) in (result.checks.isEmpty ? [] : claim.figures).enumerated() {
      text += self.figure(figure, claim.heading, caption: index < result.captions.count ? result.captions[index] : "")
    }
    for check in result.checks {
      text += CheckText(check: check, claim: claim.id, sources: claim.sources[check.data] ?? []).markdown
    }
    for value in result.values ?? [] {
      text += CheckText(check: value, claim: claim.id, sources: claim.sources[value.data] ?? []).markdown
    }
    // It speaks of the numbers.
    if let discussion = result.discussion, !result.checks.isEmpty { text += Markdown.text(discussion) + "\n\n" }
    return text + provenance(claim) + "\n"
  }

  private func figure(_ figure: ReportedFigure, _ heading: String, caption: String) -> String {
    let (caption, heading) = (Markdown.line(caption), Markdown.line(heading))
    if let reason = figure.missing { return "*\(caption)* The figure was not made: \(Markdown.line(reason)).\n\n" }
    let image = figure.picture.map { "![\(heading)](\($0))\n\n" } ?? ""
    let links = [("PDF", figure.drawing), ("data", figure.data)].compactMap { name, link in
      link.map { "[\(name)](\($0))" }
    }
    return image + (["*\(caption)*"] + (links.isEmpty ? [] : [links.joined(separator: ", ")])).joined(separator: " ")
      + "\n\n"
  }

  private func provenance(_ claim: ReportedClaim) -> String {
    let rows = claim.stages.map { stage in
      let anchor = "<a id=\"\(Markdown.stageAnchor(stage.id, claim: claim.id))\"></a>"
      return [anchor + "`\(stage.id)`", stage.kind, stage.instances, stage.key.map { "`\($0.prefix(12))`" } ?? "none"]
    }
    return Markdown.folded(
      "Rebuild just this with <code>\(profile.command) \(claim.id)</code>; the stages behind it",
      "`plumb show NAME` lists the instances of a stage with parameters and inputs; the key of several is the digest "
        + "of their keys.\n\n" + Markdown.table(["stage", "kind", "instances", "key"], rows, alignRight: [2]))
  }
}

extension ClaimResult {
  /// More checks than this are counted in the line of a table.
  static let told = 3

  /// The measured numbers of the evidence in one short line, those of checks that do not hold first.
  var measured: String {
    if let reason { return reason }
    let evidence = checks.filter(\.isEvidence)
    let order = evidence.filter { $0.verdict != .reproduced } + evidence.filter { $0.verdict == .reproduced }
    let lines = order.prefix(Self.told).map { "\($0.name): \(CheckText(check: $0).measured)" }
    let further = evidence.count - lines.count
    return lines.joined(separator: "; ") + (further > 0 ? "; and \(further) more" : "")
  }
}

/// The stages of one manifest entry, as a page names them.
public struct ReportedStage: Sendable, Equatable {
  /// The name of the entry.
  public let id: String
  public let kind: String
  /// How many instances have a result, and how many there are.
  public let made: Int
  public let count: Int
  /// The key of the result, or the combined key of several; nil when none was made.
  public let key: String?

  /// The stages of the entry `id`.
  public init(id: String, kind: String, made: Int, count: Int, key: String?) {
    (self.id, self.kind, self.made, self.count, self.key) = (id, kind, made, count, key)
  }

  /// The manifest entry of an instance: `fits` of `fits[dimension=3]`.
  public static func entry(of instance: String) -> String { String(instance.prefix { $0 != "[" }) }

  /// The manifest entries of instances, each once, in order.
  public static func entries(_ instances: [String]) -> [String] {
    var seen: Set<String> = []
    return instances.map(entry).filter { seen.insert($0).inserted }
  }

  var instances: String { made == count ? String(count) : made == 0 ? "not made" : "\(made) of \(count)" }
}
