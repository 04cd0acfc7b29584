import Documents
import Foundation

/// What is known of a paper's artifact: what its appendix, its checklists and its descriptions for archives are made of.
public struct ArtifactFacts: Sendable {
  public var title: String
  /// What it is, in a sentence.
  public var summary: String
  public var version: String
  public var papers: [Paper]
  public var claims: [Claim]
  /// Who made it; none where nobody is named, or nobody may be.
  public var authors: [Author]
  /// Programs and libraries, the program itself first.
  public var software: [ResearchCrate.Software]
  public var costs: Costs?
  /// The bytes of all results, and of those files that are carried.
  public var (resultBytes, carriedBytes): (Int, Int)
  /// How many stages there are.
  public var stages: Int
  /// Data and scripts that stages read.
  public var sources: [Source]
  /// The licence's file in the artifact; nil where there is none.
  public var license: String?
  /// The archive of results in the artifact; nil where it is left out.
  public var results: String?
  /// The manifest, and the option that names its profile: ` --profile full`; empty for the first.
  public var (manifest, option): (String, String)
  /// Whether a log says when criteria were fixed, and how many statements of others were filed.
  public var hasFixedCriteria: Bool
  public var statements: Int
  public var date: Date
  public var keywords: [String]

  /// A paper and the claims that are rebuilt of it.
  public struct Paper: Sendable {
    public var id: String
    public var article: Article
    public var claims: [String]

    /// The paper `id`; see the properties.
    public init(id: String, article: Article, claims: [String]) {
      (self.id, self.article, self.claims) = (id, article, claims)
    }
  }

  /// A judged claim.
  public struct Claim: Sendable {
    public let id: String
    let result: ClaimResult

    /// The claim `id` as it was judged.
    public init(id: String, result: ClaimResult) { (self.id, self.result) = (id, result) }
  }

  /// What results cost, as the project's record has it.
  public struct Costs: Sendable, Equatable {
    /// Seconds and bytes of peak memory, by claim.
    public var claims: [String: Cost]
    public var processor: String?
    public var cores: Int?
    public var date: String?

    /// What one claim takes, with all that it rests on; nil where that was not measured.
    public struct Cost: Sendable, Equatable {
      public let seconds, bytes: Double?
      /// The day on which it was measured, where that is not the day of the others.
      public let date: String?

      /// A cost; see the properties.
      public init(seconds: Double?, bytes: Double?, date: String? = nil) {
        (self.seconds, self.bytes, self.date) = (seconds, bytes, date)
      }
    }

    /// Costs; see the properties.
    public init(claims: [String: Cost], processor: String? = nil, cores: Int? = nil, date: String? = nil) {
      (self.claims, self.processor, self.cores, self.date) = (claims, processor, cores, date)
    }
  }

  /// A file that stages read.
  public struct Source: Sendable {
    public let path: String
    public let size: Int
    public let origin: String?
    public let isCarried: Bool

    /// A file; see the properties.
    public init(path: String, size: Int, origin: String?, isCarried: Bool) {
      (self.path, self.size, self.origin, self.isCarried) = (path, size, origin, isCarried)
    }
  }

  /// Facts of which nothing is known yet but for names; see the properties.
  public init(
    title: String, summary: String, version: String, manifest: String, option: String = "", date: Date
  ) {
    (self.title, self.summary, self.version, self.manifest, self.option) = (title, summary, version, manifest, option)
    (self.papers, self.claims, self.authors, self.software, self.costs) = ([], [], [], [], nil)
    (self.resultBytes, self.carriedBytes, self.stages, self.sources) = (0, 0, 0, [])
    (self.license, self.results, self.hasFixedCriteria, self.statements) = (nil, nil, false, 0)
    (self.date, self.keywords) = (date, [])
  }

  /// How many of `claims`, or of all, have the verdict.
  func count(_ verdict: Verdict, of ids: [String]? = nil) -> Int {
    claims.count { claim in claim.result.verdict == verdict && ids.map { $0.contains(claim.id) } ?? true }
  }

  /// `12 reproduced, 1 not reproduced`, of `claims` or of all; verdicts that none has left out.
  func tally(of ids: [String]? = nil) -> String {
    Verdict.allCases.map { ($0, count($0, of: ids)) }.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }
      .joined(separator: ", ")
  }

  /// Bytes as people read them.
  static func size(_ bytes: Double) -> String {
    switch bytes {
    case ..<999_500: "\(Int((bytes / 1000).rounded(.up))) kB"
    case ..<999_500_000: "\(Int((bytes / 1e6).rounded(.up))) MB"
    default: String(format: "%.1f GB", locale: nil, bytes / 1e9)
    }
  }

  /// A time as pages say it.
  static func time(_ seconds: Double) -> String { RebuildTime(seconds: seconds, memory: 0, cores: 1).time }
}
