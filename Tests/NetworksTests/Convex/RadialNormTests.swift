import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct RadialNormTests {
  @Test func `Dawson's function and its third derivative have the values of a table`() {
    // scipy 1.17.1, scipy.special.dawsn.
    for (x, value, third) in [
      (0, 0, -4), (0.3, 0.282631665021312, -2.6835744455678805), (1, 0.5380795069127684, 2.1523180276510736),
      (2.5, 0.22308372216743555, -0.19295360590637722), (10, 0.05025384718759854, -0.00031583827643699713),
    ] {
      #expect((Dawson.value(x) - value).magnitude < 1e-15)
      #expect((Dawson.thirdDerivative(x) - third).magnitude < 1e-12)
    }
  }

  @Test func `at the centre the density is the Laplacian over the circle's length`() throws {
    // Laplace (1 - |x|^2)^p = -4 p and Laplace exp(-c |x|^2) = -4 c at 0; all lines through 0 carry a(0).
    for p in 2...6 {
      let density = try #require(RadialNorm.density(of: .power(exponent: Double(p))))
      #expect((2 * Double.pi * density(0) - 4 * Double(p)).magnitude < 1e-10)
    }
    for rate in [0.5, 3] {
      let density = try #require(RadialNorm.density(of: .gaussian(rate: rate)))
      #expect((2 * Double.pi * density(0) - 4 * rate).magnitude < 1e-12)
    }
  }

  @Test(arguments: [
    (2.0, 1.2, 0.296700294281), (2, 1.5, 0.063464267326), (2, 2, 0.0141418702614), (3, 1.2, 0.158433484249),
    (3, 1.5, 0.0406537166323), (3, 2, 0.00984489724404),
  ])
  func `outside the support the density is the Hilbert integral`(p: Double, t: Double, value: Double) throws {
    // mpmath 1.3: 6 / (4 pi^2) times the integral of R f(s) / (t - s)^4, R f integrated along lines.
    let density = try #require(RadialNorm.density(of: .power(exponent: p)))
    #expect((density(t) / value - 1).magnitude < 1e-9)
  }

  @Test(arguments: [
    (SymmetricTarget.gaussian(rate: 2), 9, 1.0833), (.power(exponent: 2), 9, 1.5621), (.power(exponent: 3), 13, 1.6976),
  ])
  func `integrals are those of Gauss-Legendre quadrature within 3 parts in a thousand`(
    target: SymmetricTarget, side: Int, value: Double
  ) throws {
    // numpy: 64 angles, 400 Gauss-Legendre nodes a piece, g from cumulative sums.
    let found = try #require(try RadialNorm.value(of: target, on: SquareGrid(side: side, halfWidth: 1.5)))
    #expect((found / value - 1).magnitude < 3e-3)
  }

  @Test(arguments: [SymmetricTarget.gaussian(rate: 2), .gaussian(rate: 0.3), .power(exponent: 2), .power(exponent: 4)])
  func `no interpolant needs more than the function itself costs`(target: SymmetricTarget) throws {
    let grid = try SquareGrid(side: 6, halfWidth: 1.5)
    let own = try #require(try RadialNorm.value(of: target, on: grid))
    #expect(try grid.leastNorm(of: target).norm < own)
  }

  @Test func `functions without a finite norm or without a closed form have none, nor have cubes`() throws {
    let grid = try SquareGrid(side: 5, halfWidth: 1.5)
    for target in [SymmetricTarget.pyramid, .bump, .power(exponent: 1), .power(exponent: 2.5)] {
      #expect(try RadialNorm.value(of: target, on: grid) == nil)
    }
    let cube = try SquareGrid(side: 3, halfWidth: 1.5, dimension: 3)
    #expect(try RadialNorm.value(of: .gaussian(rate: 1), on: cube) == nil)
  }
}
