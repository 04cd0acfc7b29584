import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct SquareGridTests {
  @Test func `the points fill the square`() throws {
    let points = try SquareGrid(side: 3, halfWidth: 1.5).points
    #expect(points.elements == [-1.5, -1.5, 0, -1.5, 1.5, -1.5, -1.5, 0, 0, 0, 1.5, 0, -1.5, 1.5, 0, 1.5, 1.5, 1.5])
  }

  @Test(arguments: [(2, 2), (3, 2), (6, 2), (9, 2), (2, 3), (5, 3), (6, 3)])
  func `orbits share out all points`(side: Int, dimension: Int) throws {
    let grid = try SquareGrid(side: side, halfWidth: 1, dimension: dimension)
    var counts = [Double](repeating: 0, count: grid.orbits.count)
    for place in grid.places {
      let orbit = grid.orbit(place)
      #expect(grid.orbits[orbit] == place.map { abs($0) }.sorted(by: >))
      counts[orbit] += 1 / Double(grid.count)
    }
    #expect(largestDifference(counts, grid.weights) < 1e-12)
  }

  @Test func `every second point along the axes is asked for, and g is of all`() throws {
    let grid = try SquareGrid(side: 5, halfWidth: 1.5, interval: 2)
    #expect(grid.nodes.map { grid.orbits[$0] } == [[0, 0], [4, 0], [4, 4]] && grid.sizes == [1, 4, 4])
    #expect(grid.nodeCount == 9 && grid.count == 25)
    let full = try SquareGrid(side: 5, halfWidth: 1.5).leastNorm(of: .gaussian(rate: 1))
    let part = try grid.leastNorm(of: .gaussian(rate: 1))
    // scipy's linprog over the cells of all 25 points, the equations of 9.
    #expect((part.norm - 0.22286480276669587).magnitude < 1e-6 && part.norm - part.lowerBound < 1e-6)
    #expect(part.norm <= full.norm)
    refused(
      .mismatch(what: "the rest of the side minus 1 over the interval", expected: 0, found: 1),
      try SquareGrid(side: 5, halfWidth: 1, interval: 3))
  }

  @Test func `targets are what they are called`() throws {
    #expect(SymmetricTarget.pyramid.value(0.25, -0.5) == 0.25)
    #expect(SymmetricTarget.pyramid.value(1, 1) == 0 && SymmetricTarget.pyramid.value(0.25, 0.25, -0.25) == 0.25)
    #expect(SymmetricTarget.power(exponent: 2).value(0.5, -0.5) == 0.25)
    #expect(SymmetricTarget.power(exponent: 3).value(1, 0.5) == 0 && SymmetricTarget.bump.value(0.6, 0.8) == 0)
    // e^{-1/3}.
    #expect((SymmetricTarget.bump.value(0.5, 0) - 0.716531310573789250).magnitude < 1e-15)
    #expect((SymmetricTarget.gaussian(rate: 2).value(1, -1) - 0.018315638888734180).magnitude < 1e-16)
    #expect(try SquareGrid(side: 3, halfWidth: 1).data(.pyramid).targets == [0, 0, 0, 0, 1, 0, 0, 0, 0])
  }

  @Test func `grids that make no sense are refused`() {
    for side in [-1, 1, 201] {
      refused(
        .outside(what: "the side of the grid", range: 2...200, value: side), try SquareGrid(side: side, halfWidth: 1))
    }
    refused(.notPositive(what: "the half width of the grid", value: 0), try SquareGrid(side: 3, halfWidth: 0))
    refused(
      .outside(what: "the dimension of the grid", range: 2...3, value: 4),
      try SquareGrid(side: 3, halfWidth: 1, dimension: 4))
    refused(
      .outside(what: "the side of the grid", range: 2...9, value: 10),
      try SquareGrid(side: 10, halfWidth: 1, dimension: 3))
  }

  /// scipy 1.17.1, linprog (HiGHS), without symmetry, over the cells at all lines through two grid points, R = 1.5.
  @Test(arguments: [
    (5, SymmetricTarget.pyramid, 0.9448249885865776), (5, .gaussian(rate: 3), 0.9908621911761932),
    (7, .pyramid, 1.4654151613062232), (7, .gaussian(rate: 3), 1.073742624495369), (4, .pyramid, 0),
    (4, .gaussian(rate: 3), 0.08621159877599745),
  ])
  func `least norms are those of a linear programme over all cells`(m: Int, f: SymmetricTarget, norm: Double) throws {
    let solution = try SquareGrid(side: m, halfWidth: 1.5).leastNorm(of: f)
    // The lines of that programme are moved off the points by 1e-6.
    #expect((solution.norm - norm).magnitude < 5e-6)
    #expect(solution.norm - solution.lowerBound < 1e-8 && solution.violation < 1 + 1e-6)
  }

  /// The same with the cells' own costs, found by random tilts, in the plane and, up to symmetry on 125 points, in space; that of
  /// 81 points is from an independent program.
  @Test(arguments: [
    (7, 2, SymmetricTarget.power(exponent: 1), 0.810729401174183), (7, 2, .power(exponent: 2), 1.0165465156943039),
    (7, 2, .bump, 0.9376351257602343),
    (9, 2, .pyramid, 1.4522676), (3, 3, .pyramid, 0.6899086667329347), (4, 3, .gaussian(rate: 1), 0.24634099334522955),
    (5, 3, .pyramid, 1.2688580527667996),
  ])
  func `proven bounds enclose the exact least norm and nearly meet`(
    side: Int, dimension: Int, target: SymmetricTarget, norm: Double
  ) throws {
    let grid = try SquareGrid(side: side, halfWidth: 1.5, dimension: dimension)
    let solution = try grid.leastNorm(of: target)
    #expect(solution.lowerBound <= norm + 6e-8 && norm - 6e-8 <= solution.norm)
    #expect(solution.norm - solution.lowerBound < 1e-8 && solution.correction < 1e-8 && solution.error == 0)
  }

  @Test func `a proof fails where the search was poor, not where it was right`() throws {
    let grid = try SquareGrid(side: 5, halfWidth: 1.5)
    let planes = GridPlanes(grid)
    let problem = LeastNormProblem(
      targets: grid.values(of: .pyramid), weights: grid.weights,
      free: [[Double](repeating: 1, count: grid.orbits.count)],
      candidates: planes)
    let frame = Frame(weights: problem.weights, free: problem.free)
    let found = try #require(try problem.interpolate().last)
    // A dual ten times too large proves as much, coefficients off by a thousandth prove an upper bound all the same.
    let poor = Interpolation(
      dual: found.dual.map { 10 * $0 }, atoms: found.atoms,
      coefficients: found.coefficients.enumerated().map { $1 * (1 + ($0.isMultiple(of: 2) ? 1e-3 : -1e-3)) })
    let proof = try GridProof(poor, targets: problem.targets, frame: frame, planes: planes).solution
    #expect((proof.lowerBound - 0.9448249885865776).magnitude < 1e-6 && (proof.violation - 10).magnitude < 1e-4)
    #expect(proof.norm >= 0.9448249885865776 - 1e-9 && proof.norm < 0.9448249885865776 * 1.01)
    // Without coefficients the neurons along one direction alone interpolate: the norm is finite and far too large.
    let none = Interpolation(dual: found.dual, atoms: found.atoms, coefficients: found.coefficients.map { _ in 0 })
    let bare = try GridProof(none, targets: problem.targets, frame: frame, planes: planes).solution
    #expect(bare.norm.isFinite && bare.norm > 10 && bare.norm == bare.correction)
    let broken = Interpolation(dual: found.dual.map { _ in .nan }, atoms: found.atoms, coefficients: found.coefficients)
    refused(
      .notFinite("the dual function"), try GridProof(broken, targets: problem.targets, frame: frame, planes: planes))
  }

  @Test func `a function that is constant on the grid needs no neuron and keeps its value`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 3)
    let solution = try grid.leastNorm(of: .pyramid)
    #expect(solution.terms.isEmpty)
    #expect(try grid.values(of: solution, target: .pyramid) == [Double](repeating: 0, count: 16))
  }

  @Test func `no line at all exceeds its bound by more than the certificate says`() throws {
    let grid = try SquareGrid(side: 7, halfWidth: 1.5)
    let points = try grid.points
    let lines = GridPlanes(grid)
    let draws = RandomStream(seed: 1, purpose: "dual")
    let nu = (0..<grid.orbits.count).map { draws.gaussian(at: $0) }
    let mean = dot(nu, grid.weights)
    let centred = nu.map { $0 - mean }
    let largest = lines.violators(of: centred, above: .infinity, count: 0).largest
    let values = grid.places.map { centred[grid.orbit($0)] }
    var reached = 0.0
    for index in 0..<2000 {
      let angle = 2 * Double.pi * draws.uniform(at: 1000 + 2 * index)
      let plane = Hyperplane(normal: [cos(angle), sin(angle)], threshold: 2.2 * draws.uniform(at: 1001 + 2 * index))
      let weight = plane.weight(points)
      guard weight > 0 else { continue }
      let product = (0..<points.rows).reduce(0) { $0 + values[$1] * max(plane.height(points, row: $1), 0) }
      reached = max(reached, product.magnitude / Double(points.rows) / weight)
    }
    #expect(reached <= largest * (1 + 1e-9))
    #expect(reached > 0.5 * largest)
  }

  @Test func `every candidate costs what its displaced line weighs`() throws {
    let grid = try SquareGrid(side: 6, halfWidth: 1.2)
    let points = try grid.points
    for atom in GridPlanes(grid).seed() {
      #expect((atom.plane.weight(points) / (atom.cost / atom.factor) - 1).magnitude < 1e-4)
      let values = grid.orbits.map { point -> Double in
        let (x, y) = (grid.unit * Double(point[0]), grid.unit * Double(point[1]))
        let images = [(x, y), (-x, y), (x, -y), (-x, -y), (y, x), (-y, x), (y, -x), (-y, -x)]
        let (normal, threshold) = (atom.plane.normal, atom.plane.threshold)
        return images.reduce(0) { $0 + max(0, normal[0] * $1.0 + normal[1] * $1.1 - threshold) } / 8
      }
      // Both orientations agree up to an affine function, that is, up to a constant.
      let own = atom.values.map { $0 / atom.factor }
      #expect(largestDifference(values, own.map { $0 + values[0] - own[0] }) < 1e-5)
    }
  }

  @Test func `the network of a solution has its values, its norm and a sharpness that the chain allows`() throws {
    let grid = try SquareGrid(side: 7, halfWidth: 1.5)
    let solution = try grid.leastNorm(of: .pyramid)
    let network = try grid.network(of: solution, target: .pyramid)
    let data = try grid.data(.pyramid)
    #expect(largestDifference(try network.values(at: data.points), data.targets) < 1e-4)
    let chain = try StabilityChain(network, data.points)
    #expect((chain.norm / solution.norm - 1).magnitude < 1e-4)
    #expect((chain.gradientMean / (1 + 2 * chain.oneSidedNorm) - 1).magnitude < 1e-9)
    #expect(chain.slack >= -1e-9)
  }

  @Test func `a larger ridge trades error for norm`() throws {
    let grid = try SquareGrid(side: 7, halfWidth: 1.5)
    let solutions = try [1e-1, 1e-2, 1e-3].map { try grid.leastNorm(of: .gaussian(rate: 2), ridge: $0) }
    for (coarse, fine) in zip(solutions, solutions.dropFirst()) {
      #expect(coarse.norm < fine.norm && coarse.error > fine.error)
      #expect(coarse.lowerBound <= coarse.norm)
    }
    refused(.notPositive(what: "the ridge", value: -1), try grid.leastNorm(of: .pyramid, ridge: -1))
  }
}
