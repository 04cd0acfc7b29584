import Pipeline

/// Stages of which the same is to be said.
struct StageGroup {
  private let words: String
  private var ids: [String]

  /// A line for each reason why stages have no result, in the order of the graph; the first reasons only.
  static func lines(_ entries: [(id: String, reason: String)], as state: String) -> [String] {
    let groups = groups(entries.map { ($0.id, $0.reason) })
    let most = 12
    let rest = groups.dropFirst(most).reduce(0) { $0 + $1.ids.count }
    return groups.prefix(most).map { "\(state): \($0.names): \($0.words)" }
      + (rest > 0 ? ["\(state): \(rest) more"] : [])
  }

  /// Lines on the stages that are not up to date: of those that would run, a few of which the same is to be said each by
  /// itself, many in one line; then those that cannot run.
  static func lines(_ entries: [(id: String, status: StageStatus)]) -> [String] {
    let few = 3
    var (wouldRun, cannot): ([(String, String)], [(id: String, reason: String)]) = ([], [])
    for (id, status) in entries where status != .upToDate {
      if case .notRun(let reason) = status { cannot.append((id, reason)) } else { wouldRun.append((id, "\(status)")) }
    }
    let lines = groups(wouldRun).flatMap { group in
      group.ids.count > few ? ["\(group.names): \(group.words)"] : group.ids.map { "\($0): \(group.words)" }
    }
    return lines + Self.lines(cannot, as: "cannot run")
  }

  private static func groups(_ entries: [(id: String, words: String)]) -> [StageGroup] {
    var groups: [StageGroup] = []
    var places: [String: Int] = [:]
    for (id, words) in entries {
      if let place = places[words] {
        groups[place].ids.append(id)
      } else {
        places[words] = groups.count
        groups.append(StageGroup(words: words, ids: [id]))
      }
    }
    return groups
  }

  private var names: String { Self.names(ids) }

  /// The stages in a few words.
  static func names(_ ids: [String]) -> String {
    ids.count == 1 ? ids[0] : "\(ids.count) stages, \(ids[0]) and others"
  }
}
