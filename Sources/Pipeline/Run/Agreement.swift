import Documents
import Foundation

/// How far a result that was computed again agrees with the first one; the lower, the closer.
public enum Agreement: Int, Sendable, Comparable, CaseIterable {
  /// The same bytes.
  case bits = 1
  /// Other bytes that hold the same texts and numbers.
  case record
  /// The same texts, and numbers within the digits that a report shows.
  case digits
  /// Numbers as other seeds give them.
  case distribution
  /// None of these.
  case none

  public static func < (a: Agreement, b: Agreement) -> Bool { a.rawValue < b.rawValue }

  /// In words, after "agrees in".
  public var words: String {
    switch self {
    case .bits: "every bit"
    case .record: "every number"
    case .digits: "the digits shown"
    case .distribution: "distribution"
    case .none: "nothing of this"
    }
  }
}

/// Compares outputs that are not the same bytes: whoever knows what is in them.
public protocol AgreementJudge: Sendable {
  /// How far two outputs agree, and in a few words where they do not agree in all digits shown.
  ///
  /// - Parameters:
  ///   - others: the same output of stages that differ in their seed alone.
  ///   - output: what the bytes are.
  ///   - columns: those of a table, as far as they are known.
  func agreement(
    _ first: Data, _ second: Data, others: [Data], of output: OutputDeclaration, columns: [Column]
  ) -> (Agreement, String?)
}

/// The stages that a claim rests on, and those drawn of them.
public struct ClaimDraw: Sendable, Equatable {
  /// The claim's place in the graph.
  public let claim: Int
  /// How many different stages it rests on whose results are here.
  public let population: Int
  /// Those drawn.
  public let drawn: [Int]
  /// How many further ones have a result that was dropped after its use, and cannot be drawn.
  public let dropped: Int

  /// A draw; see the properties.
  public init(claim: Int, population: Int, drawn: [Int], dropped: Int) {
    (self.claim, self.population, self.drawn, self.dropped) = (claim, population, drawn, dropped)
  }
}

extension Engine {
  /// Draws stages of each claim, uniformly among the different ones that it rests on; what decides is a stage's name and
  /// the seed, so that claims share what they draw.
  ///
  /// - Parameter upstream: whether all that the drawn stages rest on is computed again as well, instead of taken as it is.
  public func refereePlan(
    _ graph: Graph, claims: [Int], sample: RerunPlan.Sample, upstream: Bool
  ) throws -> (plan: RerunPlan, draws: [ClaimDraw]) {
    let records = try lastResults(graph).current
    let store = try Store(project.cache, writable: false)
    var draws: [ClaimDraw] = []
    var choice: Set<Int> = []
    for claim in claims {
      var (seen, here, dropped): (Set<Digest>, [Int], Int) = ([], [], 0)
      for index in graph.closure(of: [claim]) {
        guard let record = records[graph.nodes[index].id], seen.insert(record.key).inserted else { continue }
        if try record.outputs.allSatisfy({ try store.intact($0.digest) != nil }) {
          here.append(index)
        } else {
          dropped += 1
        }
      }
      choice.formUnion(here)
      let ranks = here.map { (index: $0, rank: sample.rank(graph.nodes[$0].id)) }.sorted { $0.rank < $1.rank }
      draws.append(
        ClaimDraw(
          claim: claim, population: here.count, drawn: ranks.prefix(sample.count).map(\.index).sorted(),
          dropped: dropped))
    }
    let chosen = Set(draws.flatMap(\.drawn)).sorted()
    let also =
      upstream
      ? graph.closure(of: chosen).filter { records[graph.nodes[$0].id] != nil && !chosen.contains($0) }
      : try needed(by: chosen, graph, records).again
    return (plan(graph, records, chosen: chosen, also: also, choice: choice.count, isSample: true), draws)
  }
}
