import Foundation
import Reporting

/// Who wrote a project, as its `CITATION.cff` says.
///
/// Source: Citation File Format 1.2.0. Of YAML only what such files hold is read: items of `authors` with plain or quoted
/// values, a line each.
struct CitationFile {
  let authors: [Author]

  init(_ text: String) {
    var items: [[String: String]] = []
    let lines = text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("#") }
    let part = lines.drop { !$0.hasPrefix("authors:") }.dropFirst().prefix { $0.hasPrefix(" ") || $0.hasPrefix("-") }
    for line in part {
      let isNew = line.trimmingCharacters(in: .whitespaces).hasPrefix("-")
      let pair = line.drop { $0 == " " || $0 == "-" }.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
      }
      if isNew { items.append([:]) }
      guard pair.count == 2, !items.isEmpty else { continue }
      items[items.count - 1][pair[0]] = pair[1]
    }
    authors = items.compactMap { item in
      if let name = item["name"] { return Author(name: name, isPerson: false, page: item["website"]) }
      let name = [item["given-names"], item["name-particle"], item["family-names"]].compactMap { $0 }.joined(
        separator: " ")
      return name.isEmpty
        ? nil : Author(name: name, isPerson: true, page: item["orcid"] ?? item["website"])
    }
  }
}
