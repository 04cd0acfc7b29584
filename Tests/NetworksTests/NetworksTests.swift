import LinearAlgebra
import Testing

@testable import Networks

@Suite struct ShallowNetworkTests {
  @Test func `a network of two neurons gives the values worked out by hand`() throws {
    let network = try ShallowNetwork(
      weights: Matrix(rows: 2, columns: 2, elements: [1, 2, -1, 0]), biases: [-1, 0.5], outputWeights: [2, -3],
      offset: 10)
    let points = try Matrix(rows: 3, columns: 2, elements: [1, 1, 0, 0, -1, 1])
    #expect(try network.values(at: points) == [14, 8.5, 5.5])
    #expect(network.parameterCount == 9 && network.parameters == [1, 2, -1, 0, -1, 0.5, 2, -3, 10])
    #expect(try network.replacing(parameters: network.parameters) == network)
  }

  @Test(arguments: [1, 2, 100]) func `values at many points come in blocks and are those of all at once`(
    dimension: Int
  ) throws {
    let network = try ShallowNetwork(width: 37, dimension: dimension, scale: 0.7, biasScale: 1.1, seed: 5)
    let stream = RandomStream(seed: 1, purpose: "points")
    let points = try Matrix(rows: 1_001, columns: dimension, elements: stream.gaussians(1_001 * dimension))
    let whole = try network.values(at: points, rows: 1_001)
    for rows in [1, 8, 100, 1_000] {
      let parts = try network.values(at: points, rows: rows)
      // A product of many terms is summed in another order where a block ends.
      #expect(zip(parts, whole).allSatisfy { abs($0 - $1) <= (dimension < 3 ? 0 : 1e-11) } && parts.count == 1_001)
    }
    #expect(try network.values(at: points) == whole)
  }

  @Test func `initial parameters are those of their streams`() throws {
    let network = try ShallowNetwork(width: 3, dimension: 4, scale: 0.5, seed: 7)
    #expect(network.weights.elements == RandomStream(seed: 7, purpose: "weights").gaussians(12).map { $0 * 0.25 })
    #expect(network.biases == RandomStream(seed: 7, purpose: "biases").gaussians(3).map { $0 * 0.25 })
    #expect(network.outputWeights == RandomStream(seed: 7, purpose: "output weights").gaussians(3).map { $0 * 0.5 })
    #expect(network.offset == 0)
    let wide = try ShallowNetwork(width: 3, dimension: 4, scale: 0.5, biasScale: 2, seed: 7)
    #expect(wide.biases == RandomStream(seed: 7, purpose: "biases").gaussians(3).map { $0 * 2 })
  }

  @Test func `parameters that do not fit are refused`() throws {
    func network(biases: [Double]) throws -> ShallowNetwork {
      try ShallowNetwork(weights: column([1, 2]), biases: biases, outputWeights: [1, 1])
    }
    refused(.mismatch(what: "the biases", expected: 2, found: 1), try network(biases: [1]))
    refused(.notFinite("the network's parameters"), try network(biases: [1, .nan]))
    refused(.empty("the hidden layer"), try ShallowNetwork(width: 0, dimension: 1, scale: 1, seed: 0))
    refused(
      .notPositive(what: "the scale of the initial parameters", value: -1),
      try ShallowNetwork(width: 1, dimension: 1, scale: -1, seed: 0))
    let two = try network(biases: [0, 0])
    refused(
      .mismatch(what: "the dimension of the points", expected: 1, found: 2),
      try two.values(at: Matrix(rows: 1, columns: 2)))
    refused(.mismatch(what: "the direction", expected: 7, found: 1), try two.moved(by: 1, along: [1]))
  }

