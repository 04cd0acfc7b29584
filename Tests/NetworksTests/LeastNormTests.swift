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
}
