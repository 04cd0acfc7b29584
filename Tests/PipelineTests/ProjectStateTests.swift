import Documents
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct ProjectStateTests {
  @Test func `a measurement takes the place of the same request, and scales another one upwards only`() {
    var entry = ProjectState.Entry()
    #expect(entry.corrected(1000) == 1000)
    (entry.memory, entry.asked) = (200, 1000)
    #expect(entry.corrected(1000) == 220)
    #expect(entry.corrected(8000) == 8000)
    (entry.memory, entry.asked) = (3000, 1000)
    #expect(entry.corrected(1000) == 3300)
    #expect(entry.corrected(8000) == 24_000)
    #expect(entry.corrected(Int.max) > 0)
    entry.asked = 0
    #expect(entry.corrected(500) == 500)
  }

  @Test func `what was written is read back, and memory measured once lets more run side by side`() throws {
    let sandbox = try Sandbox()
    func most(_ offset: Int) throws -> Int {
      var graph = TestGraph()
      for number in 0..<8 { graph.add("n\(number)", "sum", ["add": JSON(.integer(offset + number)), "pause": 0.05]) }
      var (running, most) = (0, 0)
      // Room for one stage as it is estimated, for several as they are measured.
      let summary = try sandbox.run(graph, jobs: 4, memory: 400 << 20, workers: true) { event in
        if case .started = event { running += 1 }
        if case .finished = event { running -= 1 }
        most = max(most, running)
      }
      #expect(summary.ran == 8)
      return most
    }
    #expect(try most(0) == 1)
    let state = try ProjectState(sandbox.project.statePath("quick"))
    #expect(state.entries.values.allSatisfy { $0.asked == 256 << 20 && $0.memory > 0 && $0.memory < 90 << 20 })
    #expect(try most(100) == 4)
  }
}
