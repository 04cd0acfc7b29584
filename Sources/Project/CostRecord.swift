import Foundation
import Pipeline

/// What `lock` does about costs.
extension LoadedProject {
  /// Measures what each claim, each paper and each report costs to rebuild, and writes it beside the lock; not where the file
  /// says the same within a fifth, since pages print it.
  ///
  /// - Parameters:
  ///   - records: the results in force.
  ///   - always: whether it is written in any case.
  func recordCosts(of records: [String: Record], always: Bool) throws -> (isWritten: Bool, lines: [String]) {
    let cores = Allowance.current.cores
    let repository = GitRepository(around: root.path(percentEncoded: false))
    let measured = engine.costs(graph, records, sections: names.costed, cores: cores) { date, elsewhere in
      .init(
        date: date, processor: Machine.processor, cores: cores, program: "Plumb \(program.version)",
        commit: repository?.head, isClean: repository?.isClean, elsewhere: elsewhere)
    }
    guard var measured else { return (false, []) }
    let before = costs?.profiles[graph.profile]
    // What is not here, and was measured on such a machine, stays.
    if let before { measured = measured.keeping(before, where: Set(graph.nodes.map(\.id)).contains) }
    if !always, before?.isRepeated(by: measured) == true {
      return (false, ["\(CostFile.name) stays: times and memory are within a fifth of it; --costs writes them anew"])
    }
    var file = costs ?? CostFile()
    file.profiles[graph.profile] = measured
    try file.write(to: settings.costsPath)
    return (true, ["times and memory of \(measured.results.count.counted("result")) recorded in \(CostFile.name)"])
  }

  /// Writes the pages anew, whose numbers are all there.
  ///
  /// - Throws: ``CommandError/stagesFailed(_:)``.
  func makePages() throws {
    let pages = graph.nodes.indices.filter { [names.papers, names.reports].contains(graph.nodes[$0].section) }
    if pages.isEmpty { return }
    let options = RunOptions(
      jobs: 1, memory: Allowance.current.memory, allowed: Permissions(of: engine.project).allowed,
      program: "plumb \(program.version)")
    let summary = try engine.run(
      graph, targets: pages, options: options, executor: WorkerExecutor(program: Program.path), emit: { _ in })
    if !summary.failures.isEmpty { throw CommandError.stagesFailed(summary.failures.map(\.id)) }
  }
}
