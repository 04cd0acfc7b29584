import Foundation
import Testing

@testable import Statistics

struct LineFitTests {
  @Test func `the Norris data give their certified line`() throws {
    let data = CertifiedData.norris
    let line = try LineFit(data.map(\.x), data.map(\.y))
    #expect(abs(line.intercept / -0.262323073774029 - 1) < 1e-11)
    #expect(abs(line.slope / 1.00211681802045 - 1) < 1e-13)
    #expect(abs(line.model.standardErrors[0] / 0.232818234301152 - 1) < 1e-12)
    #expect(abs(line.model.standardErrors[1] / 0.429796848199937e-3 - 1) < 1e-12)
    #expect(abs(line.model.residualDeviation / 0.884796396144373 - 1) < 1e-12)
  }

  @Test func `weights enter as inverse variances`() throws {
    // Exact rationals: slope 3/5, intercept 2, squared error of the slope 11/50.
    let line = try LineFit([1, 2, 3, 5], [2, 3, 5, 4], weights: [1, 4, 2, 1])
    #expect(abs(line.slope - 0.6) < 1e-14)
    #expect(abs(line.intercept - 2) < 1e-14)
    #expect(abs(pow(line.model.standardErrors[1], 2) - 0.22) < 1e-14)
    let scaled = try LineFit([1, 2, 3, 5], [2, 3, 5, 4], weights: [10, 40, 20, 10])
    #expect(abs(scaled.model.standardErrors[1] / line.model.standardErrors[1] - 1) < 1e-14)
  }

  @Test func `an interval is Student's quantile times the standard error`() throws {
    let line = try LineFit([1, 2, 3, 4, 5, 6, 7], [1, 3, 2, 5, 4, 6, 8])
    let interval = try line.slopeInterval(level: 0.95)
    #expect(abs(interval.width / 2 / line.model.standardErrors[1] - 2.5705818356363148) < 1e-11)
    #expect(abs(interval.center - line.slope) < 1e-14)
    #expect(try line.interceptInterval().contains(line.intercept))
  }

  @Test func `two points are joined and have no interval`() throws {
    let line = try LineFit([1, 3], [5, 1])
    #expect(abs(line.slope + 2) < 1e-14 && abs(line.intercept - 7) < 1e-14)
    #expect(throws: RegressionError.badFreedom(value: 0)) { try line.slopeInterval() }
  }

  @Test func `bad data are refused`() {
    #expect(throws: RegressionError.lengthsDiffer(first: 2, second: 1)) { try LineFit([1, 2], [1]) }
    #expect(throws: RegressionError.tooFewPoints(points: 1, needed: 2)) { try LineFit([1], [1]) }
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 2)) { try LineFit([], []) }
    #expect(throws: RegressionError.constantAbscissa(value: 3)) { try LineFit([3, 3, 3], [1, 2, 3]) }
    #expect(throws: RegressionError.notFinite(index: 1)) { try LineFit([1, .nan, 2], [1, 2, 3]) }
    #expect(throws: RegressionError.notFinite(index: 2)) { try LineFit([1, 3, 2], [1, 2, .infinity]) }
    #expect(throws: RegressionError.badWeight(index: 0, value: 0)) {
      try LineFit([1, 2, 3], [1, 2, 3], weights: [0, 1, 1])
    }
    #expect(throws: RegressionError.badLevel(level: 1)) { try LineFit([1, 2, 3], [1, 2, 4]).slopeInterval(level: 1) }
  }
}
