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

@Suite struct GridLinesTests {
  private func dual(_ grid: SquareGrid) -> [Double] {
    let draws = RandomStream(seed: 3, purpose: "dual").gaussians(grid.orbits.count)
    let mean = dot(draws, grid.weights)
    return draws.map { $0 - mean }
  }

  @Test func `violators come worst first, above the limit, and at most as many as asked for`() throws {
    let grid = try SquareGrid(side: 6, halfWidth: 1.5)
    let (lines, nu) = (GridLines(grid), dual(grid))
    let all = lines.violators(of: nu, above: 0, count: .max)
    let limit = all.largest / 10
    let some = lines.violators(of: nu, above: limit, count: 3)
    func ratio(_ atom: Atom) -> Double { dot(zip(nu, grid.weights).map(*), atom.values).magnitude / atom.cost }
    let ratios = some.atoms.map(ratio)
    #expect(ratios.count == 3 && ratios.allSatisfy { $0 > limit })
    #expect(ratios == ratios.sorted(by: >))
    #expect((ratios[0] - some.largest).magnitude < 1e-12 * some.largest)
    #expect(all.atoms.count > 3 && all.atoms.allSatisfy { ratio($0) <= all.largest * (1 + 1e-12) })
  }

  @Test func `nothing violates an infinite limit`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1)
    #expect(GridLines(grid).violators(of: dual(grid), above: .infinity, count: 10).atoms.isEmpty)
  }

  @Test func `the smallest grid has no line with points on both sides but the diagonal`() throws {
    let atoms = GridLines(try SquareGrid(side: 2, halfWidth: 1)).seed()
    #expect(atoms.allSatisfy { $0.cost > 0 && $0.values.allSatisfy(\.isFinite) })
    #expect(atoms.count == 1)
  }

  @Test func `only lines through two points with points on both sides count`() throws {
    let grid = try SquareGrid(side: 3, halfWidth: 2)
    #expect(Pencil(grid, 1, 0).lines.map(\.offset) == [0])
    // Offsets x + y of the points: -4, -2, 0, 2, 4, the outer ones single points.
    #expect(Pencil(grid, 1, 1).lines.map(\.offset).sorted() == [0, 2])
  }

  @Test(arguments: [(1, 0), (1, 1), (2, 1)])
  func `a line's ratio is that of a direct sum over the points`(a: Int, b: Int) throws {
    let grid = try SquareGrid(side: 5, halfWidth: 1)
    let (points, pencil) = (try grid.points, Pencil(grid, a, b))
    let nu = RandomStream(seed: 1, purpose: "dual").gaussians(25)
    let ratios = pencil.ratios(nu, unit: grid.unit)
    for (line, ratio) in zip(pencil.lines, ratios) {
      let normal = [Double(a) / pencil.length, Double(b) / pencil.length]
      let plane = Hyperplane(normal: normal, threshold: grid.unit * Double(line.offset) / pencil.length)
      let product = (0..<25).reduce(0) { $0 + nu[$1] * max(plane.height(points, row: $1), 0) } / 25
      #expect((ratio - product.magnitude / line.cost).magnitude < 1e-12 * (1 + ratio))
    }
    #expect(!ratios.isEmpty)
  }

  @Test func `no line nearby weighs less than a line's cheapest cell`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1)
    let points = try grid.points
    let draws = RandomStream(seed: 2, purpose: "tilts")
    for line in Pencil(grid, 1, 1).lines {
      let root = 0.5.squareRoot()
      for index in 0..<200 {
        let (turn, shift) = (1e-7 * draws.gaussian(at: 2 * index), 1e-7 * draws.gaussian(at: 2 * index + 1))
        let plane = Hyperplane(
          normal: [root * (1 - turn), root * (1 + turn)], threshold: grid.unit * Double(line.offset) * root + shift)
        #expect(plane.weight(points) > line.cost * (1 - 1e-5))
      }
    }
  }
}
