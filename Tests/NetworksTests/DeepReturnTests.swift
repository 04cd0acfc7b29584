import Testing

@testable import Networks

@Suite struct DeepReturnTests {
  @Test func `the exact pyramid draws descent back below its critical step only`() throws {
    let grid = try SquareGrid(side: 6, halfWidth: 1.6)
    func run(_ fraction: Double) throws -> DeepReturn {
      try DeepReturn(grid: grid, fraction: fraction, perturbation: 0.003, steps: 400, seed: 1)
    }
    let (back, away) = try (run(0.9), run(1.2))
    #expect(back.exactError < 1e-15)
    #expect(back.sharpness <= back.sharpnessBound)
    #expect(back.endError < 1e-3 * back.startError)
    #expect(away.endError > back.startError)
  }

  @Test func `a fraction that is not positive is refused`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1.6)
    #expect(throws: NetworkError.notPositive(what: "the fraction of the critical step", value: -1)) {
      try DeepReturn(grid: grid, fraction: -1, perturbation: 0, steps: 1, seed: 1)
    }
  }
}
