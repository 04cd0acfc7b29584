import Foundation
import Pipeline

/// How far a run is, as lines: the instances of a sweep together.
struct RunProgress {
  /// What is known of a stage before it runs.
  struct Stage {
    /// The entry of the manifest whose instance it is.
    let entry: String
    /// The seconds of its last run, if it ever ran.
    let seconds: Double?
  }

  /// The stages of one entry.
  private struct Group {
    var total = 0, settled = 0, ran = 0
    /// What those that ran took together.
    var seconds = 0.0
    var running: [Task] = []
  }

  private struct Task {
    let id: String
    let start: ContinuousClock.Instant
    let estimate: Double?
  }

  /// Sweeps of more instances have one line of the log instead of a line for each instance.
  static let few = 3

  private let start: ContinuousClock.Instant
  private let jobs: Int
  private var stages: [String: Stage]
  private var groups: [String: Group] = [:]
  private var counts = (done: 0, total: 0)
  /// Seconds that stages which are not settled took when they ran last; those that never ran.
  private var ahead = 0.0
  private var unknown = 0

  /// The progress of a run of `stages` by id, `jobs` at a time; nothing may be known of them.
  init(stages: [String: Stage], jobs: Int, start: ContinuousClock.Instant) {
    (self.stages, self.jobs, self.start) = (stages, max(jobs, 1), start)
    for stage in stages.values {
      groups[stage.entry, default: Group()].total += 1
      ahead += stage.seconds ?? 0
      unknown += stage.seconds == nil ? 1 : 0
    }
  }

  mutating func began(total: Int) { counts.total = total }

  mutating func started(_ id: String, _ estimate: Double?, at now: ContinuousClock.Instant) {
    groups[entry(id), default: Group()].running.append(Task(id: id, start: now, estimate: estimate))
  }

  /// Notes that a stage is settled, and gives the line of the log that is due, if any.
  mutating func finished(_ id: String, _ finish: StageFinish, done: Int, total: Int) -> String? {
    counts = (done, total)
    let entry = entry(id)
    if let stage = stages.removeValue(forKey: id) {
      ahead -= stage.seconds ?? 0
      unknown -= stage.seconds == nil ? 1 : 0
    }
    groups[entry, default: Group()].running.removeAll { $0.id == id }
    groups[entry]?.settled += 1
    if case .ran(let seconds) = finish {
      groups[entry]?.ran += 1
      groups[entry]?.seconds += seconds
      if groups[entry].map({ $0.total <= Self.few }) ?? true { return "[\(done)/\(total)] \(id)  \(duration(seconds))" }
    }
    // The last of a sweep may have failed, or been there.
    guard let group = groups[entry], group.total > Self.few, group.settled == group.total, group.ran > 0 else {
      return nil
    }
    return line(entry, group)
  }

  /// Lines of sweeps that did not come to their end.
  var unfinished: [String] {
    groups.sorted { $0.key < $1.key }.filter { $1.total > Self.few && $1.ran > 0 && $1.settled < $1.total }
      .map { line($0.key, $0.value) }
  }

  private func line(_ entry: String, _ group: Group) -> String {
    let all = group.ran == group.total ? "\(group.ran)" : "\(group.ran) of \(group.total)"
    return "[\(counts.done)/\(counts.total)] \(entry)  \(all) stages, \(duration(group.seconds)) in all"
  }

  /// What runs, at most `rows` lines, a line for each entry, and how far the whole is.
  func live(at now: ContinuousClock.Instant, rows: Int) -> [String] {
    let running = groups.filter { !$0.value.running.isEmpty }
      .sorted { ($0.value.running[0].start, $0.key) < ($1.value.running[0].start, $1.key) }
    let shown = running.prefix(max(rows - 2, 1)).map { entry, group in
      let tasks = group.running
      let name = group.total > 1 ? "\(entry) \(group.settled)/\(group.total)" : tasks[0].id
      let several = tasks.count > 1 ? ["\(tasks.count) running"] : []
      let left = tasks.compactMap { task in task.estimate.map { max(0, $0 - Self.seconds(from: task.start, to: now)) } }
      let rest = left.count == tasks.count ? left.max().map { ["about \(duration($0.rounded(.up))) left"] } ?? [] : []
      return (["  \(name)", duration(Self.seconds(from: tasks[0].start, to: now).rounded(.down))] + several + rest)
        .joined(separator: "  ")
    }
    guard !shown.isEmpty else { return [] }
    let elapsed = duration(Self.seconds(from: start, to: now).rounded(.down))
    let rest = remaining(at: now).map { ", about \(duration($0.rounded(.up))) left" } ?? ""
    return shown + ["  \(counts.done) of \(counts.total) stages settled, \(elapsed)\(rest)"]
  }

  /// Seconds to the end by what stages took when they ran last, if most of those ahead have run before: their sum shared by
  /// the jobs, no less than what the longest that runs still needs.
  private func remaining(at now: ContinuousClock.Instant) -> Double? {
    let running = groups.values.flatMap(\.running)
    guard ahead > 0, unknown * 5 <= stages.count else { return nil }
    let spent = running.reduce(0) { $0 + min(Self.seconds(from: $1.start, to: now), $1.estimate ?? 0) }
    let longest = running.map { ($0.estimate ?? 0) - Self.seconds(from: $0.start, to: now) }.max() ?? 0
    return max(0, (ahead - spent) / Double(jobs), longest)
  }

  private func entry(_ id: String) -> String { stages[id]?.entry ?? String(id.prefix { $0 != "[" }) }

  private static func seconds(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Double {
    (end - start) / .seconds(1)
  }
}
