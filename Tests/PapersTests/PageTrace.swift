import Documents
import Foundation
import Pipeline
import Reporting

@testable import Papers
@testable import Verbs

/// Walks from the numbers of pages to tables in the cache, by the links of the pages and the names of columns in the
/// manifest, without the claims' recorded verdicts.
final class PageTrace {
  /// A number as its table holds it.
  struct Found {
    let estimate: Estimate
    let theory: Double?
  }

  private let files: ResultFiles
  private let graph: Graph
  private let records: [String: Record]
  private var tables: [Digest: Table] = [:]

  init(_ engine: Engine, _ graph: Graph) throws {
    (files, self.graph) = (try engine.files(), graph)
    records = try engine.records(graph.edition)
  }

  /// What does not trace on a page; `rows` counts its numbers.
  func faults(_ page: PageNumbers) throws -> [String] {
    var faults: [String] = []
    var found: [String: [Found]] = [:]
    for row in page.rows {
      guard let check = check(row.claim, row.check) else {
        faults.append("\(row.claim), \(row.check): no such check in the manifest")
        continue
      }
      let stages = row.anchors.compactMap { page.stages[$0] }
      if stages.isEmpty || stages.count < row.anchors.count {
        faults.append("\(row.claim), \(row.check): a link leads nowhere")
      } else if let number = try find(row, check, stages) {
        found["\(row.claim) \(row.check)", default: []].append(number)
      } else {
        faults.append("\(row.claim), \(row.check): \(row.labels) \(row.measured) is in no table of \(stages)")
      }
    }
    for (claim, name, text) in page.lines {
      if let check = check(claim, name), check.relation != nil,
        !Self.sums(text, found["\(claim) \(name)"] ?? [], check)
      {
        faults.append("\(claim), \(name): `\(text)` does not sum up its table")
      }
    }
    for (claim, text) in page.summaries { faults += summaryFaults(claim, text, found) }
    return faults
  }

  private func check(_ claim: String, _ name: String) -> Check? {
    let stage = graph.nodes.first { $0.section == "claims" && $0.id == claim }?.stage as? ClaimStage
    return stage.flatMap { ($0.claim.checks + $0.claim.values).first { $0.name == name } }
  }

  private func find(_ row: PageNumbers.Row, _ check: Check, _ stages: [String]) throws -> Found? {
    for node in graph.nodes where stages.contains(node.entry) {
      let written = node.stage.outputs.filter { $0.type == Table.typeName }.map(\.name)
      for output in records[node.id]?.outputs ?? [] where written.contains(output.name) {
        guard let whole = try table(output.digest) else { continue }
        // Rows that are not judged may print alike; where the selection is by a swept axis, no column of it is here.
        let table = (try? check.selection.apply(whole)) ?? whole
        guard let number = find(row, check, table, node.axes) else { continue }
        return number
      }
    }
    return nil
  }

  private func table(_ digest: Digest) throws -> Table? {
    if let known = tables[digest] { return known }
    guard let file = try files[digest] else { return nil }
    tables[digest] = try Table(csv: Data(contentsOf: URL(filePath: file)), name: "table")
    return tables[digest]
  }

  private func find(_ row: PageNumbers.Row, _ check: Check, _ table: Table, _ axes: [Workspace.Label]) -> Found? {
    guard let values = try? table.numbers(check.value), let lows = try? check.low.map(table.numbers) ?? values,
      let highs = try? check.high.map(table.numbers) ?? values
    else { return nil }
    let theories = try? check.theory.map(table.numbers)
    let columns = row.labels.map { label -> [String]? in
      guard let column = check.labels.first(where: { $0.symbol == label.symbol })?.column else { return nil }
      if let texts = try? table.texts(column) { return texts }
      return axes.first { $0.axis == column }.map { Array(repeating: $0.value, count: table.rowCount) }
    }
    for index in values.indices {
      guard zip(columns, row.labels).allSatisfy({ $0.map { NumberText.label($0[index]) } == $1.value }) else {
        continue
      }
      let estimate = Estimate(value: values[index], low: lows[index], high: highs[index])
      let theory = theories?[index] ?? check.theoryValue
      let isTheory = row.theory.map { text in theory.map { PrintedTheory(text).prints($0) } ?? text.isEmpty } ?? true
      if PrintedEstimate(row.measured)?.prints(estimate, hasInterval: check.low != nil) == true, isTheory {
        return Found(estimate: estimate, theory: theory)
      }
    }
    return nil
  }

