import Foundation
import Testing

@testable import Statistics

struct StudentTTests {
  /// By root finding on mpmath's incomplete beta function (scipy for 100,000 degrees of freedom).
  @Test(arguments: [
    (0.975, 1, 12.706204736174693), (0.975, 2, 4.3026527297494618), (0.975, 5, 2.5705818356363148),
    (0.95, 10, 1.8124611228116759), (0.995, 30, 2.749995653567225), (0.975, 120, 1.9799304050824405),
    (0.9995, 7, 5.4078825208618281), (0.6, 3, 0.27667066233268985), (0.975, 100_000, 1.9599877075346095),
  ])
  func `quantiles agree with reference values`(probability: Double, freedom: Int, expected: Double) throws {
    let value = try StudentT.quantile(probability, freedom: Double(freedom))
    #expect(abs(value / expected - 1) < (freedom > 1000 ? 1e-9 : 1e-12))
    let mirrored = try StudentT.quantile(1 - probability, freedom: Double(freedom))
    #expect(abs(mirrored / expected + 1) < (freedom > 1000 ? 1e-9 : 1e-12))
  }

  @Test(arguments: [0.01, 0.3, 1.0, 7.0, 400.0])
  func `with one and two degrees of freedom the tail is elementary`(t: Double) throws {
    let cauchy = 1 - 2 / Double.pi * atan(t)
    #expect(abs(try StudentT.twoSidedTail(t, freedom: 1) / cauchy - 1) < 1e-12)
    let root = (2 + t * t).squareRoot()
    // 1 - t/root, rewritten so that it keeps its digits for large t.
    #expect(abs(try StudentT.twoSidedTail(t, freedom: 2) / (2 / (root * (root + t))) - 1) < 1e-12)
  }

  @Test func `the median is zero and infinity has no tail`() throws {
    #expect(try StudentT.quantile(0.5, freedom: 3) == 0)
    #expect(try StudentT.twoSidedTail(.infinity, freedom: 3) == 0)
    #expect(try StudentT.twoSidedTail(0, freedom: 3) == 1)
  }

  @Test func `the incomplete beta function agrees with reference values`() {
    #expect(abs(IncompleteBeta.regularized(0.9, complement: 0.1, 5, 0.5) / 0.316642915020012256 - 1) < 1e-13)
    #expect(abs(IncompleteBeta.regularized(0.2, complement: 0.8, 2.5, 3.5) / 0.132817309778049111 - 1) < 1e-13)
  }

  @Test func `impossible probabilities and degrees of freedom are refused`() {
    #expect(throws: RegressionError.badProbability(value: 1)) { try StudentT.quantile(1, freedom: 2) }
    #expect(throws: RegressionError.badFreedom(value: 0)) { try StudentT.quantile(0.9, freedom: 0) }
    #expect(throws: RegressionError.badFreedom(value: -1)) { try StudentT.twoSidedTail(1, freedom: -1) }
  }
}
