import Documents
import Pipeline

/// What a run would do, in words and for programs.
public struct RunPlanText {
  private let entries: [(id: String, status: StageStatus)]
  private let files: [String]
  private let count: Int

  /// The stages that a run looks at, and the published files that it would publish again.
  init(entries: [(id: String, status: StageStatus)], files: [String]) {
    (self.entries, self.files) = (entries, files)
    count = entries.count { $0.status != .upToDate && !$0.status.cannotRun }
  }

  /// For people: what would run and why, what cannot, and the counts.
  public var lines: [String] {
    let published = files.isEmpty ? nil : files.count == 1 ? "1 file" : "\(files.count) files"
    let again = published.map { "\($0) would be published again" }
    let last =
      count == 0
      ? again ?? "nothing would run"
      : "\(count) of \(entries.count) stages would run" + (again.map { ", \($0)" } ?? "")
    return StageGroup.lines(entries) + [last]
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
    ]
  }
}

extension StageStatus {
  /// Whether it lacks what it needs.
  var cannotRun: Bool { if case .notRun = self { true } else { false } }
}
