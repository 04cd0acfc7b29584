import Documents
import Foundation
import Pipeline
import Reporting

/// Who must not be told by what goes to a double-blind review, and what stands in their place.
///
/// The authors of the project are those of its `CITATION.cff`, of Git's
/// configuration and this copy's own log of HEAD, which in a fresh clone names its owner alone, and of every paper of the
/// manifest that is not marked as `cited`.
struct Anonymity: Sendable {
  /// What must not be found in any file.
  let marks: [NameSearch.Mark]
  /// What is written in place of what, the longest first.
  private let replaced: [(text: String, by: String)]
  /// The papers whose authors are told, by their entries.
  let cited: Set<String>
  /// Whether the authors of some paper are not told.
  let hidesPapers: Bool

  static let authors = "Anonymous authors"
  static let link = "https://anonymous.invalid"

  /// - Parameters:
  ///   - kept: words that mean something else here than a name.
  ///   - hosts: names of machines that results were made on.
  init(_ project: LoadedProject, kept: Set<String>, hosts: Set<String>) {
    let papers = project.graph.nodes.filter { $0.section == project.names.papers }
    cited = Set(papers.filter { $0.definition["cited"] == true }.map(\.id))
    let own = papers.filter { $0.definition["cited"] != true }.map(\.definition)
    hidesPapers = !own.isEmpty
    let root = project.root.path(percentEncoded: false)
    var marks: [NameSearch.Mark] = []
    for paper in own {
      marks += Article(paper).people.flatMap(Self.names)
      if let link = paper["link"]?.string { marks.append(.init(link, "the address of the paper")) }
    }
    let file = project.root.appending(path: ReportMaterial.citationName)
    if let text = try? String(contentsOf: file, encoding: .utf8) {
      let citation = CitationFile(text)
      marks += citation.authors.flatMap { author in
        author.isPerson ? Self.names(author.name) : [.init(author.name, "the name of the authors")]
      }
      marks += citation.identities.map { .init($0, "an affiliation or an address of an author") }
    }
    if let repository = GitRepository(around: root) {
      for person in repository.people {
        marks += Self.names(person.name) + [.init(person.email, "the address of an author")]
      }
      marks += repository.remotes.flatMap(Self.remote)
    }
    let costs = project.graph.costs
    let measured = ([costs?.measurement.commit] + (costs?.kept.map(\.moment.commit) ?? [])).compactMap { $0 }
    for commit in [GitRepository(around: root)?.head].compactMap({ $0 }) + measured {
      marks += [
        .init(String(commit.prefix(12)), "the commit"), .init(String(commit.prefix(7)), "the commit", isWord: true),
      ]
    }
    marks.append(.init(String(root.dropLast(root.hasSuffix("/") ? 1 : 0)), "the path of the project"))
    marks.append(.init(NSHomeDirectory(), "the path of a home folder"))
    marks.append(.init(NSUserName(), "the name of a user", isWord: true))
    marks += hosts.union([Record.Origin.here]).map { .init($0, "the name of a machine", isWord: true) }
    self.marks = marks.filter { mark in
      mark.text.count >= 4 && !Self.general.contains(mark.text.lowercased()) && !kept.contains(mark.text)
    }
    var replaced: [(text: String, by: String)] = []
    for commit in measured {
      // As pages tell when times were measured.
      let place = "commit `\(commit.prefix(7))`"
      replaced += [(", at \(place)", ""), (", after \(place)", "")]
    }
    for paper in own {
      let article = Article(paper)
      replaced.append((article.authors, Self.authors))
      replaced += article.people.map { ($0, "Anonymous author") }
      if let link = article.link { replaced.append((link, Self.link)) }
    }
    // Shorter names are parts of other words.
    self.replaced = replaced.filter { $0.text.count >= 4 }.sorted { $0.text.count > $1.text.count }
  }

  /// Words that tell nobody.
  private static let general: Set = [
    "root", "user", "users", "admin", "ubuntu", "debian", "runner", "localhost", "home", "work", "main", "plumb",
    "/root", "/home", "/work", "/tmp", "build", "guest", "unknown", "vagrant", "docker", "anonymous",
    "a. author", "the plumb authors",
  ]

  /// A name as texts write it: `Jane Q. Doe`, `Doe, Jane Q.`, `J. Doe`, `Doe`.
  private static func names(_ name: String) -> [NameSearch.Mark] {
    let what = "the name of an author"
    let parts = name.split(separator: " ").map(String.init)
    guard let family = parts.last, let first = parts.first, parts.count > 1, first != "The", let initial = first.first
    else {
      return [.init(name, what, isWord: parts.count < 2)]
    }
    let given = parts.dropLast().joined(separator: " ")
    return [
      .init(name, what), .init("\(family), \(given)", what), .init("\(initial). \(family)", what),
      .init("\(first) \(family)", what), .init(family, what, isWord: true),
    ]
  }

  /// An address of a repository: itself, and owner and name in it.
  private static func remote(_ address: String) -> [NameSearch.Mark] {
    let plain = address.hasSuffix(".git") ? String(address.dropLast(4)) : address
    let slug = plain.split(whereSeparator: { $0 == "/" || $0 == ":" }).suffix(2).joined(separator: "/")
    return [plain, slug].filter { $0.contains("/") }.map { .init($0, "the address of the repository") }
  }

  /// A text that Plumb made, without the names of the authors.
  func hidden(_ text: String) -> String { replaced.reduce(text) { $0.replacing($1.text, with: $1.by) } }

  /// The same of the texts in a value.
  func hidden(_ value: JSON) -> JSON {
    switch value.content {
    case .string(let text): JSON(.string(hidden(text)))
    case .array(let elements): JSON(.array(elements.map { hidden($0) }))
    case .object(let members): JSON(.object(members.map { .init($0.key, hidden($0.value)) }))
    default: value
    }
  }

  /// The same of a file with text; any other stays.
  func hidden(_ file: AttachedFile) -> AttachedFile {
    guard ["md", "json", "tex", "yaml"].contains(where: { file.path.hasSuffix("." + $0) }),
      let text = String(data: file.data, encoding: .utf8)
    else { return file }
    return AttachedFile(path: file.path, data: Data(hidden(text).utf8), summary: file.summary)
  }

  /// A record of a run without commit, state of the sources, and machines' names.
  static func withoutOrigins(_ record: JSON) -> JSON {
    guard let members = record.members else {
      return record.elements.map { JSON(.array($0.map(withoutOrigins))) } ?? record
    }
    return JSON(
      .object(
        members.filter { !["commit", "clean", "host"].contains($0.key) }.map { .init($0.key, withoutOrigins($0.value)) }
      ))
  }
}
