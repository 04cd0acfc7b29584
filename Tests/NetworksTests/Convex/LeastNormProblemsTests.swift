import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct LeastNormProblemsTests {
  @Test func `three points of |x| cost 2 sqrt 2 / 9`() throws {
    // Every kink t in (-1, 1) has g(t) = (1 - |t|) sqrt 2 / 9 and bends by 2 / (1 - |t|) at least: see g's definition.
    let solution = try LeastNormOnLine(line([-1, 0, 1], [1, 0, 1])).norm()
    #expect((solution.norm - 2 * 2.0.squareRoot() / 9).magnitude < 1e-6)
    #expect((solution.lowerBound - solution.norm).magnitude < 1e-6)
    #expect(solution.error < 1e-7)
  }

  @Test func `the least norms are those of a linear programme over 400 kinks an interval`() throws {
    // scipy 1.17.1, linprog (HiGHS), kinks at 400 places inside every interval, 1e-6 away from the inputs.
    let inputs = [-1.5, -1.1, -0.6, -0.2, 0.3, 0.7, 1.0, 1.4]
    let problem = try LeastNormOnLine(line(inputs, inputs.map { sin(2 * $0) }))
    let (oneSided, both) = try (problem.oneSidedNorm(), problem.norm())
    #expect((oneSided.norm - 0.9724821880663896).magnitude < 2e-6)
    #expect((both.norm - 0.432777898092824).magnitude < 2e-6)
    #expect(oneSided.largestStep == 2 / (1 + 2 * oneSided.norm))
  }

  @Test func `an affine function costs nothing, one-sided it does`() throws {
    let problem = try LeastNormOnLine(line([0, 1, 3, 4], [1, 3, 7, 9]))
    #expect(try problem.norm().norm < 1e-6)
    #expect(try problem.oneSidedNorm().norm > 0.1)
  }

  @Test func `no network that interpolates has a smaller norm`() throws {
    let network = try ShallowNetwork(width: 6, dimension: 1, scale: 1, biasScale: 1, seed: 4)
    let points = try Sample.gaussians(9, 1, seed: 4)
    let problem = try LeastNormOnLine(TrainingSet(points: points, targets: network.values(at: points)))
    #expect(try problem.norm().norm <= StabilityNorm.norm(network, points) + 1e-6)
    #expect(try problem.oneSidedNorm().norm <= StabilityNorm.oneSided(network, points) + 1e-6)
  }

  @Test func `repeated inputs count as often as they occur`() throws {
    let single = try LeastNormOnLine(line([-1, 0, 1], [1, 0, 1])).norm()
    let double = try LeastNormOnLine(line([-1, 1, 0, 0, 1, -1], [1, 1, 0, 0, 1, 1])).norm()
    #expect((single.norm - double.norm).magnitude < 1e-9)
    refused(.noInterpolant(points: 2), try LeastNormOnLine(line([1, 1], [0, 1])))
  }

  @Test func `one point costs nothing`() throws {
    let problem = try LeastNormOnLine(line([2], [5]))
    #expect(try problem.norm().norm == 0)
    #expect(try problem.oneSidedNorm().norm == 0)
    refused(
      .mismatch(what: "the dimension of the points", expected: 1, found: 2),
      try LeastNormOnLine(TrainingSet(points: Matrix(rows: 1, columns: 2), targets: [0])))
  }

  @Test func `the points fill the square`() throws {
    let points = try SquareGrid(side: 3, halfWidth: 1.5).points
    #expect(points.elements == [-1.5, -1.5, 0, -1.5, 1.5, -1.5, -1.5, 0, 0, 0, 1.5, 0, -1.5, 1.5, 0, 1.5, 1.5, 1.5])
  }

  @Test(arguments: [2, 3, 6, 9]) func `orbits share out all points`(side: Int) throws {
    let grid = try SquareGrid(side: side, halfWidth: 1)
    var counts = [Double](repeating: 0, count: grid.orbits.count)
    for x in grid.steps {
      for y in grid.steps {
        let orbit = grid.orbit(x, y)
        #expect(grid.orbits[orbit] == (max(abs(x), abs(y)), min(abs(x), abs(y))))
        counts[orbit] += 1 / Double(side * side)
      }
    }
    #expect(largestDifference(counts, grid.weights) < 1e-12)
  }

  @Test func `targets are what they are called`() throws {
    #expect(SymmetricTarget.pyramid.value(0.25, -0.5) == 0.25)
    #expect(SymmetricTarget.pyramid.value(1, 1) == 0)
    #expect((SymmetricTarget.gaussian(rate: 2).value(1, -1) - 0.018315638888734180).magnitude < 1e-16)
    #expect(try SquareGrid(side: 3, halfWidth: 1).data(.pyramid).targets == [0, 0, 0, 0, 1, 0, 0, 0, 0])
  }

  @Test func `grids that make no sense are refused`() {
    for side in [-1, 1, 201] {
      refused(
        .outside(what: "the side of the grid", range: 2...200, value: side), try SquareGrid(side: side, halfWidth: 1))
    }
    refused(.notPositive(what: "the half width of the grid", value: 0), try SquareGrid(side: 3, halfWidth: 0))
  }

  /// scipy 1.17.1, linprog (HiGHS), without symmetry, over the cells at all lines through two grid points, R = 1.5.
  @Test(arguments: [
    (5, SymmetricTarget.pyramid, 0.9448260859549977), (5, .gaussian(rate: 3), 0.9908621911761932),
    (7, .pyramid, 1.4654151613062232), (7, .gaussian(rate: 3), 1.073742624495369), (4, .pyramid, 0),
    (4, .gaussian(rate: 3), 0.08621159877599745),
  ])
  func `least norms are those of a linear programme over all cells`(m: Int, f: SymmetricTarget, norm: Double) throws {
    let solution = try SquareGrid(side: m, halfWidth: 1.5).leastNorm(of: f)
    #expect((solution.norm - norm).magnitude < 5e-5)
    #expect(solution.norm - solution.lowerBound < 1e-4 && solution.violation < 1.002)
  }

  @Test func `the pyramid's least norms are those of a search over a grid of lines within 2 per cent`() throws {
    for (side, expected) in [(9, 1.45), (13, 1.65)] {
      let norm = try SquareGrid(side: side, halfWidth: 1.5).leastNorm(of: .pyramid).norm
      #expect((norm / expected - 1).magnitude < 0.02)
    }
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
    let lines = GridLines(grid)
    let draws = RandomStream(seed: 1, purpose: "dual")
    let nu = (0..<grid.orbits.count).map { draws.gaussian(at: $0) }
    let mean = dot(nu, grid.weights)
    let centred = nu.map { $0 - mean }
    let largest = lines.violators(of: centred, above: .infinity, count: 0).largest
    let values = grid.steps.flatMap { y in grid.steps.map { x in centred[grid.orbit(x, y)] } }
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
    for atom in GridLines(grid).seed() {
      #expect((atom.plane.weight(points) / atom.cost - 1).magnitude < 1e-4)
      let values = grid.orbits.map { point -> Double in
        let (x, y) = (grid.unit * Double(point.x), grid.unit * Double(point.y))
        let images = [(x, y), (-x, y), (x, -y), (-x, -y), (y, x), (-y, x), (y, -x), (-y, -x)]
        let (normal, threshold) = (atom.plane.normal, atom.plane.threshold)
        return images.reduce(0) { $0 + max(0, normal[0] * $1.0 + normal[1] * $1.1 - threshold) } / 8
      }
      // Both orientations agree up to an affine function, that is, up to a constant.
      let shift = values[0] - atom.values[0]
      #expect(largestDifference(values, atom.values.map { $0 + shift }) < 1e-5)
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
    refused(.notPositive(what: "the ridge", value: 0), try grid.leastNorm(of: .pyramid, ridge: 0))
  }
}
