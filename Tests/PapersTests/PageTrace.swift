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
    for (claim, name, text) in page.folds {
      if let check = check(claim, name), let relation = check.relation,
        !Self.sums(text, found["\(claim) \(name)"] ?? [], relation)
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
      let written = node.stage.outputs.filter { $0.fileExtension == "csv" }.map(\.name)
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
      if NumberText.text(estimate, hasInterval: check.low != nil, digits: check.digits) == row.measured,
        row.theory == nil || row.theory == theory.map({ NumberText.text($0, digits: 5) }) ?? ""
      {
        return Found(estimate: estimate, theory: theory)
      }
    }
    return nil
  }

  private func summaryFaults(_ claim: String, _ text: String, _ found: [String: [Found]]) -> [String] {
    var rest = text[...]
    var told = 0
    while let (name, relation) = checks(claim).first(where: { rest.hasPrefix($0.0 + ": ") }) {
      rest = rest.dropFirst(name.count + 2)
      let end = rest.range(of: "; ")?.lowerBound ?? rest.endIndex
      let numbers = found["\(claim) \(name)"] ?? []
      if !Self.sums(String(rest[..<end]), numbers, relation) {
        return ["\(claim): `\(name): \(rest[..<end])` does not sum up its table"]
      }
      told += 1
      rest = rest[end...].dropFirst(2)
    }
    let further = rest.firstMatch(of: /^and ([0-9]+) more$/).flatMap { Int($0.1) } ?? 0
    let isNotRun = found.keys.allSatisfy { !$0.hasPrefix(claim + " ") }
    return isNotRun || told + further == checks(claim).count ? [] : ["\(claim): the line `\(text)` leaves out checks"]
  }

  /// The evidence, which alone stands in the line of a claim.
  private func checks(_ claim: String) -> [(String, Relation)] {
    let stage = graph.nodes.first { $0.section == "claims" && $0.id == claim }?.stage as? ClaimStage
    let evidence = stage?.claim.checks.filter { $0.role == .evidence } ?? []
    return evidence.compactMap { check in check.relation.map { (check.name, $0) } }
  }

  /// Whether a line gives the single number, the range or the greatest distance from theory of `numbers`.
  private static func sums(_ text: String, _ numbers: [Found], _ relation: Relation) -> Bool {
    let lows = numbers.map(\.estimate.low).filter(\.isFinite)
    let highs = numbers.map(\.estimate.high).filter(\.isFinite)
    guard let low = lows.min(), let high = highs.max() else { return text == "n/a" }
    if let match = text.wholeMatch(of: /off theory by at most (.*)/) {
      let distances = numbers.compactMap { number in
        number.theory.map { theory in
          max(abs(number.estimate.low - theory), abs(number.estimate.high - theory))
            / (relation == .withinRelative ? abs(theory) : 1)
        }
      }
      return PrintedNumber(match.1)?.prints(distances.max() ?? .nan) == true
    }
    if numbers.count == 1 { return PrintedNumber(text.prefix { $0 != " " })?.prints(numbers[0].estimate.value) == true }
    let word = "intervals from "
    guard text.hasPrefix(word) == numbers.contains(where: { $0.estimate.low < $0.estimate.high }) else { return false }
    let ends = (text.hasPrefix(word) ? text.dropFirst(word.count) : text[...]).components(separatedBy: " to ")
    return PrintedNumber(ends[0])?.prints(low) == true && PrintedNumber(ends[ends.count - 1])?.prints(high) == true
  }
}

/// The pipeline of this project itself, and what its runs left in the cache.
enum OwnPipeline {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func manifest(profile: String? = nil) throws -> Manifest {
    try Manifest.load(
      file: root.appending(path: "pipeline.json"), root: root, catalogue: PlumbCatalogue.standard, profile: profile,
      settings: [])
  }

  static func engine() -> Engine {
    let path = root.path(percentEncoded: false)
    return Engine(Project(root: path, cache: ProcessInfo.processInfo.environment["PLUMB_CACHE"] ?? path + ".plumb"))
  }
}
