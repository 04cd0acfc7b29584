import Testing

@testable import Statistics

struct SummaryTests {
  @Test func `mean, deviation and quantiles are the textbook's`() throws {
    // 2 4 4 4 5 5 7 9: mean 5, sum of squares 32.
    let summary = try Summary([9, 2, 4, 5, 4, 7, 5, 4])
    #expect(summary.mean == 5 && summary.count == 8)
    #expect(abs(summary.deviation - (32.0 / 7).squareRoot()) < 1e-15)
    #expect(abs(summary.standardError - (32.0 / 56).squareRoot()) < 1e-15)
    #expect(summary.minimum == 2 && summary.maximum == 9)
    // Type 7: h = 7 * 0.25 = 1.75 between 4 and 4; h = 7 * 0.9 = 6.3 between 7 and 9.
    #expect(try summary.quantile(0.25) == 4 && summary.quantile(0.5) == 4.5)
    #expect(abs(try summary.quantile(0.9) - 7.6) < 1e-14)
    #expect(try summary.quantile(0) == 2 && summary.quantile(1) == 9)
  }

  @Test func `Student's interval of a mean`() throws {
    // 1 ... 6: mean 3.5, standard error sqrt(3.5/6), t_{0.975,5}.
    let interval = try Summary([1, 2, 3, 4, 5, 6]).meanInterval(level: 0.95)
    #expect(abs(interval.upper - 3.5 - 2.5705818356363148 * (3.5 / 6).squareRoot()) < 1e-12)
    #expect(abs(interval.center - 3.5) < 1e-14)
  }

  @Test func `the central interval leaves equal shares on both sides`() throws {
    let interval = try Summary((0...100).map(Double.init)).centralInterval(level: 0.9)
    #expect(abs(interval.lower - 5) < 1e-12 && abs(interval.upper - 95) < 1e-12)
  }

  @Test func `one value has no spread and none has no summary`() throws {
    let one = try Summary([3])
    #expect(try one.deviation.isNaN && one.quantile(0.5) == 3)
    #expect(throws: RegressionError.badFreedom(value: 0)) { try one.meanInterval() }
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 1)) { try Summary([]) }
    #expect(throws: RegressionError.notFinite(index: 1)) { try Summary([1, .nan]) }
    #expect(throws: RegressionError.badProbability(value: 1.5)) { try one.quantile(1.5) }
    #expect(throws: RegressionError.badLevel(level: 0)) { try one.centralInterval(level: 0) }
  }
}
