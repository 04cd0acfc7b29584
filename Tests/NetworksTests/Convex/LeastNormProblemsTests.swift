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
}
