/// What stands below a report's title: by whom and with what it was rebuilt, from which file, and which papers it is of.
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

    /// `A and B (2021)`, `A et al. (2019)`.
    var name: String {
      let people = authors.replacing(" and ", with: ", ").split(separator: ", ")
      return (people.count > 2 ? "\(people[0]) et al." : authors) + (year.map { " (\($0))" } ?? "")
    }
  }

  let authors: [String]
  let program, manifest, profile: String
  let papers: [Work]

  /// A rebuild with `program` from `manifest` in one profile.
  ///
  /// - Parameter citation: the text of the project's `CITATION.cff`; nil where there is none.
  public init(program: String, manifest: String, profile: String, citation: String?, papers: [Work]) {
    authors = citation.map(Self.authors(of:)) ?? []
    (self.program, self.manifest, self.profile, self.papers) = (program, manifest, profile, papers)
  }

  /// The line as Markdown.
  public var markdown: String {
    let people = authors.isEmpty ? "" : " by \(authors.map(Markdown.line).joined(separator: ", "))"
    let origin = "Rebuilt\(people) with \(Markdown.line(program)) from `\(manifest)`, profile `\(profile)`."
    let works = papers.map { paper in
      let name = Markdown.line(paper.name)
      return paper.link.map { "[\(name)](\(Markdown.line($0)))" } ?? name
    }
    if works.isEmpty { return origin }
    let list = works.joined(separator: "; ")
    return "\(origin) \(works.count == 1 ? "Paper" : "Papers"): \(list)" + (list.last == "." ? "" : ".")
  }

  /// The names under `authors` of a citation file (Citation File Format 1.2.0), in the block style that people write.
  static func authors(of citation: String) -> [String] {
    var (people, isWithin): ([[String: String]], Bool) = ([], false)
    for line in citation.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      if let first = line.first, !" -".contains(first) { isWithin = line.hasPrefix("authors:") }
      guard isWithin, let entry = line.firstMatch(of: /^\s*(- +)?([a-z\-]+): *["']?(.*?)["']? *$/) else { continue }
      if entry.1 != nil { people.append([:]) }
      if !people.isEmpty { people[people.count - 1][String(entry.2)] = String(entry.3) }
    }
    return people.compactMap { person in
      let parts = [person["given-names"], person["name-particle"], person["family-names"]].compactMap { $0 }
      return person["name"] ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
    }
  }
}
