import Documents
import Foundation
import Pipeline

/// What a run would do, in words and for programs.
public struct RunPlanText {
  private let entries: [(id: String, status: StageStatus)]
  private let files, foreign: [String]
  private let count: Int
  private let estimate: RunEstimate
  private let jobs: Int

  /// The stages that a run looks at, the published files that it would publish again, those in its way that nobody here
  /// made, and what the stages that would run take on so many cores.
  init(
    entries: [(id: String, status: StageStatus)], files: [String], foreign: [String], estimate: RunEstimate, jobs: Int
  ) {
    (self.entries, self.files, self.foreign) = (entries, files, foreign)
    (self.estimate, self.jobs) = (estimate, jobs)
    count = entries.count(where: \.status.wouldRun)
  }

  /// For people: what would run and why, what cannot, and the counts.
  public var lines: [String] {
    StageGroup.lines(entries) + foreign.map(Self.inTheWay) + ending
  }

  /// What it takes, and how many stages would run.
  var ending: [String] {
    let again = files.isEmpty ? nil : "\(files.count.counted("file")) would be published again"
    let last =
      count == 0
      ? again ?? "nothing would run"
      : "\(count) of \(entries.count.counted("stage")) would run" + (again.map { ", \($0)" } ?? "")
    return (count == 0 ? [] : estimate.lines(jobs)) + [last]
  }

  private static func inTheWay(_ path: String) -> String {
    "in the way: \(path) holds what no run here made; what differs from it is not published, but for `plumb run --replace`"
  }

  /// For programs.
  public var json: JSON {
    [
      "stages": JSON(
        .array(
          entries.map { id, status in
            [
              "id": JSON(.string(id)), "status": JSON(.string("\(status)")),
              "wouldRun": JSON(.boolean(status.wouldRun)),
            ]
          })), "publishedAgain": JSON(.array(files.map { JSON(.string($0)) })),
      "inTheWay": JSON(.array(foreign.map { JSON(.string($0)) })),
      "estimate": [
        "processorSeconds": JSON(.number(estimate.processor)), "seconds": JSON(.number(estimate.seconds)),
        "cores": JSON(.integer(jobs)), "memory": JSON(.integer(estimate.memory)),
        "shareFromRecords": JSON(.number(estimate.recorded)), "unknownStages": JSON(.integer(estimate.unknown)),
      ],
    ]
  }
}

extension StageStatus {
  /// Whether it lacks what it needs.
  var cannotRun: Bool { if case .notRun = self { true } else { false } }

  /// Whether a run makes it, as far as can be said before.
  var wouldRun: Bool { self != .upToDate && !cannotRun }
}

extension RunEstimate {
  /// What people are told of a run on so many cores.
  func lines(_ jobs: Int) -> [String] {
    let stages = unknown.counted("stage")
    let left = "\(stages) \(unknown == 1 ? "starts a program" : "start programs") that never ran here"
    if processor == 0, unknown > 0 { return ["estimate: none: \(left)"] }
    let time = "about \(Self.rough(processor)) of processor time, \(Self.rough(seconds)) on \(jobs.counted("core"))"
    let basis =
      switch recorded {
      case 1...: "by what is recorded of such stages"
      case ...0: "by the size of the work, since nothing like it is recorded"
      default:
        "\(Self.percent(recorded)) of the time by what is recorded of such stages, the rest by the size of the work"
      }
    return ["estimate: \(time), \(byteCount(memory)) for the largest stage; \(basis)"]
      + (unknown == 0 ? [] : ["not in the estimate: \(left)"])
  }

  /// A share that is neither nothing nor all.
  static func percent(_ share: Double) -> String {
    share < 0.01 ? "less than 1 %" : share > 0.99 ? "over 99 %" : "\(Int((100 * share).rounded())) %"
  }

  /// A time of which the first digits alone are known.
  static func rough(_ seconds: Double) -> String {
    switch seconds {
    case ..<1: "a second"
    case ..<90: "\(Int(seconds.rounded())) s"
    case ..<5400: "\(Int((seconds / 60).rounded())) min"
    default: String(format: "%.1f h", min(seconds / 3600, 1e9))
    }
  }
}
