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
    isRecorded: Bool = false, origin: ReportedOrigin? = nil, criterion: String? = nil, attested: String? = nil,
    time: RebuildTime? = nil
  ) {
    (self.id, self.result, self.figures, self.sources) = (id, result, figures, sources)
    (self.stages, self.isRecorded, self.origin) = (stages, isRecorded, origin)
    (self.criterion, self.attested, self.time) = (criterion, attested, time)
  }

  /// Its line in the tables of claims.
  var line: PaperSummary.Claim {
    PaperSummary.Claim(
      id: id, heading: heading, verdict: result.verdict, nearest: result.nearest, margin: result.margin,
      turn: result.nearestTurn, isRecorded: isRecorded ? true : nil, time: time)
  }

  /// What it takes to rebuild it, as the project records that.
  public let time: RebuildTime?

  /// When its criterion was fixed, in a sentence.
  public let criterion: String?

  /// Who else computed stages of it again, in sentences.
  public let attested: String?

  /// What notes on a stage are about that become ``criterion`` and ``attested``.
  public static let (criterionNote, attestedNote) = ("criterion", "attestations")

  /// Where the manifest defines it.
  public let origin: ReportedOrigin?

  var heading: String { result.title.isEmpty ? id : Markdown.joined("\(id). \(result.title)") }
}

/// Where the manifest defines something.
public struct ReportedOrigin: Codable, Sendable, Equatable {
  /// The file and the line in it, and what a link from the page to them reads.
  public let file, link: String
  public let line: Int

  /// Line `line` of `file`, which `link` leads to.
  public init(file: String, line: Int, link: String) { (self.file, self.line, self.link) = (file, line, link) }

  /// A link in Markdown.
  var text: String { "[\(Markdown.line(file)), line \(line)](\(link)#L\(line))" }
}

/// A page of the same thing elsewhere: its name and the link to it.
public struct ReportedLink: Codable, Sendable, Equatable {
  public let title, link: String

  /// The page `title` at `link`.
  public init(title: String, link: String) { (self.title, self.link) = (title, link) }
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
  public let isDefault: Bool
  /// Whether something was put over the manifest.
  public var isVariant: Bool { !settings.isEmpty }
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
