import Foundation
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
    #expect(abs(bound.logWidth - (log(share) + logCount) / 2) < 1e-12)
    #expect(abs(pow(Double(d), bound.power) / exp(bound.logWidth) - 1) < 1e-12)
  }

  /// From mpmath.
  @Test func `Bessel functions of both kinds of order agree with high precision`() {
    let whole = BesselLadder.values(halfOrder: 0, argument: 100, count: 4)
    #expect(abs(whole[0] - 0.019985850304223122) < 1e-15)
    #expect(abs(whole[3] - 0.076284201720331943) < 1e-15)
    let half = BesselLadder.values(halfOrder: 1, argument: 50, count: 4)
    #expect(abs(half[0] + 0.029605831888924613) < 1e-15)
    #expect(abs(half[3] - 0.11178059493928059) < 1e-15)
    #expect(abs(BesselLadder.values(halfOrder: 6, argument: 100, count: 1)[0] - 0.076284201720331943) < 1e-15)
  }

  @Test func `in log space large dimensions do not overflow`() throws {
    let bound = try InnerProductBound(dimension: 64)
    #expect(abs(bound.logMultiplicity - 319.99538421592699) < 1e-9)
    #expect(bound.share > 0.5 && bound.share <= 1)
  }

  @Test func `the width outgrows every fixed power of d`() throws {
    let widths = try [4, 8, 16, 32, 64].map { try InnerProductBound(dimension: $0).logWidth }
    let slopes = zip(widths, widths.dropFirst()).map { ($1 - $0) / log(2) }
    #expect(zip(slopes, slopes.dropFirst()).allSatisfy { $1 > 1.5 * $0 })
    #expect((slopes.last ?? 0) > 50)
  }

  @Test func `dimensions out of range are refused`() {
    #expect(throws: NetworkError.outside(what: "the dimension", range: 3...200, value: 2)) {
      try InnerProductBound(dimension: 2)
    }
  }
}
