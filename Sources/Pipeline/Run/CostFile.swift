import Documents
import Foundation

/// What it took to rebuild results from nothing, measured on one machine.
public struct RecordedCosts: Sendable, Equatable {
  public let measurement: Measurement
  /// By the name of the stage: a claim, a paper, a report.
  public let results: [String: Cost]

  /// The costs of `results`, as `measurement` says.
  public init(_ measurement: Measurement, _ results: [String: Cost]) {
    (self.measurement, self.results) = (measurement, results)
  }

  /// Time and memory for one result and all that it rests on.
  public struct Cost: Sendable, Equatable {
    /// Wall time with all cores of the measurement.
    public let seconds: Double
    /// A bound in bytes for the stages that run at once, at their peaks.
    public let memory: Int
    /// When and at which commit it was measured, where that is not what ``RecordedCosts/measurement`` says: it was kept from an
    /// earlier record.
    public internal(set) var kept: Moment? = nil

    /// A cost; see the properties.
    public init(seconds: Double, memory: Int) { (self.seconds, self.memory) = (seconds, memory) }
  }

  /// When costs were measured, with which program and at which commit.
  public struct Moment: Sendable, Hashable {
    public let date: String
    public let program: String
    public let commit: String?
    public let isClean: Bool?
  }

  /// When, on what and with what costs were measured. It holds no name of a machine.
  public struct Measurement: Sendable, Equatable {
    /// The day, in UTC, on which the last of the results was made: `2026-11-28`.
    public let date: String
    public let processor: String
    public let cores: Int
    /// The program with its version.
    public let program: String
    /// That of Git's HEAD, in hexadecimal digits; nil where there is none.
    public let commit: String?
    /// Whether the files were as the commit has them; nil where that cannot be told.
    public let isClean: Bool?
    /// How many results another machine made, whose times count as they were there.
    public let elsewhere: Int

    /// A measurement; see the properties.
    public init(
      date: String, processor: String, cores: Int, program: String, commit: String? = nil, isClean: Bool? = nil,
      elsewhere: Int = 0
    ) {
      (self.date, self.processor, self.cores, self.program) = (date, processor, cores, program)
      (self.commit, self.isClean, self.elsewhere) = (commit, isClean, elsewhere)
    }

    var moment: Moment { Moment(date: date, program: program, commit: commit, isClean: isClean) }
  }

  /// The names of the results whose costs were kept from earlier records, by when these were made, the last first.
  public var kept: [(moment: Moment, names: [String])] {
    let groups = Dictionary(grouping: results.compactMap { name, cost in cost.kept.map { (name, $0) } }, by: \.1)
    return groups.map { ($0.key, $0.value.map(\.0).sorted()) }
      .sorted { ($1.moment.date, $0.names[0]) < ($0.moment.date, $1.names[0]) }
  }

  /// The costs of the results called `names` alone.
  func of(_ names: some Sequence<String>) -> RecordedCosts {
    let wanted = Set(names)
    return RecordedCosts(measurement, results.filter { wanted.contains($0.key) })
  }

  /// The same, and those costs of `others` that are not among them and that `isKept` wants, if they were measured on as many
  /// cores of the same processor; these go on saying when and at which commit that was.
  public func keeping(_ others: RecordedCosts, where isKept: (String) -> Bool) -> RecordedCosts {
    guard isOfSuchAMachine(others) else { return self }
    let kept = others.results.filter { isKept($0.key) }.mapValues { cost in
      var cost = cost
      let moment = cost.kept ?? others.measurement.moment
      cost.kept = moment == measurement.moment ? nil : moment
      return cost
    }
    return RecordedCosts(measurement, kept.merging(results) { _, own in own })
  }

  private func isOfSuchAMachine(_ other: RecordedCosts) -> Bool {
    measurement.processor == other.measurement.processor && measurement.cores == other.measurement.cores
  }

  /// Whether `other` is the same measured again: the same results on as many cores of the same processor, every time and
  /// every peak within a fifth; half a second and 50 MB are always allowed.
  public func isRepeated(by other: RecordedCosts) -> Bool {
    guard isOfSuchAMachine(other), results.count == other.results.count else { return false }
    return results.allSatisfy { name, cost in
      guard let again = other.results[name] else { return false }
      return abs(again.seconds - cost.seconds) <= max(0.5, 0.2 * cost.seconds)
        && abs(Double(again.memory - cost.memory)) <= max(50e6, 0.2 * Double(cost.memory))
    }
  }
}

