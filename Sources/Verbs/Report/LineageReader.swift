import Pipeline
import Reporting

/// Finds stages in a lineage by their place in it.
struct LineageReader {
  private let entries: [Lineage.Entry]
  private let published: [String: String]
  private let readers: [Lineage.Reader]
  private let byID: [String: Lineage.Entry]
  /// The profile of the run.
  let profile: ReportedProfile

  init(_ lineage: Lineage?) {
    entries = lineage?.entries ?? []
    profile = ReportedProfile(
      name: lineage?.profile ?? "default", isDefault: lineage?.isDefaultProfile ?? true,
      provenance: VerbCatalogue.provenance.page)
    published = lineage?.published ?? [:]
    readers = lineage?.readers ?? []
    byID = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
  }

  /// What a link from the stage's own page to a published file reads; nil where one of them is not published.
  func link(to path: String?) -> String? {
    guard let path, let page = published[VerbCatalogue.page] else { return nil }
    let (from, to) = (page.split(separator: "/").dropLast(), path.split(separator: "/"))
    let common = zip(from, to).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: from.count - common) + to.dropFirst(common)).joined(separator: "/")
  }

  /// Titles and links of the stages that read this one, those that publish `output`.
  func readers(_ output: String) -> [(title: String, link: String)] {
    readers.compactMap { reader in link(to: reader.published[output]).map { (reader.title, $0) } }
  }

  /// The stages behind one input, in reading order.
  func behind(_ path: String) -> [Lineage.Entry] { entries.filter { $0.input == path } }

  /// The stages behind one input that were made, in reading order.
  func inputs(_ path: String) -> [Lineage.Entry] { behind(path).filter { $0.missing == nil } }

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
