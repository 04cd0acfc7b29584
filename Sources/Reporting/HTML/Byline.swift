/// What stands below a report's title: by what it was rebuilt and from what, who wrote the rebuild, and which papers it is of.
public struct Byline: Sendable {
  /// A paper, as far as the manifest says.
  public struct Work: Sendable {
    let authors: String
    let year: Int?
    let link: String?

    /// A paper of `authors`.
    public init(authors: String, year: Int?, link: String?) {
      (self.authors, self.year, self.link) = (authors, year, link)
    }
  }

  let program, manifest, profile: String
  let papers: [Work]

  /// A rebuild by `program` from `manifest` in one profile.
  public init(program: String, manifest: String, profile: String, papers: [Work]) {
    (self.program, self.manifest, self.profile, self.papers) = (program, manifest, profile, papers)
  }

  /// The line as Markdown.
  public var markdown: String {
    let origin = "Rebuilt by \(Markdown.line(program)) from `\(manifest)`, profile `\(profile)`."
    let works = papers.map { paper in
      let name = Markdown.line(paper.authors + (paper.year.map { " (\($0))" } ?? ""))
      return paper.link.map { "[\(name)](\(Markdown.line($0)))" } ?? name
    }
    return works.isEmpty
      ? origin : "\(origin) \(works.count == 1 ? "Paper" : "Papers"): \(works.joined(separator: "; "))."
  }
}
