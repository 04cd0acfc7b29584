import Testing

@testable import Statistics

@Suite struct LinearModelTests {
  @Test func `the Longley data give their certified coefficients and errors`() throws {
    let rows = CertifiedData.longley
    let columns = [[Double](repeating: 1, count: rows.count)] + (1...6).map { j in rows.map { $0[j] } }
    let model = try LinearModel(columns: columns, response: rows.map { $0[0] })
    let certified: [(Double, Double)] = [
      (-3482258.63459582, 890420.383607373), (15.0618722713733, 84.9149257747669),
      (-0.358191792925910e-1, 0.334910077722432e-1), (-2.02022980381683, 0.488399681651699),
      (-1.03322686717359, 0.214274163161675), (-0.511041056535807e-1, 0.226073200069370),
      (1829.15146461355, 455.478499142212),
    ]
    for (j, (coefficient, error)) in certified.enumerated() {
      #expect(abs(model.coefficients[j] / coefficient - 1) < 1e-7, "coefficient \(j)")
      #expect(abs(model.standardErrors[j] / error - 1) < 1e-7, "error \(j)")
    }
    #expect(abs(model.residualDeviation / 304.854073561965 - 1) < 1e-9 && model.freedom == 9)
  }

  @Test func `residuals are orthogonal to the columns and add up with the fit`() throws {
    let columns: [[Double]] = [[1, 1, 1, 1, 1], [0, 1, 2, 3, 5], [1, -1, 2, 0, 3]]
    let response = [1.0, 4, 2, 8, 5]
    let model = try LinearModel(columns: columns, response: response)
    for column in columns { #expect(abs(zip(column, model.residuals).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-13) }
    for index in response.indices {
      #expect(abs(model.fitted[index] + model.residuals[index] - response[index]) < 1e-14)
    }
  }

  @Test func `as many points as columns are interpolated without an error estimate`() throws {
    let model = try LinearModel(columns: [[1, 1], [2, 3]], response: [5, 7])
    #expect(abs(model.coefficients[0] - 1) < 1e-13 && abs(model.coefficients[1] - 2) < 1e-13)
    #expect(model.residualDeviation.isNaN && model.standardErrors.allSatisfy(\.isNaN))
  }

  @Test func `too few points and dependent columns are refused`() {
    refused(.tooFewPoints(points: 1, needed: 2), try LinearModel(columns: [[1], [2]], response: [1]))
    refused(.dependentColumns(column: 1), try LinearModel(columns: [[1, 1, 1], [2, 2, 2]], response: [1, 2, 3]))
    refused(.lengthsDiffer(first: 2, second: 3), try LinearModel(columns: [[1, 1]], response: [1, 2, 3]))
  }

  @Test func `the Norris data give their certified line`() throws {
    let data = CertifiedData.norris
    let line = try LineFit(data.map(\.x), data.map(\.y))
    #expect(abs(line.intercept / -0.262323073774029 - 1) < 1e-11 && abs(line.slope / 1.00211681802045 - 1) < 1e-13)
    #expect(abs(line.model.standardErrors[0] / 0.232818234301152 - 1) < 1e-12)
    #expect(abs(line.model.standardErrors[1] / 0.429796848199937e-3 - 1) < 1e-12)
    #expect(abs(line.model.residualDeviation / 0.884796396144373 - 1) < 1e-12)
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
    refused(.badFreedom(value: 0), try line.slopeInterval())
  }

  @Test func `bad data are refused`() {
    refused(.lengthsDiffer(first: 2, second: 1), try LineFit([1, 2], [1]))
    refused(.tooFewPoints(points: 1, needed: 2), try LineFit([1], [1]))
    refused(.tooFewPoints(points: 0, needed: 2), try LineFit([], []))
    refused(.constantAbscissa(value: 3), try LineFit([3, 3, 3], [1, 2, 3]))
    refused(.notFinite(index: 1), try LineFit([1, .nan, 2], [1, 2, 3]))
    refused(.notFinite(index: 2), try LineFit([1, 3, 2], [1, 2, .infinity]))
    refused(.badLevel(level: 1), try LineFit([1, 2, 3], [1, 2, 4]).slopeInterval(level: 1))
  }

  @Test func `a square system is solved`() throws {
    // [[2, 1], [1, 3]] x = [3, 5] has x = [4/5, 7/5].
    let solution = try HouseholderQR(columns: [[2, 1], [1, 3]]).solve([3, 5])
    #expect(abs(solution[0] - 0.8) < 1e-15 && abs(solution[1] - 1.4) < 1e-15)
  }

  @Test func `the inverse Gram matrix is that of the normal equations`() throws {
    // A'A = [[4, 10], [10, 30]], inverse [[1.5, -0.5], [-0.5, 0.2]].
    let inverse = try HouseholderQR(columns: [[1, 1, 1, 1], [1, 2, 3, 4]]).inverseGram()
    let expected = [[1.5, -0.5], [-0.5, 0.2]]
    for row in 0...1 { for column in 0...1 { #expect(abs(inverse[row][column] - expected[row][column]) < 1e-14) } }
  }

  @Test func `units of wildly different size do no harm`() throws {
    let solution = try HouseholderQR(columns: [[1e150, 1e150, 2e150], [1e-150, 2e-150, 1e-150]]).solve([2, 3, 3])
    #expect(abs(solution[0] * 1e150 - 1) < 1e-14 && abs(solution[1] * 1e-150 - 1) < 1e-14)
  }

  @Test func `a zero column and a repeated one are refused`() {
    refused(.dependentColumns(column: 0), try HouseholderQR(columns: [[0, 0]]))
    refused(.dependentColumns(column: 2), try HouseholderQR(columns: [[1, 0, 0], [0, 1, 0], [1, 1, 0]]))
  }
}

/// Data sets of the NIST Statistical Reference Datasets with certified values.
enum CertifiedData {
  /// Norris: y, x.
  static let norris: [(y: Double, x: Double)] = [
    (0.1, 0.2), (338.8, 337.4), (118.1, 118.2), (888.0, 884.6), (9.2, 10.1), (228.1, 226.5), (668.5, 666.3),
    (998.5, 996.3), (449.1, 448.6), (778.9, 777.0), (559.2, 558.2), (0.3, 0.4), (0.1, 0.6), (778.1, 775.5),
    (668.8, 666.9), (339.3, 338.0), (448.9, 447.5), (10.8, 11.6), (557.7, 556.0), (228.3, 228.1), (998.0, 995.8),
    (888.8, 887.6), (119.6, 120.2), (0.3, 0.3), (0.6, 0.3), (557.6, 556.8), (339.3, 339.1), (888.0, 887.2),
    (998.5, 999.0), (778.9, 779.0), (10.2, 11.1), (117.6, 118.3), (228.9, 229.2), (668.4, 669.1), (449.2, 448.9),
    (0.2, 0.5),
  ]

  /// Longley: y and six regressors, whose scaled condition number is about 4e4 and raw one 5e9.
  static let longley: [[Double]] = [
    [60323, 83.0, 234289, 2356, 1590, 107608, 1947], [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
    [60171, 88.2, 258054, 3682, 1616, 109773, 1949], [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
    [63221, 96.2, 328975, 2099, 3099, 112075, 1951], [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
    [64989, 99.0, 365385, 1870, 3547, 115094, 1953], [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
    [66019, 101.2, 397469, 2904, 3048, 117388, 1955], [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
    [68169, 108.4, 442769, 2936, 2798, 120445, 1957], [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
    [68655, 112.6, 482704, 3813, 2552, 123366, 1959], [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
    [69331, 115.7, 518173, 4806, 2572, 127852, 1961], [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
  ]
}

struct ErrorsTests {
  @Test func `every error is one line with the fact and the remedy`() {
    let expected: KeyValuePairs<RegressionError, String> = [
      .lengthsDiffer(first: 2, second: 3): "2 values against 3; give every point one value of each",
      .tooFewPoints(points: 1, needed: 2): "1 point is too few, at least 2 are needed; widen the range or drop a term",
      .notFinite(index: 4): "value 4 is not finite; remove it or mend what produced it",
      .notPositive(index: 0, value: -1):
        "value 0 is -1.0, which has no logarithm; leave out vanishing and negative values",
      .overflow(what: "the mean"): "the mean is beyond the range of numbers; scale the data",
      .constantAbscissa(value: 2): "every abscissa is 2.0, so that no slope exists; give at least two different ones",
      .dependentColumns(column: 1): "column 1 depends linearly on those before it; drop it or widen the range",
      .badLevel(level: 1): "confidence level 1.0 is out of range; choose one between 0 and 1, such as 0.95",
      .mismatch(what: "targets", expected: 2, found: 3): "targets: 3 given where 2 are needed; make the sizes agree",
      .outside(what: "the ridge", value: -1, need: "give a finite positive one"):
        "the ridge is -1.0; give a finite positive one",
      .notPositiveSemidefinite(eigenvalue: -0.5, largest: 1):
        "the kernel matrix has eigenvalues -0.5 and 1.0, so that no kernel made it; check its entries",
      .noEquivalent(samples: 5, rank: 3):
        "5.0 samples determine all 3.0 eigenfunctions given; give more degrees, a tail, or a positive ridge",
      .badProbability(value: 2): "probability 2.0 is out of range; it must lie between 0 and 1",
      .badReplicates(count: 5): "5 bootstrap replicates are too few; use at least 100",
      .oneValue:
        "the mean of one value has no t interval; give at least two, such as a second seed of a sweep, or leave the interval out",
      .badFreedom(value: 0): "0.0 degrees of freedom are too few; a t interval needs more points than parameters",
    ]
    for (error, sentence) in expected { #expect(error.description == sentence) }
  }
}

/// Expects that `call` throws `error`.
func refused(
  _ error: RegressionError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }
