import LinearAlgebra
import Testing

@testable import Networks

@Suite struct LeastNormTests {
  /// Listed candidates, some of which only the search for violators reveals.
  private struct Candidates: AtomSource {
    let listed: [Atom]
    var hidden: [Atom] = []
    let weights: [Double]

    func seed() -> [Atom] { listed }

    func violators(of nu: [Double], above limit: Double, count: Int) -> (largest: Double, atoms: [Atom]) {
      let ratios = (listed + hidden).map { atom in
        zip(zip(nu, weights).map(*), atom.values).map(*).reduce(0, +).magnitude / atom.cost
      }
      let found = zip(hidden, ratios.dropFirst(listed.count)).filter { $0.1 > limit }.map(\.0)
      return (ratios.max() ?? 0, Array(found.prefix(count)))
    }
  }

  private func atom(_ values: [Double], cost: Double) -> Atom {
    Atom(values: values, cost: cost, plane: Hyperplane(normal: [1], threshold: 0))
  }

  private func problem(hidden: [Atom] = []) -> LeastNormProblem<Candidates> {
    let weights = [0.5, 0.5]
    let listed = [atom([1, 0], cost: 1), atom([0, 1], cost: 3)]
    return LeastNormProblem(
      targets: [2, -1], weights: weights, free: [],
      candidates: Candidates(listed: listed, hidden: hidden, weights: weights))
  }

  @Test func `one neuron a sample costs the sum of weighted magnitudes`() throws {
    let solution = try problem().solve(ridge: 1e-9)
    #expect((solution.norm - 5).magnitude < 1e-5)
    #expect((solution.lowerBound - 5).magnitude < 1e-4 && solution.lowerBound <= solution.norm)
    #expect(solution.terms.map(\.coefficient).sorted().map { ($0 * 1e4).rounded() / 1e4 } == [-1, 2])
  }

  @Test func `a ridge thresholds each sample softly`() throws {
    // |y| - ridge G / w: 2 - 0.2 and 1 - 0.6.
    let solution = try problem().solve(ridge: 0.1)
    #expect((solution.norm - (1.8 + 3 * 0.4)).magnitude < 1e-5)
    #expect((solution.error - (0.5 * (0.04 + 0.36)).squareRoot()).magnitude < 1e-6)
  }

  @Test func `a cheaper candidate enters when the dual violates its bound`() throws {
    let solution = try problem(hidden: [atom([2, -1], cost: 1)]).solve(ridge: 1e-9)
    #expect((solution.norm - 1).magnitude < 2e-3)
    #expect(solution.violation < 1.0011)
  }

  @Test func `the largest stable step follows from the norm`() {
    let solution = LeastNormSolution(norm: 1.5, lowerBound: 1.5, error: 0, violation: 1, terms: [])
    #expect(solution.largestStep == 0.5)
  }

  @Test func `the maximum over a square is its corner`() throws {
    // max 3u + v over |u| <= 1, |v| <= 1: value 4 at (1, 1), multipliers 3 and 1.
    var problem = try BarrierProblem(target: [3, 1], ridge: 0, rows: [[1, 0], [0, 1]])
    let point = try problem.maximise(from: [0, 0], sharpness: 1, to: 1e9)
    #expect(largestDifference(point, [1, 1]) < 1e-8)
    let (coefficients, residual) = problem.primal(at: point)
    #expect(largestDifference(coefficients, [3, 1]) < 1e-6)
    #expect(residual < 1e-6)
  }

  @Test func `without binding rows the ridge alone decides`() throws {
    // max y . u - |u|^2 is at y / 2.
    var problem = try BarrierProblem(target: [0.4, -0.2], ridge: 2, rows: [[0.1, 0], [0, 0.1]])
    let point = try problem.maximise(from: [0, 0], sharpness: 1, to: 1e12)
    #expect(largestDifference(point, [0.2, -0.1]) < 1e-9)
  }

  @Test func `a new row cuts the optimum off`() throws {
    var problem = try BarrierProblem(target: [1, 1], ridge: 0, rows: [[1, 0], [0, 1]])
    try problem.append([[1, 1]])
    let point = try problem.maximise(from: [0, 0], sharpness: 1, to: 1e9)
    #expect((point[0] + point[1] - 1).magnitude < 1e-8)
  }

  private let weights = [0.1, 0.2, 0.3, 0.4]

  @Test func `coordinates keep inner products of what is orthogonal to the free functions`() {
    let frame = Frame(weights: weights, free: [[1, 1, 1, 1], [1, 2, 3, 4]])
    let (f, g) = ([1.0, -1, 2, 0.5], [0.3, 1, 1, -2])
    let (a, b) = (frame.coordinates(f), frame.coordinates(g))
    #expect(a.count == 2)
    // The projections are orthogonal to the free functions and differ from f by one of them.
    let back = frame.function(a)
    #expect(dot(weights, back).magnitude < 1e-15)
    #expect(dot(weights, zip(back, [1.0, 2, 3, 4]).map(*)).magnitude < 1e-15)
    let rest = zip(f, back).map(-)
    #expect((rest[0] - 2 * rest[1] + rest[2]).magnitude < 1e-14)
    let product = dot(a, b)
    #expect((product - dot(weights, zip(back, g).map(*))).magnitude < 1e-15)
  }

  @Test func `free functions that depend on others are passed over`() {
    let frame = Frame(weights: weights, free: [[1, 1, 1, 1], [2, 2, 2, 2], [0, 0, 0, 0]])
    #expect(frame.coordinates([1, 2, 3, 4]).count == 3)
    #expect(Frame(weights: [1], free: [[1], [5]]).coordinates([3]).isEmpty)
  }
}
