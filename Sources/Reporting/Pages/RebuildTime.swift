import Foundation

/// Time and memory to rebuild something from nothing, as pages say it.
public struct RebuildTime: Codable, Sendable, Equatable {
  public let seconds: Double
  /// In bytes.
  public let memory: Int
  public let cores: Int

  /// So many seconds on `cores` cores, with so many bytes of memory.
  public init(seconds: Double, memory: Int, cores: Int) {
    (self.seconds, self.memory, self.cores) = (seconds, memory, cores)
  }

  /// `12 s`, `3.4 min`, `2.5 h`.
  public var time: String {
    if seconds < 1 { return "under 1 s" }
    if seconds < 99.5 { return "\(Int(seconds.rounded())) s" }
    let (value, unit) = seconds < 5970 ? (seconds / 60, "min") : (seconds / 3600, "h")
    return (value < 9.95 ? String(format: "%.1f ", value) : "\(Int(value.rounded())) ") + unit
  }

  /// `0.4 GB`.
  public var space: String {
    let gigabytes = Double(memory) / 1e9
    if gigabytes < 0.05 { return "under 0.1 GB" }
    return gigabytes < 9.95 ? String(format: "%.1f GB", gigabytes) : "\(Int(gigabytes.rounded())) GB"
  }

  /// `12 s, 0.4 GB`.
  public var brief: String { "\(time), \(space)" }

  /// `12 s and 0.4 GB on two cores`.
  public var text: String { "\(time) and \(space) on \(Self.counted(cores: cores))" }

  static func counted(cores: Int) -> String {
    let words = [1: "one", 2: "two", 3: "three", 4: "four", 6: "six", 8: "eight"]
    return "\(words[cores] ?? String(cores)) \(cores == 1 ? "core" : "cores")"
  }
}

/// The day of results and the commit that they are of.
public struct ResultMoment: Codable, Sendable, Equatable {
  /// A day: `2026-11-28`.
  let date: String
  /// The commit's name; nil where there is none.
  let commit: String?
  /// Whether files were as the commit has them; nil where that cannot be told.
  let isClean: Bool?

  /// The day `date`, with the commit of that time.
  public init(date: String, commit: String?, isClean: Bool?) {
    (self.date, self.commit, self.isClean) = (date, commit, isClean)
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// `28 November 2026, at commit 0123456`: after it where files were not as it has them.
  var text: String {
    let parts = date.split(separator: "-").compactMap { Int($0) }
    let isDay = parts.count == 3 && (1...12).contains(parts[1])
    let day = isDay ? "\(parts[2]) \(Self.months[parts[1] - 1]) \(parts[0])" : Markdown.line(date)
    let place = commit.map { ", \(isClean == false ? "after" : "at") commit `\(Markdown.line(String($0.prefix(7))))`" }
    return day + (place ?? "")
  }
}

/// When, with what and on what times to rebuild were measured.
public struct RebuildOrigin: Codable, Sendable, Equatable {
  let moment: ResultMoment
  let processor: String
  let cores: Int
  let program: String
  /// How many results another machine made.
  let elsewhere: Int
  /// What was measured before, and not again.
  let kept: [Kept]

  /// Results whose times are those of an earlier record.
  public struct Kept: Codable, Sendable, Equatable {
    let moment: ResultMoment
    let program: String
    let names: [String]

    /// The results `names` as they were measured at `moment`, with `program`.
    public init(moment: ResultMoment, program: String, names: [String]) {
      (self.moment, self.program, self.names) = (moment, program, names)
    }

    var sentence: String {
      " Those of \(names.map(Markdown.line).joined(separator: ", ")) are kept from before: \(moment.text), with "
        + "\(Markdown.line(program))."
    }
  }

  /// A measurement of results of `moment`; see the properties.
  public init(
    moment: ResultMoment, processor: String, cores: Int, program: String, elsewhere: Int, kept: [Kept] = []
  ) {
    (self.moment, self.processor, self.cores) = (moment, processor, cores)
    (self.program, self.elsewhere, self.kept) = (program, elsewhere, kept)
  }

  /// The measurement in sentences.
  var sentence: String {
    let others = elsewhere == 0 ? "" : " Another machine made \(elsewhere.counted("result")) of them."
    return "Times and memory follow from the records of the stages, the last of \(moment.text). They are for "
      + "\(RebuildTime.counted(cores: cores)) (\(Markdown.line(processor))), with \(Markdown.line(program)).\(others)"
      + kept.map(\.sentence).joined()
  }
}
