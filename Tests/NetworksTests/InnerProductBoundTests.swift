import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct InnerProductBoundTests {
  /// The shares by quadrature of sin(a t) P_k(t) with 2000 nodes in the angle, log N(d, d^2) from mpmath.
  @Test(arguments: [
    (3, 0.9905135237235766, 2.9444389791664405), (4, 0.9995628090500743, 5.6664266881124322),
    (5, 0.9999961221859796, 8.732465848349878),
  ])
  func `the share of high degrees is that of a quadrature`(d: Int, share: Double, logCount: Double) throws {
    let bound = try InnerProductBound(dimension: d)
    #expect(abs((1 - bound.share) / (1 - share) - 1) < 1e-9)
    #expect(abs(bound.logMultiplicity - logCount) < 1e-12)
  }

  /// From mpmath.
  @Test(arguments: [
    (0, 100.0, 0, 0.019985850304223122), (0, 100, 3, 0.076284201720331943), (6, 100, 0, 0.076284201720331943),
    (1, 50, 0, -0.029605831888924613), (1, 50, 3, 0.11178059493928059),
  ])
  func `Bessel functions of both kinds of order agree with high precision`(h: Int, x: Double, j: Int, value: Double) {
    #expect(abs(BesselLadder.values(halfOrder: h, argument: x, count: j + 1)[j] - value) < 1e-15)
  }

  @Test func `in log space large dimensions do not overflow`() throws {
    let bound = try InnerProductBound(dimension: 64)
    #expect(abs(bound.logMultiplicity - 319.99538421592699) < 1e-9)
    #expect(bound.share > 0.5 && bound.share <= 1)
  }

  /// Norms and logarithms of the least width for an error of half the norm and weights up to d and 2^d, from mpmath, 40 digits.
  @Test(arguments: [
    (3, 0.707106781186547524, -7.11072692698838258, -9.07238543301183505),
    (5, 0.707108500661961648, -6.76128847542171284, -10.4738844561529652),
    (16, 0.707106781186547524, 9.81210929360758249, -6.82342303983110493),
    (64, 0.707106781186547524, 136.122946299861791, 55.7178733549081354),
  ])
  func `the least width agrees with high precision, for both bounds on the weights`(
    dimension: Int, norm: Double, power: Double, exponential: Double
  ) throws {
    let (bound, d) = (try InnerProductBound(dimension: dimension), Double(dimension))
    #expect(abs(bound.norm / norm - 1) < 1e-13)
    #expect(abs(bound.logWidth(error: 0.5, logWeightBound: log(d)) - power) < 1e-9)
    #expect(abs(bound.logWidth(error: 0.5, logWeightBound: d * log(2)) - exponential) < 1e-9)
    // Weights ten times as large and an error without allowance: log N moves by what the formula says.
    let (tight, root) = (bound.logWidth(error: 0, logWeightBound: log(d)), bound.share.squareRoot())
    let allowance = log(root / (root - 0.5))
    #expect(abs(tight - power - allowance) < 1e-9)
    let heavy = bound.logWidth(error: 0.5, logWeightBound: log(10 * d))
    #expect(abs(heavy - power + 2 * log(10)) < 1e-9)
    let scale = 4 * Double.pi * d * d * d
    #expect(abs(bound.radialError(share: 0.5) * scale / norm - 1) < 1e-13)
  }

  /// 2 a f((x + x')/2) = (-1)^{d^3} sin(a <x, x'>), a = pi d^3: the reduction that the bound rests on.
  @Test(arguments: [3, 4, 7]) func `the radial function at a midpoint is the function of the inner product`(
    dimension: Int
  ) throws {
    let points = try Sampling.sphere(count: 40, dimension: dimension, stream: RandomStream(seed: 3, purpose: "test"))
    let frequency = try InnerProductBound(dimension: dimension).frequency
    for pair in 0..<20 {
      let (x, y) = (Array(points[row: pair]), Array(points[row: pair + 20]))
      let inner = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
      let halves: [Double] = zip(x, y).map { ($0 + $1) / 2 }
      let middle = halves.reduce(0) { $0 + $1 * $1 }
      let sign = dimension.isMultiple(of: 2) ? 1.0 : -1
      #expect(abs(sin(2 * frequency * middle) - sign * sin(frequency * inner)) < 1e-9)
    }
  }

  @Test func `the width outgrows every fixed power of d`() throws {
    let widths = try [4, 8, 16, 32, 64].map {
      try InnerProductBound(dimension: $0).logWidth(error: 0.5, logWeightBound: 3 * log(Double($0)))
    }
    let slopes = zip(widths, widths.dropFirst()).map { ($1 - $0) / log(2) }
    #expect(zip(slopes, slopes.dropFirst()).allSatisfy { $1 > 1.5 * $0 })
    #expect((slopes.last ?? 0) > 50)
  }

  @Test func `dimensions out of range are refused`() {
    refused(.outside(what: "the dimension", range: 3...200, value: 2), try InnerProductBound(dimension: 2))
  }
}
