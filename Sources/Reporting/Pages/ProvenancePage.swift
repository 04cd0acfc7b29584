import Documents
import Foundation

/// `provenance.json` as a page: the machine, the libraries, and what each stage cost.
public struct ProvenancePage: Sendable {
  let record: JSON

  /// A page of the record that a run leaves.
  public init(_ record: JSON) { self.record = record }

  /// What marks the record and the page as written here.
  public static let sign = "written by plumb run"

  /// When, where and by what the results were made.
  private static func origins(_ stages: [JSON]) -> String {
    // Records may come from elsewhere.
    func seen(_ key: String) -> [String] { Set(stages.compactMap { $0[key]?.string }).sorted().map(Markdown.line) }
    let times = seen("time")
    guard let first = times.first, let last = times.last else { return "" }
    let when = first == last ? "at \(first)" : "between \(first) and \(last)"
    return "; made \(when) on \(seen("host").joined(separator: ", ")) by \(seen("program").joined(separator: ", "))"
  }

  /// Stages that took longest are listed one by one.
  static let listed = 20

  /// The page as Markdown.
  public var markdown: String {
    let stages = record["stages"]?.elements ?? []
    let seconds = stages.compactMap { $0["seconds"]?.double }.reduce(0, +)
    var text = "<!-- \(Self.sign) -->\n\n# The results\n\n"
    text += "Profile `\(record["profile"]?.string ?? "unknown")`: \(stages.count.counted("result")), "
    text += "\(Self.time(seconds)) of computing in all\(Self.origins(stages)).\n\n"
    text +=
      "## The machine that wrote this page\n\n" + Self.table(record["machine"]) + "\n## Libraries\n\n"
      + Self.table(record["libraries"])
    return text + "\n## Stages\n\n" + Self.costs(stages)
  }

  private static func table(_ value: JSON?) -> String {
    let rows = (value?.members ?? []).flatMap { member -> [[String]] in
      guard let inner = member.value.members else { return [[label(member.key), shown(member.key, member.value)]] }
      return inner.map { [label("\(member.key), \($0.key)"), shown($0.key, $0.value)] }
    }
    return Markdown.table(["what", "value"], rows)
  }

  private static func label(_ key: String) -> String { key }

  private static func shown(_ key: String, _ value: JSON) -> String {
    if let file = value["file"]?.string, let digest = value["sha256"]?.string {
      return "\(file), sha256 `\(digest.prefix(16))`"
    }
    if key == "memory", let bytes = value.double { return memory(bytes) }
    if value == JSON(.boolean(true)) { return "yes" }
    if value == JSON(.boolean(false)) { return "no" }
    return value.string ?? value.canonical
  }

  private static func costs(_ stages: [JSON]) -> String {
    let kinds = Dictionary(grouping: stages) { $0["kind"]?.string ?? "" }
    let rows = kinds.map { kind, members in (kind, members.count, total(members, "seconds"), most(members, "memory")) }
    let byKind = rows.sorted { ($1.2, $0.0) < ($0.2, $1.0) }
    let longest = stages.sorted { ($0["seconds"]?.double ?? 0) > ($1["seconds"]?.double ?? 0) }.prefix(listed)
    let summary = Markdown.table(
      ["kind", "results", "time", "most memory"], byKind.map { [$0.0, String($0.1), time($0.2), memory($0.3)] },
      alignRight: [1, 2, 3])
    let single = Markdown.table(
      ["stage", "kind", "time", "memory", "cores", "key"],
      longest.map { stage in
        [
          "`\(stage["id"]?.string ?? "")`", stage["kind"]?.string ?? "", time(stage["seconds"]?.double ?? 0),
          memory(stage["memory"]?.double ?? 0), String(stage["cores"]?.integer ?? 0),
          "`\((stage["key"]?.string ?? "").prefix(12))`",
        ]
      }, alignRight: [2, 3, 4])
    return summary + "\n" + Markdown.folded("The \(longest.count) results that took longest", single)
  }

  private static func total(_ stages: [JSON], _ key: String) -> Double {
    stages.compactMap { $0[key]?.double }.reduce(0, +)
  }

  private static func most(_ stages: [JSON], _ key: String) -> Double {
    stages.compactMap { $0[key]?.double }.max() ?? 0
  }

  private static func time(_ seconds: Double) -> String {
    seconds < 0.9995 ? "\(Int((max(seconds, 0) * 1000).rounded())) ms" : "\(NumberText.text(seconds, digits: 3)) s"
  }

  private static func memory(_ bytes: Double) -> String {
    bytes <= 0
      ? "not measured" : bytes < 1e9 ? "\(Int((bytes / 1e6).rounded())) MB" : String(format: "%.1f GB", bytes / 1e9)
  }
}
