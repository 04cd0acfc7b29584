import Documents

/// What decides a claim, so that it can be fixed before there are numbers: its checks by their ids, each with what the
/// manifest says of it but for the wording, and the seeds of the stages that it rests on.
public struct Criterion: Sendable, Equatable {
  /// By check, by key of the check.
  let checks: [String: [String: JSON]]
  /// By entry of the manifest: `1-8`, `7`, `1-3,9`.
  let seeds: [String: String]

  /// Keys of a check that say how it is called and printed, and decide nothing.
  public static let wording: Set = ["id", "key", "name", "labels", "digits"]

  /// The criterion of a claim as the manifest defines it.
  ///
  /// - Parameter seeds: by entry of the manifest.
  public init(claim definition: JSON, seeds: [String: [Int]]) {
    let checks = (definition["checks"]?.elements ?? []).compactMap { check -> (String, [String: JSON])? in
      guard let id = check["id"]?.string else { return nil }
      let members = (check.members ?? []).filter { !Self.wording.contains($0.key) && !$0.value.isNull }
      return (id, Dictionary(members.map { ($0.key, Self.plain($0.value)) }) { first, _ in first })
    }
    self.checks = Dictionary(checks) { first, _ in first }
    self.seeds = seeds.filter { !$0.value.isEmpty }.mapValues(Self.ranges)
  }

  /// Reads what ``json`` wrote; nil for anything else.
  public init?(_ json: JSON) {
    guard let checks = json["checks"]?.members, let seeds = json["seeds"]?.members else { return nil }
    var read: [String: [String: JSON]] = [:]
    for check in checks {
      guard let members = check.value.members else { return nil }
      read[check.key] = Dictionary(members.map { ($0.key, Self.plain($0.value)) }) { first, _ in first }
    }
    self.checks = read
    self.seeds = Dictionary(seeds.compactMap { seed in seed.value.string.map { (seed.key, $0) } }) { first, _ in first }
  }

  /// For a log, in one form: members in the order of their keys, whole numbers as such.
  public var json: JSON {
    func object(_ members: [String: JSON]) -> JSON {
      JSON(.object(members.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) }))
    }
    return ["checks": object(checks.mapValues(object)), "seeds": object(seeds.mapValues { JSON(.string($0)) })]
  }

  /// Whether nothing decides: the claim has no checks.
  public var isEmpty: Bool { checks.isEmpty }

  /// How many checks there are.
  var count: Int { checks.count }

  /// The value without places, and `1.0` as `1`, so that the way in which a number is written changes nothing.
  private static func plain(_ value: JSON) -> JSON {
    switch value.content {
    case .number: value.integer.map { JSON(.integer($0)) } ?? JSON(value.content)
    case .array(let elements): JSON(.array(elements.map(plain)))
    case .object(let members):
      JSON(.object(members.sorted { $0.key < $1.key }.map { JSON.Member($0.key, plain($0.value)) }))
    default: JSON(value.content)
    }
  }

  /// `1-8` for 1 to 8, with commas where numbers are left out.
  private static func ranges(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in Set(numbers).sorted() {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }

  public static func == (a: Self, b: Self) -> Bool { a.json.canonical == b.json.canonical }
}

/// One thing in which two criteria of a claim differ.
public struct CriterionChange: Sendable, Equatable {
  /// What it belongs to: a check by its id, or the seeds of a stage.
  let place: String
  /// The key of the check that changed; nil for a check that came or went, and for seeds.
  let key: String?
  /// As people read them; nil where there was none, or is none.
  let old, new: String?
  let isSeeds: Bool

  /// In words: `slope: tolerance from 0.7 to 0.65`.
  public var sentence: String { subject + movement }

  /// What changed.
  private var subject: String { isSeeds ? "seeds of \(place)" : key.map { "\(place): \($0)" } ?? place }

  /// From what to what.
  var movement: String {
    switch (old, new) {
    case (let old?, let new?): " from \(old) to \(new)"
    case (nil, let new?): key == nil && !isSeeds ? " added" : " set to \(new)"
    case (let old?, nil): key == nil && !isSeeds ? " removed" : ", which was \(old), left out"
    case (nil, nil): ""
    }
  }
}

extension Criterion {
  /// What `new` has otherwise, checks first, in the order of their ids.
  public func changes(to new: Criterion) -> [CriterionChange] {
    var changes: [CriterionChange] = []
    for id in Set(checks.keys).union(new.checks.keys).sorted() {
      guard let before = checks[id], let after = new.checks[id] else {
        let (old, new) = (checks[id].map { _ in "a check" }, new.checks[id].map { _ in "a check" })
        changes.append(CriterionChange(place: id, key: nil, old: old, new: new, isSeeds: false))
        continue
      }
      for key in Set(before.keys).union(after.keys).sorted() where before[key]?.canonical != after[key]?.canonical {
        changes.append(
          CriterionChange(
            place: id, key: key, old: before[key].map(Self.text), new: after[key].map(Self.text), isSeeds: false))
      }
    }
    for entry in Set(seeds.keys).union(new.seeds.keys).sorted() where seeds[entry] != new.seeds[entry] {
      changes.append(
        CriterionChange(place: entry, key: nil, old: seeds[entry], new: new.seeds[entry], isSeeds: true))
    }
    return changes
  }

  private static func text(_ value: JSON) -> String {
    value.string ?? value.double.map(NumberText.plain) ?? value.canonical
  }
}
