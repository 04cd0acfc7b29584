import Foundation

/// What the page of all papers says of one paper.
public struct PaperSummary: Codable, Sendable, Equatable {
  public let title: String
  public let authors: String
  public let venue: String
  public let year: Int
  public let claims: [Claim]

  /// One line of the table.
  public struct Claim: Codable, Sendable, Equatable {
    public let heading: String
    public let verdict: Verdict
    public let measured: String
  }

  /// The summary of a paper and its judged claims.
  public init(_ paper: Paper, claims: [ReportedClaim]) {
    title = paper.title
    authors = paper.authors
    venue = paper.venue
    year = paper.year
    self.claims = claims.map { Claim(heading: $0.heading, verdict: $0.result.verdict, measured: $0.result.measured) }
  }

  /// Deterministic JSON with sorted keys.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// Reads what ``encoded()`` wrote.
  public init(encoded data: Data) throws { self = try JSONDecoder().decode(PaperSummary.self, from: data) }
}
