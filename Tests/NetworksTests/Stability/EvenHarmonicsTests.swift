import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct EvenHarmonicsTests {
  @Test func `the rule of three nodes is that of the textbooks`() {
    let (nodes, weights) = EvenHarmonics.gaussLegendre(count: 3)
    let reach = 0.5 * 0.6.squareRoot()
    #expect(largestDifference(nodes, [0.5 + reach, 0.5, 0.5 - reach]) < 1e-15)
    #expect(largestDifference(weights, [5.0 / 18, 8.0 / 18, 5.0 / 18]) < 1e-15)
    #expect(EvenHarmonics.gaussLegendre(count: 1).nodes == [0.5])
  }

  @Test func `fifty nodes integrate the powers up to the 99th`() {
    let (nodes, weights) = EvenHarmonics.gaussLegendre(count: 50)
    for power in [0, 1, 50, 99] {
      let sum = zip(nodes, weights).reduce(0) { $0 + $1.1 * pow($1.0, Double(power)) }
      #expect((sum * Double(power + 1) - 1).magnitude < 1e-13, "\(power)")
    }
  }

  /// z^4 - 3 x y z^2 + x^2 y^2 + 2: even, of degree 4, with parts of all orders up to 4.
  private func polynomial(_ x: Double, _ y: Double, _ z: Double) -> Double {
    z * z * z * z - 3 * x * y * z * z + x * x * y * y + 2
  }

  private func harmonics(degree: Int, rings: Int) throws -> EvenHarmonics {
    try EvenHarmonics(degree: degree, rings: rings) { heights in
      try Matrix(
        rows: heights.count, columns: 2 * rings,
        elements: heights.flatMap { z in
          (0..<2 * rings).map { index in
            let (radius, angle) = ((1 - z * z).squareRoot(), Double.pi * Double(index) / Double(rings))
            return polynomial(radius * cos(angle), radius * sin(angle), z)
          }
        })
    }
  }

  @Test(arguments: [4, 5, 20]) func `an even polynomial is the sum of its harmonics`(degree: Int) throws {
    let (heights, angles) = ([-1, -0.3, 0, 0.8, 1], [0, 0.4, 2, 5])
    let found = try harmonics(degree: degree, rings: degree + 4).values(heights: heights, angles: angles)
    for (row, z) in heights.enumerated() {
      for (column, angle) in angles.enumerated() {
        let radius = (1 - z * z).squareRoot()
        let value = polynomial(radius * cos(angle), radius * sin(angle), z)
        #expect((found[row, column] - value).magnitude < 1e-13)
      }
    }
  }

  @Test func `every degree gets its own factor`() throws {
    // z^4 - 3 x y z^2 + x^2 y^2 + 2 without the degrees 0 and 2: what is left is orthogonal to both, and harmonic when
    // continued by |u|^4, so that its mean over any circle of latitude about any pole is P_4 times the value there.
    var part = try harmonics(degree: 4, rings: 8)
    part.scale(by: [0, 0, 1])
    let z = 0.6
    let legendre = (35 * z * z * z * z - 30 * z * z + 3) / 8
    let ring = try part.values(heights: [z], angles: (0..<16).map { Double.pi * Double($0) / 8 })
    let pole = try part.values(heights: [1], angles: [0])[0, 0]
    #expect((ring.elements.reduce(0, +) / 16 - legendre * pole).magnitude < 1e-14 && pole.magnitude > 0.01)
  }

  @Test func `too few rings are refused`() {
    refused(
      .outside(what: "the number of rings", range: 10...100_000, value: 9),
      try EvenHarmonics(degree: 10, rings: 9) { _ in try Matrix(rows: 0, columns: 0) })
  }
}
