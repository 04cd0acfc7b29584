import Foundation
import Pipeline
import Reporting
import Synchronization

/// A project that is run again whenever one of its files changes, with a report that an open browser keeps showing.
public struct ProjectWatch: Sendable {
  private let settings: ProjectSettings
  private let program: Program
  private let request: RunRequest

  /// A watch of the project that `settings` name; each run is asked for by `request`.
  public init(_ settings: ProjectSettings, _ program: Program, _ request: RunRequest) {
    (self.settings, self.program, self.request) = (settings, program, request)
  }

  /// Where the report stands that loads itself again.
  var page: String {
    // A cache of several projects holds a report of each.
    let project = settings.engine.project
    let isOwn = project.cache == project.root + "/.plumb"
    let names = (isOwn ? [] : [String(Digest(of: project.root).hex.prefix(16))]) + (settings.profile.map { [$0] } ?? [])
    return ([project.cache, "watch"] + names + ["report.html"]).joined(separator: "/")
  }

  /// Runs, waits for a change, and runs again.
  ///
  /// - Throws: ``CommandError/stopped(signal:)``, and nothing else.
  public func callAsFunction() throws -> Never {
    let signal = LastSignal()
    let interruption = Interruption { signal.note($0) }
    defer { withExtendedLifetime(interruption) {} }
    Console.print("watching; the report is \(page), and Ctrl-C ends it")
    Console.flush()
    while true {
      // Before the run: what is saved while it goes on is a change too.
      let files = WatchedFiles(
        manifests: Manifest.files(at: URL(filePath: settings.file), root: settings.root),
        graph: try? settings.load(program).graph, in: settings.engine.project)
      do { try once() } catch let error as CommandError {
        if case .stopped = error { throw error }
        Console.error("\(error)")
      } catch { Console.error("\(CommandError(error))") }
      Console.flush()
      try wait(for: files, signal)
    }
  }

  /// One run and its report.
  private func once() throws {
    let conclusion = try ProjectRun(settings, program, request)()
    conclusion.warnings.forEach(Console.error)
    Console.print(conclusion.lines)
    if let error = conclusion.error { throw error }
    let project = try settings.load(program)
    do {
      let html = try project.reportPage()
      try Self.write(LivePage(html, name: Digest(of: html).hex), to: page)
    } catch CommandError.noReport { return }
  }

  private static func write(_ live: LivePage, to page: String) throws {
    let place = URL(filePath: page)
    let folder = place.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // The page first: an open one looks for it as soon as it hears of it.
    try Data(live.html.utf8).write(to: place, options: .atomic)
    try Data(live.stamp.utf8).write(to: folder.appending(path: LivePage.stampName), options: .atomic)
  }

  /// Returns once one of `files` is not as it was, and has been left alone for a moment.
  private func wait(for files: WatchedFiles, _ signal: LastSignal) throws {
    var last = files
    while true {
      if signal.hasCome { throw CommandError.stopped(signal: signal.number) }
      let start = ContinuousClock.now
      let now = files.now()
      if now != files, now == last { return }
      last = now
      // Editors write in several steps. Looking at many files takes a tenth of the time at most.
      let look = UInt32(min((ContinuousClock.now - start) / .microseconds(1), 1e6))
      usleep(max(now == files ? 50_000 : 20_000, 9 * look))
    }
  }
}
