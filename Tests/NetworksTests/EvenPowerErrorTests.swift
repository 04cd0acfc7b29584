import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct EvenPowerErrorTests {
  /// By NumPy, in the d^k coordinates of full tensors with the eigenvectors of E[v v'] from the moments of a Gaussian vector, on
  /// directions from an own implementation of the random streams, seed 3: bound, interpolants' bound on 32 pieces, and the
  /// expectation's bound without it.
  @Test(arguments: [
    (5, 1, 12, 1.2476918434418, 0.0048828125, 1.4948168510604),
    (3, 2, 16, 0.581231324610902, 0.016598541902042, 1.50506539264557),
    (4, 3, 20, 1.70498733864773, 0.0661136198991963, 3.81557239512884),
    (2, 2, 9, 0.34047354588614, 0.0112496174934693, 1.02510038967709),
    (2, 3, 9, 0.460826135655987, 0.0313771772852166, 1.40845908270212),
    (6, 3, 40, 2.13636430352277, 0.0998637322762422, 5.76484907149959),
  ])
  func `the bounds are those of full tensors`(
    d: Int, k: Int, m: Int, form: Double, interpolation: Double, expected: Double
  ) throws {
    let error = try EvenPowerError(EvenPower(dimension: d, power: k, directions: m), pieces: 32, seed: 3)
    #expect(abs(error.form / form - 1) < 1e-11 && abs(error.interpolation / interpolation - 1) < 1e-11)
    #expect(
      abs(error.expected - error.interpolation - expected) < 1e-12 && error.bound == error.form + error.interpolation)
    #expect(error.found <= error.bound && error.found > 0.5 * error.bound)
  }

  /// The greatest error of the same networks in the ball, by NumPy on 26 radii times 40,001 angles or 60,000 points of the sphere.
  @Test(arguments: [(3, 2, 16, 0.544797353), (2, 2, 9, 0.335779473), (2, 3, 9, 0.424689181)])
  func `the greatest error of a dense grid is below the bound, and the search finds it`(
    d: Int, k: Int, m: Int, greatest: Double
  ) throws {
    let error = try EvenPowerError(EvenPower(dimension: d, power: k, directions: m), pieces: 32, seed: 3)
    #expect(greatest <= error.bound && error.bound < 1.2 * greatest)
    #expect(abs(error.found / greatest - 1) < 0.01)
  }

  @Test func `the search's network is the one that is built`() throws {
    let even = try EvenPower(dimension: 3, power: 2, directions: 5)
    let search = try EvenPowerSearch(directions: even.sample(seed: 1), power: 2, seed: 1)
    let ends = try Matrix(rows: search.ends.count, columns: 3, elements: search.ends.flatMap { $0 })
    let values = try even.network(pieces: 16, seed: 1).values(at: ends)
    let greatest = values.reduce(0) { max($0, abs($1 - 1)) }
    #expect(abs(try EvenPowerError(even, pieces: 16, seed: 1).found - greatest) < 1e-12)
  }

  @Test func `powers with more parts are refused`() throws {
    let even = try EvenPower(dimension: 3, power: 4, directions: 5)
    refused(
      .outside(what: "the power k", range: 1...3, value: 4), try EvenPowerError(even, pieces: 16, seed: 1))
  }
}
