import Documents
import Pipeline

/// What more seeds would cost: of each stage above a claim that is swept over seeds.
struct SeedPrice: Sendable {
  struct Stage: Sendable {
    let entry, axis: String
    let seeds: [Int]
    /// What the runs of one seed took when they ran last; nil where that is not known.
    let seconds: Double?
  }

  let stages: [Stage]
  let wanted: Int
  /// What runs them, for a shell; nil where there are as many as wanted.
  var command: String?

  /// The seeds that are there, then the least others.
  private func list(_ seeds: [Int]) -> [Int] {
    let others = (1...).lazy.filter { !seeds.contains($0) }
    return Array((seeds + others.prefix(max(0, wanted - seeds.count))).prefix(wanted))
  }

  private func cost(_ stage: Stage) -> Double? { stage.seconds.map { $0 * Double(max(0, wanted - stage.seeds.count)) } }

  /// What is to be put over the manifest.
  var settings: [String] {
    stages.filter { $0.seeds.count < wanted }.map { stage in
      "\(stage.entry).\(stage.axis)=[\(list(stage.seeds).map(String.init).joined(separator: ","))]"
    }
  }

  /// How many seeds there are, and how many with those that are wanted: `10`, or `5 and 10` where stages differ.
  var counts: (before: String, after: String) {
    func words(_ counts: [Int]) -> String { Set(counts).sorted().map(String.init).joined(separator: " and ") }
    return (words(stages.map(\.seeds.count)), words(stages.map { max($0.seeds.count, wanted) }))
  }

  /// A line for each stage.
  var rows: [String] {
    if stages.isEmpty { return ["No stage above it is swept over seeds."] }
    return stages.map { stage in
      if stage.seeds.count >= wanted {
        return "\(stage.entry): \(stage.seeds.count.counted("seed")), as many as wanted"
      }
      let price = cost(stage).map { "about \(RunEstimate.rough($0)) more" } ?? "of unknown price"
      return "\(stage.entry): \(stage.seeds.count.counted("seed")), \(wanted) wanted, \(price)"
    }
  }

  /// The command line that runs them, if there is something to run.
  var commands: [String] { command.map { [$0] } ?? [] }

  var json: JSON {
    [
      "wanted": JSON(.integer(wanted)),
      "stages": JSON(
        .array(
          stages.map { stage in
            [
              "entry": JSON(.string(stage.entry)), "seeds": JSON(.array(stage.seeds.map { JSON(.integer($0)) })),
              "seconds": cost(stage).map { JSON(.number($0)) } ?? JSON(.null),
            ]
          })), "settings": JSON(.array(settings.map { JSON(.string($0)) })),
    ]
  }
}

extension LoadedProject {
  /// What `seeds` of each stage above a claim that is swept over them would cost.
  ///
  /// - Parameter last: what stages took when they ran last, by id.
  func price(above claim: Int, seeds: Int, _ last: [String: Double]) -> SeedPrice {
    var price = SeedPrice(stages: seedStages(above: claim, last), wanted: seeds)
    if !price.settings.isEmpty { price.command = variant(price).line("run", graph.nodes[claim].id) }
    return price
  }

  /// The project with the seeds of `price` put over its manifest, in place of what was put there of the same keys.
  func variant(_ price: SeedPrice) -> ProjectSettings {
    func key(_ setting: String) -> Substring { setting.prefix { $0 != "=" } }
    let keys = Set(price.settings.map(key))
    var settings = settings
    settings.settings = settings.settings.filter { !keys.contains(key($0)) } + price.settings
    return settings
  }

  private func follows(_ node: Node, _ axis: String) -> Bool {
    let own = node.axes.first { $0.axis == axis }?.value
    return node.inputs.flatMap { Array($0.contents) }.contains { source in
      guard case .node(let above, _) = source else { return false }
      return graph.nodes[above].axes.contains { $0.axis == axis && $0.value == own }
    }
  }

  /// The entries above a claim that are swept over seeds by themselves, and not as followers of others.
  private func seedStages(above claim: Int, _ last: [String: Double]) -> [SeedPrice.Stage] {
    let closure = graph.closure(of: [claim]).map { graph.nodes[$0] }.filter { node in
      node.axes.contains { Self.isSeed($0.axis) }
    }
    var order: [String] = []
    for node in closure where !order.contains(node.entry) { order.append(node.entry) }
    return order.compactMap { entry in
      let nodes = closure.filter { $0.entry == entry }
      guard let axis = nodes.first?.axes.first(where: { Self.isSeed($0.axis) })?.axis else { return nil }
      // A follower takes its axes over: its own definition holds no seed. That of a program may hold none either; it follows
      // if each of its instances reads one of the same seed.
      guard nodes.allSatisfy({ $0.definition[axis] != nil || $0.kind.startsPrograms && !follows($0, axis) }) else {
        return nil
      }
      let seeds = Set(nodes.flatMap { $0.axes.filter { $0.axis == axis }.compactMap { Int($0.value) } }).sorted()
      let seconds = nodes.map { last[$0.id] }
      let sum = seconds.compactMap { $0 }.reduce(0, +)
      return SeedPrice.Stage(
        entry: entry, axis: axis, seeds: seeds,
        seconds: seconds.contains { $0 == nil } || seeds.isEmpty ? nil : sum / Double(seeds.count))
    }
  }
}
