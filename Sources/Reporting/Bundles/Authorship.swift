import Foundation

/// A person or a group, with a page such as an ORCID.
public struct Author: Sendable, Equatable {
  public let name: String
  public let isPerson: Bool
  public let page: String?

  /// The author `name`.
  public init(name: String, isPerson: Bool, page: String? = nil) {
    (self.name, self.isPerson, self.page) = (name, isPerson, page)
  }
}

/// A paper, as far as the manifest says.
public struct Article: Sendable {
  public let title: String
  /// As on its title page: `A. Author, B. Author and C. Author`.
  public let authors: String
  public let year: Int?
  public let venue, link: String?

  /// A paper of `authors`.
  public init(title: String, authors: String, year: Int?, venue: String? = nil, link: String? = nil) {
    (self.title, self.authors, self.year, self.venue, self.link) = (title, authors, year, venue, link)
  }

  /// Its authors one by one.
  public var people: [String] {
    authors.replacing(" and ", with: ", ").split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  /// `A and B (2021)`, `A et al. (2019)`.
  var name: String { (people.count > 2 ? "\(people[0]) et al." : authors) + (year.map { " (\($0))" } ?? "") }
}
