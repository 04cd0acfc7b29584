import KernelRegression
import LinearAlgebra
import Testing

@Suite struct RandomFeatureRidgeTests {
  /// On the line, relu features of x > 0 are all multiples of x: the prediction is x S_xy f/(f S_xx + n lambda), with
  /// f the sum of the squared slopes.
  @Test(arguments: [[7], [5, 4]]) func `in one dimension the prediction has a closed form`(widths: [Int]) throws {
    let training = try Matrix(rows: 3, columns: 1, elements: [1, 2, 3])
    let test = try Matrix(rows: 2, columns: 1, elements: [0.5, 4])
    let lambdas = [0.5, 1e-3]
    let ridge = try RandomFeatureRidge(
      training: (training, [1, 1, 2]), test: (test, [0, 0]), widths: widths, lambdas: lambdas, seed: 5, draw: 0)
    let slopes = try GaussianFeatures(dimension: 1, widths: widths, seed: 5, purpose: "features 0")(
      Matrix(rows: 1, columns: 1, elements: [1])
    ).elements
    let power = slopes.reduce(0) { $0 + $1 * $1 }
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
    let values = try RidgeTarget.twoBumps.values(at: points)
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
    #expect(throws: RidgeError.mismatch(what: "the values", expected: 2, found: 1)) { try run([1], points, [1]) }
    #expect(throws: RidgeError.mismatch(what: "a test point", expected: 2, found: 3)) {
      try run([1, 2], Matrix(rows: 2, columns: 3), [1])
    }
    #expect(throws: RidgeError.badLambda(index: 0, value: 0)) { try run([1, 2], points, [0]) }
    #expect(throws: RidgeError.notFinite(what: "the right-hand side", row: 0, column: 0)) {
      try run([1, .nan], Matrix(repeating: 1, rows: 2, columns: 2), [1])
    }
  }
}
