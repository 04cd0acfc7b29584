import Foundation
import Reporting

/// Who wrote a project, and what it is, as its `CITATION.cff` says.
///
/// Source: Citation File Format 1.2.0. Of YAML only what such files hold is read: items of `authors` and `keywords`, and values of
/// the file itself, plain or quoted, a line each.
struct CitationFile {
  let authors: [Author]
  let keywords: [String]
  let version: String?
  /// What else tells who the authors are: affiliations, addresses, ORCIDs, repositories.
  let identities: [String]

  init(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("#") }
    let items = Self.items(Self.part("authors", lines))
    authors = items.compactMap { item in
      if let name = item["name"] { return Author(name: name, isPerson: false, page: item["website"]) }
      let name = [item["given-names"], item["name-particle"], item["family-names"]].compactMap { $0 }.joined(
        separator: " ")
      return name.isEmpty
        ? nil : Author(name: name, isPerson: true, page: item["orcid"] ?? item["website"])
    }
    keywords = Self.part("keywords", lines).map { Self.value($0.drop { $0 == " " || $0 == "-" }) }.filter {
      !$0.isEmpty
    }
    func own(_ key: String) -> String? {
      lines.first { $0.hasPrefix(key + ":") }.map { Self.value($0.dropFirst(key.count + 1)) }.flatMap {
        $0.isEmpty ? nil : $0
      }
    }
    version = own("version")
    let personal = ["affiliation", "email", "orcid", "website", "address", "alias"]
    identities =
      items.flatMap { item in personal.compactMap { item[$0] } }
      + ["repository-code", "repository", "repository-artifact", "url", "doi"].compactMap(own)
  }

  /// The lines below `key:`, without it.
  private static func part(_ key: String, _ lines: [String]) -> [String] {
    Array(lines.drop { !$0.hasPrefix(key + ":") }.dropFirst().prefix { $0.hasPrefix(" ") || $0.hasPrefix("-") })
  }

  private static func items(_ lines: [String]) -> [[String: String]] {
    var items: [[String: String]] = []
    for line in lines {
      let isNew = line.trimmingCharacters(in: .whitespaces).hasPrefix("-")
      let pair = line.drop { $0 == " " || $0 == "-" }.split(separator: ":", maxSplits: 1).map { value($0) }
      if isNew { items.append([:]) }
      guard pair.count == 2, !items.isEmpty else { continue }
      items[items.count - 1][pair[0]] = pair[1]
    }
    return items
  }

  private static func value(_ text: Substring) -> String {
    text.trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
  }
}
