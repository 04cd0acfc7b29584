import Foundation
import Pipeline

/// Which results travel.
public struct TravelRequest: Sendable {
  /// Stages, figures, claims or names, with all that they rest on; everything if empty.
  public var targets: [String]
  /// Whether transient results travel as well.
  public var transients: Bool
  /// Whether an archive may take the place of a file that plumb did not write.
  public var replacesAll: Bool

  /// A request; see the properties.
  public init(targets: [String] = [], transients: Bool = false, replacesAll: Bool = false) {
    (self.targets, self.transients, self.replacesAll) = (targets, transients, replacesAll)
  }
}

extension LoadedProject {
  /// Copies results to `place`, a folder or an archive; what was done, a line each.
  ///
  /// - Throws: ``CommandError``.
  public func push(to place: String, _ request: TravelRequest) throws -> [String] {
    let chosen = try self.chosen(request.targets)
    let display = CopyDisplay()
    defer { display.close() }
    let pushed = try attempt {
      if !ArchiveName.isOne(place) {
        return try engine.push(
          graph, targets: chosen, transients: request.transients, toFolder: place, progress: display.show)
      }
      let writer = try engine.outputWriter(graph, kept, replacesAll: request.replacesAll)
      return try engine.push(
        graph, targets: chosen, transients: request.transients, toFile: place, writer, progress: display.show)
    }
    display.close()
    var lines = StageGroup.lines(pushed.lacking.map { ($0.id, "\($0.status)") }, as: "no result to push")
    if !pushed.leftOut.isEmpty {
      let count = pushed.leftOut.count
      lines.append(
        "left out: \(StageGroup.names(pushed.leftOut)), \(count == 1 ? "which is" : "which are") transient; --transients takes "
          + "\(count == 1 ? "it" : "them") along")
    }
    let size = Self.size(of: place).map { ", \(byteCount($0))" } ?? ""
    let there =
      pushed.present == 0 ? "" : ", \(pushed.present.counted("file")) \(pushed.present == 1 ? "was" : "were") there"
    let copied = "\(pushed.objects.counted("file")) of \(byteCount(pushed.bytes)) written\(there)"
    return lines + ["\(pushed.results.counted("result")): \(copied), in \(duration(display.seconds)): \(place)\(size)"]
  }

  /// Takes results from `place`, a folder or an archive, into the cache; what was done, a line each.
  ///
  /// - Throws: ``CommandError``.
  public func pull(from place: String, _ request: TravelRequest) throws -> [String] {
    let chosen = try self.chosen(request.targets)
    let display = CopyDisplay()
    defer { display.close() }
    let pulled = try attempt {
      try engine.pull(
        graph, targets: chosen, transients: request.transients, from: place,
        wait: { display.say("waiting for another pull into this cache") }, progress: display.show)
    }
    display.close()
    var lines = StageGroup.lines(pulled.lacking.map { ($0.id, "\($0.status)") }, as: "no result")
    if !pulled.different.isEmpty {
      lines.append(
        "kept: \(StageGroup.names(pulled.different)): the results that are here have other bytes than those of \(place)"
      )
    }
    if pulled.others > 0 {
      let (it, belongs) = pulled.others == 1 ? ("It", "belongs") : ("They", "belong")
      lines.append(
        "left: \(pulled.others.counted("result")) of \(place). \(it) \(belongs) to what was not asked for, another profile "
          + "or another version of the manifest")
    }
    let present = pulled.present == 0 ? "" : ", \(pulled.present) \(pulled.present == 1 ? "was" : "were") here"
    let copied = "\(pulled.objects.counted("file")) of \(byteCount(pulled.bytes)) read"
    lines.append("\(pulled.results.counted("result")) taken\(present): \(copied), in \(duration(display.seconds))")
    return lines + ["next: \(settings.line("run", request.targets)) publishes what is there"]
  }

  private static func size(of file: String) -> Int? {
    guard ArchiveName.isOne(file) else { return nil }
    return try? URL(filePath: file).resourceValues(forKeys: [.fileSizeKey]).fileSize
  }
}

/// Shows a copy that takes long: one line that is drawn anew on a terminal, a line now and then elsewhere.
final class CopyDisplay {
  private let start = ContinuousClock.now
  private let isLive: Bool
  private var last = ContinuousClock.now
  private var isDrawn = false

  init(isLive: Bool = Console.isTerminal) { self.isLive = isLive }

  /// Since it began.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// So many bytes of all are copied.
  func show(_ done: Int, _ all: Int) {
    guard ContinuousClock.now - last > (isLive ? .milliseconds(100) : .seconds(10)) else { return }
    last = .now
    erase()
    Console.write(Self.line(done, all, seconds) + "\n")
    isDrawn = isLive
  }

  /// `  1.2 GB of 3.4 GB, 110 MB/s, about 20 s left`
  static func line(_ done: Int, _ all: Int, _ seconds: Double) -> String {
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? ", about \(duration(Double(all - done) / rate)) left" : ""
    return "  \(byteCount(done)) of \(byteCount(all)), \(byteCount(Int(rate)))/s\(left)"
  }

  /// A line between the others.
  func say(_ text: String) {
    erase()
    Console.error(text)
  }

  /// Takes the live line away.
  func close() { erase() }

  private func erase() {
    if isDrawn { Console.write("\u{1B}[1A\u{1B}[J") }
    isDrawn = false
  }
}
