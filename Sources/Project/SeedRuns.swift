import Documents
import Pipeline
import Reporting

/// More seeds for claims, each run as a variant of the manifest, and what they make of the verdicts.
///
/// Nothing of the project is written but its cache: pages, figures and the lock are those of the manifest as it stands.
public struct SeedRuns {
  /// What is known of a claim: its verdict before, and after the run or why nothing was run.
  fileprivate struct Item {
    let before: PressedClaim
    /// Whether the verdict before is that of an earlier state of the manifest or its data.
    let isOutOfDate: Bool
    var plan: Plan
    var after: PressedClaim?
  }

  /// What is done about a claim.
  enum Plan {
    case run(SeedPrice)
    case nothing(reason: String)
  }

  private var items: [Item]
  /// How the runs ended; nil when all is well.
  public private(set) var error: CommandError?

  /// What a verdict with other seeds is worth.
  static let note =
    "More seeds until a verdict turns are a choice made after looking: this is a new run, and the manifest stays as it was "
    + "until its author changes it and the criterion's history records that."

  fileprivate init(_ items: [Item]) { self.items = items }

  /// Before and after of each claim, then where its verdict turns now.
  public var lines: [String] {
    if items.isEmpty { return ["no claims"] }
    let blocks = items.compactMap { item -> [String]? in
      if case .nothing(let reason) = item.plan { return ["\(item.before.id): nothing to run: \(reason)"] }
      return item.sentence.map { ["\(item.before.id) \($0)"] + (item.after?.lines ?? []) }
    }
    let note = items.contains { $0.after != nil } ? [[Self.note]] : []
    return Array((blocks + note).joined(separator: [""]))
  }

  /// For programs: what `press` says of each claim before the run, and as `more` what it says after it.
  public var json: JSON { JSON(.array(items.map { JSON(.object($0.before.members + $0.members)) })) }
}

extension SeedRuns.Item {
  /// "with 12 seeds: reproduced (was inconclusive with 10)"; nil where nothing was run.
  var sentence: String? {
    guard case .run(let price) = plan, let after = after?.result else { return nil }
    let late = isOutOfDate ? ", out of date" : ""
    let was = before.result.map { "was \($0.verdict.rawValue) with \(price.counts.before)\(late)" } ?? "had no result"
    return "with \(price.counts.after) seeds: \(after.verdict.rawValue) (\(was))"
  }

  var members: [JSON.Member] {
    switch plan {
    case .nothing(let reason): return [.init("nothing", JSON(.string(reason)))]
    case .run(let price):
      guard let sentence, let after else { return [] }
      let run: [JSON.Member] = [
        .init("says", JSON(.string(sentence))),
        .init("settings", JSON(.array(price.settings.map { JSON(.string($0)) }))),
      ]
      return [.init("more", JSON(.object(run + after.judged + [.init("note", JSON(.string(SeedRuns.note)))])))]
    }
  }
}

extension SeedRuns {
  /// Runs the variants one after the other, as `plumb run CLAIM --set …` does; `tell` gets the lines of each beforehand, with
  /// what it is expected to cost, and those of its end. A failure ends none but its own claim.
  fileprivate mutating func run(_ project: LoadedProject, _ request: RunRequest, tell: ([String]) -> Void) throws {
    for place in items.indices {
      guard case .run(let price) = items[place].plan else { continue }
      let id = items[place].before.id
      var request = request
      (request.targets, request.publishes) = ([id], false)
      let settings = project.variant(price)
      let run = ProjectRun(settings, project.program, request)
      do {
        tell(price.rows.map { "\(id): \($0)" } + (try run.plan().ending))
        let conclusion = try run()
        tell(conclusion.warnings + conclusion.lines)
        error = error ?? conclusion.error
        if case .stopped? = conclusion.error { break }
        guard conclusion.error == nil else { continue }
        let variant = try settings.load(project.program)
        items[place].after = try variant.press(variant.targets([id]), seeds: nil).claims.first
      } catch let failure as CommandError {
        error = error ?? failure
      }
    }
  }
}

extension LoadedProject {
  /// Runs the claims among `nodes` with more seeds, and says what comes of their verdicts.
  ///
  /// - Parameters:
  ///   - seeds: how many of each stage that is swept over them; as many as would settle each inconclusive claim if nil.
  ///   - request: what the runs may use; its targets do not count.
  ///   - tell: gets lines before and after each run.
  public func runSeeds(
    _ nodes: [Int], seeds: Int?, _ request: RunRequest, tell: ([String]) -> Void
  ) throws -> SeedRuns {
    let pressed = try press(nodes, seeds: seeds).claims
    let claims = nodes.filter { graph.nodes[$0].section == names.claims }
    let statuses = try engine.standing(graph).statuses
    let last = try engine.lastSeconds(graph)
    let items = zip(claims, pressed).map { index, claim in
      SeedRuns.Item(
        before: claim, isOutOfDate: statuses[index].wouldRun,
        plan: SeedRuns.Plan(claim.result, seeds: seeds) { price(above: index, seeds: $0, last) })
    }
    var runs = SeedRuns(items)
    try runs.run(self, request, tell: tell)
    return runs
  }
}

extension SeedRuns.Plan {
  /// The most seeds that are run without being asked for by number.
  static let most = 100_000

  /// What is to be done about a claim judged as `result`; `pricing` gives the stages that so many seeds are for.
  ///
  /// - Parameter seeds: how many; as many as would settle it if nil.
  init(_ result: ClaimResult?, seeds: Int?, pricing: (Int) -> SeedPrice) {
    let wanted: (seeds: Int, now: Int?)
    if let seeds {
      wanted = (seeds, nil)
    } else {
      switch Self.settling(result) {
      case .failure(let reason):
        self = .nothing(reason: reason.words)
        return
      case .success(let settling): wanted = (settling.seeds, settling.now)
      }
    }
    let price = pricing(wanted.seeds)
    if price.stages.isEmpty {
      self = .nothing(reason: "no stage above it is swept over seeds")
    } else if let now = wanted.now, !price.stages.contains(where: { $0.seeds.count == now }) {
      self = .nothing(
        reason: "the \(now) seeds that its means are over are not those of a sweep; name a number with --seeds")
    } else if price.settings.isEmpty {
      self = .nothing(reason: "there are as many seeds as wanted")
    } else {
      self = .run(price)
    }
  }

  private struct Reason: Error {
    let words: String
    init(_ words: String) { self.words = words }
  }

  /// How many seeds would settle a claim, and how many there are now.
  private static func settling(_ result: ClaimResult?) -> Result<(seeds: Int, now: Int), Reason> {
    guard let result else { return .failure(Reason("it has no result; run it first, or name a number with --seeds")) }
    guard result.verdict == .inconclusive else {
      let reason = result.reason.map { ", \($0)" } ?? ""
      return .failure(Reason("it is \(result.verdict.rawValue)\(reason)"))
    }
    var most = (seeds: 0, now: 0)
    for check in result.checks where check.role == nil && check.verdict == .inconclusive {
      guard let settling = check.flip?.settling else {
        return .failure(Reason("it is not known how many seeds would settle `\(check.id)`; name a number with --seeds"))
      }
      guard let expected = settling.expected, expected <= Self.most else {
        return .failure(Reason("more than \(Self.most) seeds would be needed to settle `\(check.id)`"))
      }
      most = (max(most.seeds, expected), max(most.now, settling.seeds))
    }
    return .success(most)
  }
}
