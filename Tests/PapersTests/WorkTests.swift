import Documents
import Foundation
import Testing

@testable import Papers
@testable import Pipeline

/// What kinds say of their work, against what runs of this repository took.
@Suite struct WorkTests {
  private struct Run {
    let id, kind: String
    /// Processor seconds, as recorded and as the kind expects them.
    let cost, expected: Double
  }

  /// The runs of the quick profile whose results are at hand and whose kinds say their work.
  private static let runs: [Run] = {
    guard let graph = try? OwnPipeline.manifest().graph,
      let records = try? OwnPipeline.engine().records(graph.edition)
    else { return [] }
    return zip(graph.nodes, graph.prospects.works).compactMap { node, work in
      guard let work, let record = records[node.id] else { return nil }
      let cost = record.seconds * Double(max(record.cores, 1))
      return Run(id: node.id, kind: node.kind.name, cost: cost, expected: work.seconds)
    }
  }()

  private static let long = runs.filter { $0.cost > 1 }

  /// Times are compared where they were taken on a quiet machine alone, which its owner says.
  private static let isTimed = ProcessInfo.processInfo.environment["PLUMB_TIMINGS"] != nil && long.count > 10
  private static let untimed: Comment =
    "times count after `./plumb run` from an empty cache on a quiet machine; PLUMB_TIMINGS=1 compares them"

  @Test(.enabled(if: isTimed, untimed))
  func `what other runs of a kind took tells within a factor of 3 what a run above a second takes`() {
    let kinds = Dictionary(grouping: Self.runs, by: \.kind)
    for run in Self.long {
      let others = (kinds[run.kind] ?? []).filter { $0.id != run.id }
      let expected = others.reduce(0) { $0 + $1.expected }
      let rate = expected > 0 ? others.reduce(0) { $0 + $1.cost } / expected : 1
      let ratio = rate * run.expected / run.cost
      #expect((1 / 3.0...3).contains(ratio), "\(run.id): \(ratio) of \(run.cost) s")
    }
  }

  @Test(.enabled(if: isTimed, untimed))
  func `the kinds' own rates are those of one machine: all of them agree within a factor of 3 about this one`() {
    let ratios = Dictionary(grouping: Self.long, by: \.kind).mapValues { runs in
      runs.reduce(0) { $0 + $1.expected } / runs.reduce(0) { $0 + $1.cost }
    }
    let machine = ratios.values.sorted()[ratios.count / 2]
    for (kind, ratio) in ratios { #expect((1 / 3.0...3).contains(ratio / machine), "\(kind): \(ratio), \(machine)") }
  }

  /// The work of the example of a kind with `changes`.
  private func work(_ kind: String, _ changes: [String: JSON], _ shapes: [String: Shape]) throws -> Double {
    let type = try #require(PlumbCatalogue.standard.kinds[kind])
    let text = type.kind.example.replacing(#/,?\s*"sweep": \{[^}]*\}/#, with: "")
    let example = try JSON.parse(SourceText(name: "example", bytes: Array(text.utf8)))
    var members = (example.members ?? []).filter { changes[$0.key] == nil }
    members += changes.map { .init($0.key, $0.value) }
    let fields = Fields(JSON(.object(members)), context: kind)
    return try #require(type.init(fields).work(reading: shapes)).seconds
  }

  private struct Growth: CustomTestStringConvertible {
    let kind: String
    let small, large: [String: JSON]
    var shapes: [String: (Shape, Shape)] = [:]
    /// The power of what grows by ten, where all else is small beside it.
    let power: ClosedRange<Double>

    var testDescription: String { kind }
  }

  private static let points = (Shape(rows: 1000, columns: 4), Shape(rows: 10_000, columns: 4))
  private static let square = (Shape(rows: 1000, columns: 1000), Shape(rows: 10_000, columns: 10_000))
  private static let growths = [
    Growth(kind: "kernel-matrix", small: [:], large: [:], shapes: ["points": points], power: 1.99...2.01),
    Growth(kind: "eigendecomposition", small: [:], large: [:], shapes: ["matrix": square], power: 2.99...3.01),
    Growth(kind: "regression", small: ["n": [2000]], large: ["n": [20_000]], power: 1...3),
    Growth(kind: "classification", small: ["n": 10_000], large: ["n": 100_000], power: 1.5...3),
    Growth(kind: "feature-widths", small: ["widths": [1000]], large: ["widths": [10_000]], power: 1.8...3),
    Growth(kind: "feature-widths", small: ["n": 100_000], large: ["n": 1_000_000], power: 0.99...1.01),
    Growth(kind: "gradient-descent", small: ["steps": 1000], large: ["steps": 10_000], power: 0.99...1.01),
    Growth(kind: "gradient-descent", small: [:], large: [:], shapes: ["points": points], power: 0.99...1.01),
    Growth(kind: "least-norm", small: ["side": 9], large: ["side": 90], power: 5.99...6.01),
    Growth(kind: "grid-ladder", small: ["side": 9], large: ["side": 90], power: 1.99...2.01),
    Growth(kind: "spectrum", small: ["degrees": 400], large: ["degrees": 4000], power: 1...2),
    Growth(kind: "trained-error", small: ["n": 2000], large: ["n": 20_000], power: 0.9...1.01),
    Growth(kind: "width-dynamics", small: ["width": 1000], large: ["width": 10_000], power: 0.99...1.01),
    Growth(kind: "initialisation-trials", small: ["n": 1000], large: ["n": 10_000], power: 2...3),
    Growth(kind: "label-smoothness", small: ["n": 1000], large: ["n": 10_000], power: 2.99...3.01),
  ]

  @Test(arguments: growths) private func `the work of a kind grows with its sizes, by the power that it says`(
    _ growth: Growth
  ) throws {
    let small = try work(growth.kind, growth.small, growth.shapes.mapValues(\.0))
    let large = try work(growth.kind, growth.large, growth.shapes.mapValues(\.1))
    #expect(small > 0 && growth.power.contains(log10(large / small)), "\(log10(large / small))")
  }

  @Test func `matrices have the shapes that readers are told before anything runs`() throws {
    let graph = try OwnPipeline.manifest(profile: "full").graph
    let (works, sizes) = (graph.prospects.works, graph.prospects.sizes)
    let kinds = ["kernel-matrix", "eigendecomposition", "gradient-descent", "escape"]
    for kind in kinds {
      let nodes = graph.nodes.indices.filter { graph.nodes[$0].kind.name == kind }
      #expect(
        !nodes.isEmpty && nodes.allSatisfy { works[$0] != nil && sizes[$0].values.allSatisfy { $0 > 128 } }, "\(kind)")
    }
  }
}
