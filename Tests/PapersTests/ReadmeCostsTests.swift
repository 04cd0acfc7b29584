import Foundation
import Pipeline
import Reporting
import Testing

@testable import Papers

/// Hardware and time per claim, as the README tells them from the committed file.
@Suite struct ReadmeCostsTests {
  @Test func `the README tells time and memory of every paper and claim as plumb.costs.json has them`() throws {
    let path = OwnPipeline.root.appending(path: CostFile.name).path(percentEncoded: false)
    let costs = try #require(try CostFile(path: path)?.profiles["quick"])
    let cores = costs.measurement.cores
    func time(_ id: String) throws -> RebuildTime {
      let cost = try #require(costs.results[id], "\(id) has no cost; `./plumb lock` records it")
      return RebuildTime(seconds: cost.seconds, memory: cost.memory, cores: cores)
    }
    let graph = try OwnPipeline.manifest().graph
    let report = try #require(graph.nodes.first { $0.section == "reports" })
    var lines = [
      "From nothing it takes \(try time(report.id).text) (\(costs.measurement.processor)); for each claim alone:", "",
      "| paper | to rebuild | its claims |", "| --- | --- | --- |",
    ]
    var count = 0
    for paper in graph.nodes where paper.section == "papers" {
      let claims = (paper.definition["claims"]?.elements ?? []).compactMap(\.string)
      count += claims.count
      let each = try claims.map { "\($0) \(try time($0).time)" }.joined(separator: ", ")
      let title = paper.definition["title"]?.string ?? ""
      lines.append("| [\(title)](reports/\(paper.id).md) | \(try time(paper.id).brief) | \(each) |")
    }
    #expect(count >= 35)
    let readme = try String(contentsOf: OwnPipeline.root.appending(path: "README.md"), encoding: .utf8)
    let text = lines.joined(separator: "\n")
    #expect(readme.contains(text + "\n\n"), "README.md should say:\n\(text)")
  }
}