  @Test func `features are those of a network of their directions and biases, behind a column of ones`() throws {
    let features = try ShallowFeatures(count: 6, dimension: 3, deviation: 0.5, seed: 1)
    let points = try RadialSample.points(count: 7, dimension: 3, seed: 2)
    let matrix = try features.values(at: points)
    let weights = [1.0, -2, 0.5, 3]
    let network = try ShallowNetwork(
      weights: features.directions.prefix(rows: 4), biases: Array(features.biases[..<4]), outputWeights: weights)
    for (row, value) in try network.values(at: points).enumerated() {
      let sum = (0..<4).reduce(0) { $0 + weights[$1] * matrix[row, $1 + 1] }
      #expect(abs(sum - value) < 1e-14 && matrix[row, 0] == 1)
      let input = zip(features.directions[row: 5], points[row: row]).reduce(features.biases[5]) { $0 + $1.0 * $1.1 }
      #expect(abs(matrix[row, 6] - max(input, 0)) < 1e-15)
    }
  }

  @Test func `more features begin with fewer, and biases keep to their range`() throws {
    let few = try ShallowFeatures(count: 3, dimension: 4, deviation: 0.2, seed: 1)
    let many = try ShallowFeatures(count: 500, dimension: 4, deviation: 0.2, seed: 1)
    #expect(many.directions.prefix(rows: 3) == few.directions && Array(many.biases.prefix(3)) == few.biases)
    #expect(many.biases.allSatisfy { abs($0) < 0.45 })
    #expect((many.biases.max() ?? 0) > 0.42 && (many.biases.min() ?? 0) < -0.42)
  }

  @Test func `bad sizes are refused`() throws {
    #expect(throws: LinearAlgebraError.self) { try ShallowFeatures(count: 0, dimension: 4, deviation: 1, seed: 1) }
    #expect(throws: NetworkError.self) { try ShallowFeatures(count: 1, dimension: 4, deviation: 0, seed: 1) }
    let features = try ShallowFeatures(count: 2, dimension: 4, deviation: 1, seed: 1)
    refused(
      .mismatch(what: "the dimension of the points", expected: 4, found: 1),
      try features.values(at: Matrix(rows: 1, columns: 1)))
  }

  @Test func `sums run over the shorter vector and empty ones are zero`() {
    #expect(dot([1, 2, 3], [4, -5]) == -6)
    #expect(dot([Double](), [1.0]) == 0)
    #expect(squaredNorm([3, -4]) == 25 && euclideanNorm([3, -4]) == 5)
  }
}

@Suite struct DeepNetworkTests {
  private func network() throws -> DeepNetwork {
    let draws = RandomStream(seed: 5, purpose: "deep").gaussians(40)
    return try DeepNetwork(
      first: Matrix(rows: 4, columns: 2, elements: Array(draws[0..<8])), firstBiases: Array(draws[8..<12]),
      second: Matrix(rows: 3, columns: 4, elements: Array(draws[12..<24])), secondBiases: Array(draws[24..<27]),
      outputWeights: Array(draws[27..<30]), offset: draws[30])
  }

  @Test(arguments: 1...5) func `the pyramid is exact and flat`(dimension: Int) throws {
    let pyramid = try DeepNetwork.pyramid(dimension: dimension)
    let points = try Sample.gaussians(30, dimension, seed: 1, scale: 0.5)
    let exact = (0..<30).map { max(0, 1 - points[row: $0].reduce(0) { $0 + $1.magnitude }) }
    #expect(largestDifference(try pyramid.values(at: points), exact) < 1e-15)
    #expect(try pyramid.sharpness(points) <= Double(2 * dimension + 3))
  }

  @Test func `the Jacobian agrees with differences of the values`() throws {
    let network = try network()
    let points = try Sample.gaussians(6, 2, seed: 2)
    let jacobian = try network.jacobian(at: points)
    for index in 0..<network.parameterCount {
      func values(_ shift: Double) throws -> [Double] {
        var parameters = network.parameters
        parameters[index] += shift
        return try network.replacing(parameters: parameters).values(at: points)
      }
      let slopes = zip(try values(1e-6), try values(-1e-6)).map { ($0 - $1) / 2e-6 }
      #expect(largestDifference(slopes, (0..<6).map { jacobian[$0, index] }) < 1e-8)
    }
  }