/// The committed record of what it takes to rebuild results, `plumb.costs.json`, by profile.
public struct CostFile: Sendable, Equatable {
  /// The file in the folder of a project.
  public static let name = "plumb.costs.json"
  private static let sign = "plumb-costs"

  /// Costs by profile.
  public var profiles: [String: RecordedCosts]

  /// Costs by profile.
  public init(profiles: [String: RecordedCosts] = [:]) { self.profiles = profiles }

  /// Reads a file; nil when there is none.
  /// - Throws: ``EngineError/damagedLockFile(_:reason:)``.
  public init?(path: String) throws {
    guard let bytes = try FileSystem.read(path) else { return nil }
    do {
      try self.init(json: JSON.parse(SourceText(name: Self.name, bytes: bytes)))
    } catch {
      throw EngineError.damagedLockFile(Self.name, reason: "\(error)")
    }
  }

  /// Writes the file, atomically.
  /// - Throws: ``EngineError/exportNotWritten(_:code:)``.
  public func write(to path: String) throws {
    do { try FileSystem.replace(path, with: Array(json.printed(width: 100).utf8)) } catch let error as FileError {
      throw EngineError.exportNotWritten(Self.name, code: error.code)
    }
  }

  /// Sorted by name, so that equal costs give equal bytes.
  var json: JSON {
    let sorted = profiles.sorted { $0.key < $1.key }
    return [
      Self.sign: 1, "profiles": JSON(.object(sorted.map { JSON.Member($0.key, $0.value.json) })),
    ]
  }

  private struct Malformed: Error, CustomStringConvertible {
    var description: String { "it is not a file of costs of revision 1" }
  }

  init(json: JSON) throws {
    guard json[Self.sign]?.integer == 1, let members = json["profiles"]?.members else { throw Malformed() }
    let costs = try members.map { member in
      guard let costs = RecordedCosts(json: member.value) else { throw Malformed() }
      return (member.key, costs)
    }
    profiles = Dictionary(costs) { first, _ in first }
  }
}

extension RecordedCosts {
  var json: JSON {
    let names = results.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return [
      "measured": measurement.json,
      "results": JSON(
        .object(
          names.map { name, cost in
            .init(
              name,
              JSON([
                "seconds": JSON(.number(cost.seconds)), "memory": JSON(.integer(cost.memory)),
                "measured": cost.kept?.json,
              ]))
          })),
    ]
  }

  init?(json: JSON) {
    guard let measurement = json["measured"].flatMap(Measurement.init(json:)), let members = json["results"]?.members
    else { return nil }
    let costs = members.compactMap { member -> (String, Cost)? in
      guard let seconds = member.value["seconds"]?.double, let memory = member.value["memory"]?.integer,
        seconds.isFinite, seconds >= 0, memory >= 0
      else { return nil }
      var cost = Cost(seconds: seconds, memory: memory)
      if let kept = member.value["measured"] {
        guard let moment = Moment(json: kept) else { return nil }
        cost.kept = moment
      }
      return (member.key, cost)
    }
    guard costs.count == members.count else { return nil }
    self.init(measurement, Dictionary(costs) { first, _ in first })
  }
}

extension RecordedCosts.Moment {
  fileprivate var json: JSON {
    JSON([
      "date": JSON(.string(date)), "program": JSON(.string(program)), "commit": commit.map { JSON(.string($0)) },
      "clean": isClean.map { JSON(.boolean($0)) },
    ])
  }

  fileprivate init?(json: JSON) {
    guard let date = json["date"]?.string, let program = json["program"]?.string else { return nil }
    (self.date, self.program, commit) = (date, program, json["commit"]?.string)
    isClean = json["clean"].map { $0 == true }
  }
}

extension RecordedCosts.Measurement {
  fileprivate var json: JSON {
    JSON([
      "date": JSON(.string(date)), "processor": JSON(.string(processor)), "cores": JSON(.integer(cores)),
      "program": JSON(.string(program)), "commit": commit.map { JSON(.string($0)) },
      "clean": isClean.map { JSON(.boolean($0)) }, "elsewhere": elsewhere == 0 ? nil : JSON(.integer(elsewhere)),
    ])
  }

  fileprivate init?(json: JSON) {
    guard let date = json["date"]?.string, let processor = json["processor"]?.string,
      let cores = json["cores"]?.integer, cores > 0, let program = json["program"]?.string
    else { return nil }
    self.init(
      date: date, processor: processor, cores: cores, program: program, commit: json["commit"]?.string,
      isClean: json["clean"].map { $0 == true }, elsewhere: json["elsewhere"]?.integer ?? 0)
  }
}
