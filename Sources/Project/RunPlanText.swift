import Documents
import Pipeline

/// What a run would do, in words and for programs.
public struct RunPlanText {
  private let entries: [(id: String, status: StageStatus)]
  private let files, foreign: [String]
  private let count: Int

  /// The stages that a run looks at, the published files that it would publish again, and those in its way that nobody here
  /// made.
  init(entries: [(id: String, status: StageStatus)], files: [String], foreign: [String]) {
    (self.entries, self.files, self.foreign) = (entries, files, foreign)
    count = entries.count { $0.status != .upToDate && !$0.status.cannotRun }
  }

  /// For people: what would run and why, what cannot, and the counts.
  public var lines: [String] {
    let again = files.isEmpty ? nil : "\(files.count.counted("file")) would be published again"
    let last =
      count == 0
      ? again ?? "nothing would run"
      : "\(count) of \(entries.count.counted("stage")) would run" + (again.map { ", \($0)" } ?? "")
    return StageGroup.lines(entries) + foreign.map(Self.inTheWay) + [last]
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
              "wouldRun": JSON(.boolean(status != .upToDate && !status.cannotRun)),
            ]
          })), "publishedAgain": JSON(.array(files.map { JSON(.string($0)) })),
      "inTheWay": JSON(.array(foreign.map { JSON(.string($0)) })),
    ]
  }
}

extension StageStatus {
  /// Whether it lacks what it needs.
  var cannotRun: Bool { if case .notRun = self { true } else { false } }
}
