import Pipeline
import Testing

@testable import Project

@Suite struct RunProgressTests {
  private let start = ContinuousClock.now

  private func stages(_ entry: String, _ count: Int, seconds: Double? = 10) -> [(String, RunProgress.Stage)] {
    (1...count).map { (count == 1 ? entry : "\(entry)[seed=\($0)]", RunProgress.Stage(entry: entry, seconds: seconds)) }
  }

  private func progress(_ stages: [(String, RunProgress.Stage)], jobs: Int = 2) -> RunProgress {
    RunProgress(stages: Dictionary(uniqueKeysWithValues: stages), jobs: jobs, start: start)
  }

  @Test func `a sweep is one live line, with how much of it is settled, and the whole run another`() {
    var progress = progress(stages("curves", 40) + stages("fit", 1))
    progress.began(total: 41)
    for seed in 1...32 {
      _ = progress.finished("curves[seed=\(seed)]", .ran(seconds: 10), done: seed, total: 41)
    }
    for seed in 33...34 { progress.started("curves[seed=\(seed)]", 10, at: start + .seconds(160)) }
    // Nine stages of ten seconds are ahead, of which two have run for four: 82 seconds for two jobs.
    #expect(
      progress.live(at: start + .seconds(164), rows: 24) == [
        "  curves 32/40  4 s  2 running  about 6 s left", "  32 of 41 stages settled, 2 min 44 s, about 41 s left",
      ])
    progress.started("fit", nil, at: start + .seconds(162))
    #expect(progress.live(at: start + .seconds(164), rows: 24)[1] == "  fit  2 s")
    // A low terminal shows what began first, and how far the whole is.
    #expect(progress.live(at: start + .seconds(164), rows: 3).count == 2)
  }

  @Test func `no time is promised where most stages never ran`() {
    var progress = progress(stages("curves", 3, seconds: nil) + stages("fit", 1))
    progress.started("fit", 10, at: start)
    #expect(progress.live(at: start + .seconds(1), rows: 24).last == "  0 of 0 stages settled, 1 s")
  }

  @Test func `the log has a line for each stage of a small sweep, and one for all of a large one`() {
    var small = progress(stages("fit", 3))
    #expect(small.finished("fit[seed=1]", .ran(seconds: 0.25), done: 1, total: 3) == "[1/3] fit[seed=1]  0.25 s")
    #expect(small.finished("fit[seed=2]", .cached, done: 2, total: 3) == nil)
    var large = progress(stages("curves", 5))
    var lines = (1...4).compactMap { large.finished("curves[seed=\($0)]", .ran(seconds: 30), done: $0, total: 5) }
    #expect(lines.isEmpty && large.unfinished == ["[4/5] curves  4 of 5 stages, 2 min 0 s in all"])
    lines = [large.finished("curves[seed=5]", .ran(seconds: 30), done: 5, total: 5)].compactMap { $0 }
    #expect(lines == ["[5/5] curves  5 stages, 2 min 30 s in all"] && large.unfinished.isEmpty)
  }

  @Test func `times have one unit below a minute`() {
    #expect(
      [0, 0.001, 0.016, 1.25, 5, 9.994, 12.4, 99.4, 100, 5_969, 6_000].map(duration) == [
        "0 s", "0.00 s", "0.02 s", "1.25 s", "5 s", "9.99 s", "12 s", "99 s", "1 min 40 s", "99 min 29 s", "1 h 40 min",
      ])
  }
}

@Suite struct InkTests {
  @Test func `colours are left out where people or terminals do not want them`() {
    #expect(Ink.permits(["TERM": "xterm"]) && Ink.permits(["NO_COLOR": ""]))
    #expect(!Ink.permits(["NO_COLOR": "1"]) && !Ink.permits(["TERM": "dumb"]))
    #expect(Ink.good.paint("yes", if: false) == "yes" && Ink.good.paint("yes", if: true) == "\u{1B}[32myes\u{1B}[0m")
  }
}
