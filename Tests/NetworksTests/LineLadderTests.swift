import LinearAlgebra
import Testing

@testable import Networks

@Suite struct LineLadderTests {
  private func ladder(steps: Int) throws -> LineLadder {
    let data = try TrainingSet(points: column([-1, 0, 1]), targets: [0.5, -1, 0.5])
    let start = try ShallowNetwork(width: 16, dimension: 1, scale: 1, biasScale: 1, seed: 2)
    let climb = StepLadder(
      rule: try StoppingRule(tolerance: 1e-9, hold: 5, maximumSteps: steps), jitter: 1e-4, allowedFailures: 1)
    return try LineLadder(
      start: start, data: data, rungs: climb.climb(start, on: data, steps: [0.05, 0.1], seed: 1))
  }

  @Test func `no rung interpolates below the least norm or beyond the largest step`() throws {
    let ladder = try ladder(steps: 4000)
    let last = try #require(ladder.last)
    #expect(last.step == 0.1 && ladder.largestStep == 0.1)
    #expect(last.norm >= ladder.both.norm - 1e-3)
    #expect((ladder.stepRatio ?? 2) <= 1)
    #expect((ladder.curvatureRatio - 1).magnitude < 0.01)
    #expect(ladder.ends.map(\.step) == [0.05, 0.1])
    let curves = try ladder.curves(points: 11)
    #expect(curves.count == 3 + 22)
    #expect(curves[1] == (0, 0, -1))
    #expect((curves[3].x + 1.2).magnitude < 1e-15)
  }

  @Test func `a climb that never interpolates has no ends`() throws {
    let ladder = try ladder(steps: 1)
    #expect(ladder.ends.isEmpty && ladder.stepRatio == nil && ladder.fall(\.norm) == nil)
    #expect(try ladder.curves(points: 5).count == 3)
  }
}