  @Test func `one step moves the parameters down the gradient`() throws {
    let network = try network()
    let data = try TrainingSet(points: Sample.gaussians(5, 2, seed: 2), targets: [1, 2, 0, -1, 1])
    let residuals = zip(try network.values(at: data.points), data.targets).map { $0 - $1 }
    let jacobian = try network.jacobian(at: data.points)
    let expected = network.parameters.enumerated().map { index, value in
      value - 0.1 * (0..<5).reduce(0) { $0 + residuals[$1] * jacobian[$1, index] } / 5
    }
    let moved = try #require(try GradientDescent.train(network, on: data, step: 0.1, rule: rule(1)).network)
    #expect(largestDifference(moved.parameters, expected) < 1e-14)
  }

  @Test func `layers that do not fit are refused`() throws {
    let weights = try column([1, 1])
    refused(
      .mismatch(what: "the inputs of the second layer", expected: 2, found: 1),
      try DeepNetwork(first: weights, firstBiases: [0, 0], second: column([1]), secondBiases: [0], outputWeights: [1]))
    refused(.empty("the input"), try DeepNetwork.pyramid(dimension: 0))
    refused(
      .notPositive(what: "the step size", value: 0),
      try GradientDescent.train(.pyramid(dimension: 1), on: line([1], [1]), step: 0, rule: rule(1)))
  }

  @Test func `the exact pyramid draws descent back below its critical step only`() throws {
    let grid = try SquareGrid(side: 6, halfWidth: 1.6)
    func run(_ fraction: Double) throws -> DeepReturn {
      try DeepReturn(grid: grid, fraction: fraction, perturbation: 0.003, steps: 400, seed: 1)
    }
    let (back, away) = try (run(0.9), run(1.2))
    let deviation = try grid.data(.pyramid).targetDeviation
    func loss(_ error: Double) -> Double { error * error * deviation * deviation / 2 }
    #expect(try back.exactError < 1e-15 && (back.sharpness - PyramidSharpness(grid.points).value).magnitude < 1e-12)
    #expect(back.endError < 1e-3 * back.startError && loss(back.endError) < 1e-12)
    #expect(away.endError > back.startError && (away.outcome == .diverged || loss(away.endError) > 1e-4))
  }

  @Test func `a fraction that is not positive is refused`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1.6)
    refused(
      .notPositive(what: "the fraction of the critical step", value: -1),
      try DeepReturn(grid: grid, fraction: -1, perturbation: 0, steps: 1, seed: 1))
  }
}

@Suite struct ErrorsTests {
  @Test func `every refusal says what, where and how to mend it in one line`() {
    let errors: [NetworkError] = [
      .empty("the training set"), .mismatch(what: "the targets", expected: 3, found: 2), .notFinite("the targets"),
      .notPositive(what: "the step size", value: -0.5), .outside(what: "the batch size", range: 1...8, value: 9),
      .noInterpolant(points: 4), .cancels(what: "the network", rounding: 1.25e23), .diverged(steps: 10), .noDirection,
    ]
    let sentences = """
      the training set is empty; give at least one
      the targets: 2 given where 3 are needed; make the sizes agree
      the targets hold a NaN or an infinity; remove it
      the step size is -0.5; give a positive finite number
      the batch size is 9; give one from 1 to 8
      two of the 4 points coincide and have different values, so that nothing interpolates them; merge them
      the network sums terms that cancel, and rounding alone errs by up to 1.2e+23, more than is to be measured; \
      lower the dimension or the power
      the outputs are not finite after 10 steps: the training diverged; choose a smaller step
      every gradient is zero, so that the Hessian has no top eigenvector; revive the network
      """.split(separator: "\n").map(String.init)
    #expect(errors.map(\.description) == sentences)
  }
}
