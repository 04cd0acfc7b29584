/// What stands below a report's title: by whom and with what it was rebuilt, from which file, when, and which papers it is of.
public struct Byline: Sendable {
  let authors: [Author]
  let program, manifest, profile: String
  let papers: [Article]
  let measured: ResultMoment?

  /// A rebuild with `program` from `manifest` in one profile.
  ///
  /// - Parameters:
  ///   - authors: who wrote the project.
  ///   - measured: when times and memory were measured, as the project records it.
  public init(
    program: String, manifest: String, profile: String, authors: [Author], papers: [Article],
    measured: ResultMoment? = nil
  ) {
    (self.authors, self.program, self.manifest, self.profile) = (authors, program, manifest, profile)
    (self.papers, self.measured) = (papers, measured)
  }

  /// The line as Markdown.
  public var markdown: String {
    let people = authors.isEmpty ? "" : " by \(authors.map { Markdown.line($0.name) }.joined(separator: ", "))"
    var text = "Rebuilt\(people) with \(Markdown.line(program)) from `\(manifest)`, profile `\(profile)`."
    if let measured { text += " Times recorded on \(measured.text)." }
    let works = papers.map { paper in
      let name = Markdown.line(paper.name)
      return paper.link.map { "[\(name)](\(Markdown.line($0)))" } ?? name
    }
    if works.isEmpty { return text }
    let list = works.joined(separator: "; ")
    return "\(text) \(works.count == 1 ? "Paper" : "Papers"): \(list)" + (list.last == "." ? "" : ".")
  }
}
