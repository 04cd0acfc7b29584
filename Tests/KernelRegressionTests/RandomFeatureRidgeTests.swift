import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RandomFeatureRidgeTests {
  /// On the line, relu features of x > 0 are all multiples of x: the prediction is x S_xy f/(f S_xx + n lambda), with
  /// f the sum of the squared slopes.
  @Test(arguments: [[7], [5, 4]]) func `in one dimension the prediction has a closed form`(widths: [Int]) throws {
    let lambdas = [0.5, 1e-3]
    let ridge = try RandomFeatureRidge(
      training: (column([1, 2, 3]), [1, 1, 2]), test: (column([0.5, 4]), [0, 0]), widths: widths, lambdas: lambdas,
      seed: 5, draw: 0)
    let features = try GaussianFeatures(dimension: 1, widths: widths, seed: 5, purpose: "features 0")
    let power = try features(column([1])).elements.reduce(0) { $0 + $1 * $1 }
    for (index, lambda) in lambdas.enumerated() {
      let slope = 9 * power / (14 * power + 3 * lambda)
      #expect(abs(ridge.shared[index] - slope * slope * (0.25 + 16) / 2) < 1e-12)
    }
  }

  @Test func `the paper's sizes run from 2 to 14,263`() {
    let sizes = RandomFeatureRidge.sizes()
    #expect(sizes.count == 33 && sizes.prefix(5) == [2, 2, 3, 4, 6] && sizes.last == 14_263)
    #expect(RandomFeatureRidge.sizes(upTo: 1_024).last == 891)
    #expect([2, 3, 4, 99, 100, 14_263].map(RandomFeatureRidge.width) == [1, 1, 2, 9, 10, 119])
  }

  @Test func `draws are repeatable and new test weights are others`() throws {
    let points = try Sampling.sphere(count: 50, dimension: 4, stream: RandomStream(seed: 1, purpose: "points"))
    let values = RidgeTarget.twoBumps.values(at: points)
    func run(_ draw: Int) throws -> RandomFeatureRidge {
      try RandomFeatureRidge(
        training: (points, values), test: (points, values), widths: [7], lambdas: [1e-3], seed: 1, draw: draw)
    }
    #expect(try run(0) == run(0) && run(0) != run(1))
    #expect(try run(0).shared[0] < run(0).redrawn[0])
  }

  @Test func `sizes that do not agree and bad lambdas are refused`() throws {
    let points = try Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1])
    func run(_ values: [Double], _ test: Matrix, _ lambdas: [Double]) throws {
      _ = try RandomFeatureRidge(
        training: (points, values), test: (test, [1, 2]), widths: [2], lambdas: lambdas, seed: 1, draw: 0)
    }
    refused(RidgeError.mismatch(what: "the values", expected: 2, found: 1), try run([1], points, [1]))
    #expect(throws: RidgeError.mismatch(what: "a test point", expected: 2, found: 3)) {
      try run([1, 2], Matrix(rows: 2, columns: 3), [1])
    }
    refused(RidgeError.badLambda(index: 0, value: 0), try run([1, 2], points, [0]))
    #expect(throws: RidgeError.notFinite(what: "the right-hand side", row: 0, column: 0)) {
      try run([1, .nan], Matrix(repeating: 1, rows: 2, columns: 2), [1])
    }
  }

  /// E[relu(w.x) relu(w.y)] = |x||y| kappa1(cos)/2, and kappa1(0) = 1/pi (Cho and Saul, 2009).
  @Test func `inner products of many features approach the arc-cosine kernel`() throws {
    let features = try GaussianFeatures(dimension: 2, widths: [200_000], seed: 1, purpose: "test")
    let values = try features(Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]))
    let gram = try BLAS.gram(values)
    // Standard deviations of one product: sqrt(5)/2 and 0.47; six of them over sqrt(200,000).
    #expect(abs(gram[0, 0] - 0.5) < 0.015 && abs(gram[0, 1] - 0.5 / Double.pi) < 0.0065)
  }

  @Test func `a second layer acts on the first one's features`() throws {
    let deep = try GaussianFeatures(dimension: 4, widths: [3, 5], seed: 2, purpose: "test")
    let shallow = try GaussianFeatures(dimension: 4, widths: [3], seed: 2, purpose: "test")
    let points = try Sampling.sphere(count: 6, dimension: 4, stream: RandomStream(seed: 1, purpose: "points"))
    let (hidden, outputs) = try (shallow(points), deep(points))
    #expect(outputs.rows == 6 && outputs.columns == 5)
    for point in 0..<6 {
      for unit in 0..<5 {
        let sum = (0..<3).reduce(0) { $0 + deep.weights[1][unit, $1] * hidden[point, $1] }
        #expect(abs(outputs[point, unit] - max(sum, 0) / 5.0.squareRoot()) < 1e-15)
      }
    }
  }

  @Test func `features are positively homogeneous`() throws {
    let features = try GaussianFeatures(dimension: 2, widths: [4, 4], seed: 3, purpose: "test")
    let values = try features(Matrix(rows: 2, columns: 2, elements: [1, -3, 4, -12]))
    for unit in 0..<4 { #expect(values[1, unit] == 4 * values[0, unit]) }
  }

  @Test func `draws differ by purpose and bad sizes are refused`() throws {
    func features(_ widths: [Int], _ purpose: String) throws -> [Matrix] {
      try GaussianFeatures(dimension: 2, widths: widths, seed: 1, purpose: purpose).weights
    }
    #expect(try features([3], "a") != features([3], "b"))
    #expect(try features([3], "a") == features([3], "a"))
    refused(RidgeError.badSize(what: "a width", value: 0), try features([3, 0], "a"))
    refused(RidgeError.empty(what: "the list of widths"), try features([], "a"))
  }

  @Test func `a diagonal matrix is inverted entry by entry`() throws {
    let matrix = try Matrix(rows: 3, columns: 3, elements: [1, 0, 0, 0, 3, 0, 0, 0, 0])
    let spectrum = try RidgeSpectrum(matrix, sides: column([1, 2, 3]))
    let solution = try spectrum.solution(shift: 1).elements
    for (value, exact) in zip(solution, [0.5, 0.5, 3]) { #expect(abs(value - exact) < 1e-15) }
  }

  /// The Hilbert matrix of order 3 plus I/10 against (1, 2, 3): Gauss elimination in exact rationals.
  @Test func `a small dense system has its exact rational solution`() throws {
    let hilbert = try matrix(0..<3, 0..<3) { 1 / Double($0 + $1 + 1) }
    let spectrum = try RidgeSpectrum(hilbert, sides: column([1, 2, 3]))
    let exact: [Double] = [-13410.0 / 3719, 4980.0 / 3719, 47940.0 / 3719]
    for (value, exact) in zip(try spectrum.solution(shift: 0.1).elements, exact) { #expect(abs(value - exact) < 1e-12) }
  }

  @Test func `the spectrum agrees with the factorised path at every lambda`() throws {
    let order = 30
    let entry: @Sendable (Int, Int) -> Double = { 1 / (1 + Double(abs($0 - $1))) }
    let sides = try Matrix(rows: order, columns: 2, elements: (0..<2 * order).map { Double($0 % 7) })
    let square = try matrix(0..<order, 0..<order, entry)
    let spectrum = try RidgeSpectrum(square, sides: sides)
    let fits = try RidgePath(reach: 10, tolerance: 1e-13).fit(
      panels(order, tile: 8, entry), targets: sides, lambdas: [1, 1e-2, 1e-4, 1e-6])
    for fit in fits {
      let other = try spectrum.solution(shift: Double(order) * fit.lambda).elements
      for (a, b) in zip(fit.coefficients.elements, other) { #expect(abs(a - b) < 1e-9 * (1 + abs(b))) }
    }
  }

  @Test func `bad input is refused`() throws {
    let (unit, negative) = try (column([1]), column([-1]))
    refused(RidgeError.notPositiveDefinite(lambda: 0, order: 1, pivot: 0), try RidgeSpectrum(negative, sides: negative))
    refused(
      RidgeError.mismatch(what: "the right-hand side", expected: 1, found: 2),
      try RidgeSpectrum(negative, sides: column([0, 0])))
    refused(RidgeError.badLambda(index: 0, value: 0), try RidgeSpectrum(unit, sides: unit).solution(shift: 0))
  }
}