  /// The line of a claim: how many numbers have its verdict, and the one nearest to failing with the check it is of.
  private func summaryFaults(_ claim: String, _ text: String, _ found: [String: [Found]]) -> [String] {
    let evidence = checks(claim)
    let count = evidence.map { found["\(claim) \($0.name)"]?.count ?? 0 }.reduce(0, +)
    if count == 0 { return [] }
    var rest = text[...]
    if let told = rest.prefixMatch(of: #/(?:All|[0-9]+ of) ([0-9]+) [a-z ]+; /#) {
      if Int(told.1) != count { return ["\(claim): `\(text)` counts \(told.1) numbers instead of \(count)"] }
      rest = rest[told.range.upperBound...]
    } else if count > 1 {
      return ["\(claim): `\(text)` counts no numbers"]
    }
    let named = evidence.count == 1 ? evidence.first : evidence.first { rest.hasSuffix(": " + $0.name) }
    guard let named else { return ["\(claim): `\(text)` names no check"] }
    let clause = evidence.count == 1 ? String(rest) : String(rest.dropLast(named.name.count + 2))
    return Self.sums(clause, found["\(claim) \(named.name)"] ?? [], named)
      ? [] : ["\(claim): `\(clause)` does not sum up \(named.name)"]
  }

  /// The evidence, which alone stands in the line of a claim.
  private func checks(_ claim: String) -> [Check] {
    let stage = graph.nodes.first { $0.section == "claims" && $0.id == claim }?.stage as? ClaimStage
    return (stage?.claim.checks ?? []).filter { $0.role == .evidence && $0.relation != nil }
  }

  /// Whether a line gives the greatest distance from theory, the end that reaches furthest, or else a number of `numbers`.
  private static func sums(_ text: String, _ numbers: [Found], _ check: Check) -> Bool {
    let complete = numbers.filter(\.estimate.isComplete)
    func isShown(_ text: some StringProtocol, _ wanted: (Found) -> Bool = { _ in true }) -> Bool {
      guard let shown = PrintedEstimate(String(text)) else { return false }
      return complete.contains { wanted($0) && shown.prints($0.estimate, hasInterval: check.low != nil) }
    }
    let text = text.lowercased()
    if let match = text.firstMatch(of: /deviation ([^ ]+) \(limit/) {
      // The largest of those that decide: an interval that holds the limit may reach farther than one beyond it.
      func verdict(_ number: Found) -> Verdict? {
        number.theory.flatMap { theory in
          check.relation?.verdict(
            number.estimate, reference: theory, tolerance: check.tolerance ?? 0, previous: nil)
        }
      }
      let decisive = [Verdict.notReproduced, .inconclusive, .reproduced].lazy.map { wanted in
        numbers.filter { verdict($0) == wanted }
      }.first { !$0.isEmpty }
      let distances = (decisive ?? []).compactMap { number in
        number.theory.map { theory in
          max(abs(number.estimate.low - theory), abs(number.estimate.high - theory))
            / (check.relation == .withinRelative ? abs(theory) : 1)
        }
      }
      return PrintedNumber(match.1)?.prints(distances.max() ?? .nan) == true
    }
    let furthest = check.relation == .below ? complete.map(\.estimate.high).max() : complete.map(\.estimate.low).min()
    if let match = text.firstMatch(of: /([^ ]+) (?:above|below) the limit/) {
      return furthest.map { PrintedNumber(match.1)?.prints(abs($0 - (check.bound ?? 0))) == true } ?? false
    }
    if let match = text.firstMatch(of: /([^ ]+(?: \[[^\]]*\])?) \(limit/) {
      return isShown(match.1) { (check.relation == .below ? $0.estimate.high : $0.estimate.low) == furthest }
    }
    if let match = text.firstMatch(of: #/(?:measured |closest call |leads to )([^ ,]+(?: \[[^\]]*\])?)/#) {
      return isShown(match.1)
    }
    return text.prefixMatch(of: /([^ ,]+(?: \[[^\]]*\])?), theory/).map { isShown($0.1) } ?? false
  }
}

/// The pipeline of this project itself, and what its runs left in the cache.
enum OwnPipeline {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The manifest of a profile, the first if nil; read once, since it has thousands of stages.
  static func manifest(profile: String? = nil) throws -> Manifest {
    switch profile {
    case nil, "quick": try quick.get()
    case "full": try full.get()
    case let other?: try load(other)
    }
  }

  private static let quick = Result { () throws -> Manifest in try load("quick") }
  private static let full = Result { () throws -> Manifest in try load("full") }

  private static func load(_ profile: String) throws -> Manifest {
    try Manifest.load(
      file: root.appending(path: "pipeline.json"), root: root, catalogue: PlumbCatalogue.standard, profile: profile,
      settings: [])
  }

  static func engine() -> Engine {
    let path = root.path(percentEncoded: false)
    return Engine(Project(root: path, cache: ProcessInfo.processInfo.environment["PLUMB_CACHE"] ?? path + ".plumb"))
  }
}
