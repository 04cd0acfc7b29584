import Pipeline
import Reporting

/// Finds stages in a lineage by their place in it.
struct LineageReader {
  private let entries: [Lineage.Entry]
  private let published: [String: String]
  private let readers: [Lineage.Reader]
  private let origins: [Lineage.Origin]
  private let allEditions: [Lineage.Edition]
  private let byID: [String: Lineage.Entry]
  private let costs: RecordedCosts?
  let profile: ReportedProfile

  init(_ lineage: Lineage?) {
    entries = lineage?.entries ?? []
    profile = ReportedProfile(
      name: lineage?.profile ?? "default", isDefault: lineage?.isDefaultProfile ?? true,
      settings: lineage?.settings ?? [],
      provenance: VerbCatalogue.provenance.page)
    published = lineage?.published ?? [:]
    readers = lineage?.readers ?? []
    (origins, allEditions) = (lineage?.origins ?? [], lineage?.editions ?? [])
    byID = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
    costs = lineage?.costs
  }

  /// What a link from the stage's own page to a published file reads; nil where one of them is not published.
  func link(to path: String?) -> String? { path.flatMap { link(to: $0, depth: 0) } }

  /// What a link from the stage's own page to a file of the project reads, whatever folder the profile's results lie in.
  private func link(toProject path: String) -> String? {
    link(to: path, depth: (profile.isDefault ? 0 : 1) + (profile.isVariant ? 2 : 0))
  }

  /// What a link reads to a path that starts `depth` folders above that of the profile's results.
  private func link(to path: String, depth: Int) -> String? {
    guard let page = published[VerbCatalogue.page] else { return nil }
    let (from, to) = (page.split(separator: "/").dropLast(), path.split(separator: "/"))
    let common = depth == 0 ? zip(from, to).prefix { $0 == $1 }.count : 0
    return (Array(repeating: "..", count: depth + from.count - common) + to.dropFirst(common)).joined(separator: "/")
  }

  /// The figure whose files are published at these paths, by the names of its outputs.
  func figure(_ published: [String: String], missing: String? = nil) -> ReportedFigure {
    ReportedFigure(
      picture: link(to: published[FigureStage.png.name]), drawing: link(to: published[FigureStage.pdf.name]),
      data: link(to: published[FigureStage.data.name]), missing: missing)
  }

  /// The figure of the stage itself; nil where it is not published.
  var ownFigure: ReportedFigure? { published[FigureStage.png.name].map { _ in figure(published) } }

  /// What it takes to rebuild the stage `id`, as the project records that.
  func time(of id: String) -> RebuildTime? { costs?.results[id].flatMap(time) }

  /// What it takes to rebuild the stage itself.
  var ownTime: RebuildTime? { costs?.results.first { byID[$0.key] == nil }.flatMap { time($0.value) } }

  private func time(_ cost: RecordedCosts.Cost) -> RebuildTime? {
    costs.map { RebuildTime(seconds: cost.seconds, memory: cost.memory, cores: $0.measurement.cores) }
  }

  /// Where, when and with what that was measured.
  var measured: RebuildOrigin? {
    costs.map { costs in
      let measurement = costs.measurement
      return RebuildOrigin(
        moment: ResultMoment(date: measurement.date, commit: measurement.commit, isClean: measurement.isClean),
        processor: measurement.processor, cores: measurement.cores, program: measurement.program,
        elsewhere: measurement.elsewhere,
        kept: costs.kept.map { moment, names in
          RebuildOrigin.Kept(
            moment: ResultMoment(date: moment.date, commit: moment.commit, isClean: moment.isClean),
            program: moment.program, names: names)
        })
    }
  }

  /// Where the manifest defines the stage `id`.
  func origin(of id: String) -> ReportedOrigin? { origins.first { $0.id == id }.flatMap(origin) }

  /// Where the manifest defines the stage itself.
  var ownOrigin: ReportedOrigin? { origins.first.flatMap { byID[$0.id] == nil ? origin($0) : nil } }

  private func origin(_ place: Lineage.Origin) -> ReportedOrigin? {
    link(toProject: place.file).map { ReportedOrigin(file: place.file, line: place.line, link: $0) }
  }

  /// What other profiles published as `output` of the stage `id`, or of the stage itself.
  func editions(_ output: String, of id: String? = nil) -> [ReportedLink] {
    allEditions.filter { id.map($0.id.elementsEqual) ?? (byID[$0.id] == nil) }.compactMap { edition in
      edition.published[output].flatMap(link(toProject:)).map { ReportedLink(title: edition.profile, link: $0) }
    }
  }

  /// Titles and links of the stages that read this one, those that publish `output`.
  func readers(_ output: String) -> [ReportedLink] {
    readers.compactMap { reader in
      link(to: reader.published[output]).map { ReportedLink(title: reader.title, link: $0) }
    }
  }

  /// The stages behind one input, in reading order.
  func behind(_ path: String) -> [Lineage.Entry] { entries.filter { $0.input == path } }

  /// The stages directly above one, each once, in reading order.
  func above(_ entry: Lineage.Entry) -> [Lineage.Entry] {
    var seen: Set<String> = []
    return entry.inputs.compactMap { seen.insert($0.id).inserted ? byID[$0.id] : nil }
  }

  /// Why the first of the stages behind one input of a stage that were not made was not.
  func reason(_ entry: Lineage.Entry, lacks path: String) -> String? {
    entry.inputs.lazy.filter { $0.path == path }.compactMap { byID[$0.id]?.missing }.first
  }

  /// The manifest entries behind each input of a stage that were made.
  func sources(of entry: Lineage.Entry) -> [String: [String]] {
    Dictionary(grouping: entry.inputs.filter { byID[$0.id]?.missing == nil }, by: \.path)
      .mapValues { ReportedStage.entries($0.map(\.id)) }
  }

  /// One stage and everything that it rests on, in the order of the lineage.
  func everything(above entry: Lineage.Entry) -> [Lineage.Entry] {
    var wanted: Set<String> = [entry.id]
    var open = [entry]
    while let next = open.popLast() {
      for link in next.inputs where wanted.insert(link.id).inserted { byID[link.id].map { open.append($0) } }
    }
    return entries.filter { wanted.contains($0.id) }
  }
}
