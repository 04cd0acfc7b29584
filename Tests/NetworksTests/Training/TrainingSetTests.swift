import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct TrainingSetTests {
  @Test func `the deviation of the targets is their root mean square about the mean`() throws {
    let data = try line([0, 1, 2, 3], [1, 3, 1, 3])
    #expect(data.targetDeviation == 1 && data.count == 4 && data.dimension == 1)
  }

  @Test func `a value counts as right if its sign is the target's`() throws {
    let data = try line([0, 1, 2, 3], [1, -1, 1, -1])
    #expect(data.misclassified([0.1, -7, -0.1, -1]) == 0.25)
    #expect(data.misclassified([0, 0, 0, 0]) == 1)
  }

  @Test func `data that cannot be trained on are refused`() throws {
    refused(.empty("the training set"), try TrainingSet(points: Matrix(rows: 0, columns: 2), targets: []))
    refused(.mismatch(what: "the targets", expected: 1, found: 2), try line([0], [1, 2]))
    refused(.notFinite("the training points"), try line([.infinity], [1]))
    refused(.notFinite("the targets"), try line([0], [.nan]))
    refused(.empty("the training set"), try TrainingSet.randomLabels(count: 0, dimension: 1, seed: 0))
    #expect(throws: NetworkError.self) { try TrainingSet.sine(count: 1, seed: 0) }
  }

  @Test func `random labels are 1 or -1, about half of each`() throws {
    let data = try TrainingSet.randomLabels(count: 2000, dimension: 2, seed: 1)
    #expect(data.targets.allSatisfy { $0.magnitude == 1 })
    // The standard deviation of the sum is 45.
    #expect(data.targets.reduce(0, +).magnitude < 200)
    #expect(data.points.elements == RandomStream(seed: 1, purpose: "points").gaussians(4000))
  }

  @Test func `a sine of another height and frequency has the same points`() throws {
    let (plain, other) = try (
      TrainingSet.sine(count: 8, seed: 3), TrainingSet.sine(count: 8, frequency: 3, height: 0.5, seed: 3)
    )
    #expect(plain.points == other.points)
    let steps = zip(other.targets, other.points.elements).map { $0 - 0.5 * sin(3 * $1) }
    #expect(largestDifference(steps, [Double](repeating: steps[0], count: 8)) < 1e-15)
  }

  @Test func `a bump has its height above its constant, over normal points of the plane`() throws {
    let data = try TrainingSet.bump(count: 50, height: 3, rate: 0.7, seed: 2)
    #expect(data.points.elements == RandomStream(seed: 2, purpose: "points").gaussians(100))
    let steps = (0..<50).map { data.targets[$0] - 3 * exp(-0.7 * squaredNorm(data.points[row: $0])) }
    #expect(largestDifference(steps, [Double](repeating: steps[0], count: 50)) < 1e-14)
    #expect(data.targets.reduce(0, +).magnitude < 1e-13)
    #expect(throws: NetworkError.self) { try TrainingSet.bump(count: 0, height: 1, rate: 1, seed: 1) }
  }

  @Test func `points of the sine have mean 0 and variance 1, and its values but for a constant`() throws {
    let data = try TrainingSet.sine(count: 8, seed: 3)
    let inputs = data.points.elements
    #expect(inputs.reduce(0, +).magnitude < 1e-14)
    #expect((squaredNorm(inputs) / 8 - 1).magnitude < 1e-14)
    #expect(data.targets.reduce(0, +).magnitude < 1e-14)
    let shift = data.targets[0] - sin(2 * inputs[0])
    #expect(zip(inputs, data.targets).allSatisfy { ($1 - sin(2 * $0) - shift).magnitude < 1e-14 })
    #expect(inputs == inputs.sorted())
  }

  @Test func `values on the sphere are the polynomial of its first two coordinates`() throws {
    let data = try TrainingSet.sphereProduct(count: 5, dimension: 3, seed: 4)
    #expect(
      data.points == (try Sampling.sphere(count: 5, dimension: 3, stream: RandomStream(seed: 4, purpose: "points"))))
    for (row, value) in data.targets.enumerated() {
      let x = Array(data.points[row: row])
      #expect(abs(squaredNorm(x) - 1) < 1e-14 && abs(value - x[0] * (1 + x[1])) < 1e-15)
    }
    refused(
      .outside(what: "the dimension", range: 2...1_000_000, value: 1),
      try TrainingSet.sphereProduct(count: 5, dimension: 1, seed: 4))
  }

  private func images() throws -> Matrix {
    try Matrix(rows: 5, columns: 16, elements: RandomStream(seed: 1, purpose: "images").gaussians(80).map(\.magnitude))
  }

  private let labels = [3, 5, 7, 3, 5]

  private func pair(
    _ images: Matrix, _ labels: [Int], of classes: (Int, Int) = (3, 5), count: Int, heldOut: Int = 0, pool: Int = 2,
    norm: Double = 1, seed: UInt64 = 1
  ) throws -> PooledPair {
    try PooledPair(
      images: images, labels: labels, first: classes.0, second: classes.1, count: count,
      heldOut: heldOut, pool: pool, norm: norm, seed: seed)
  }

  @Test func `images of two classes are pooled, centred and scaled`() throws {
    let data = try pair(images(), labels, count: 4, norm: 4).training
    #expect(data.count == 4 && data.dimension == 4 && data.targets.sorted() == [-1, -1, 1, 1])
    for column in 0..<4 { #expect((0..<4).reduce(0.0) { $0 + data.points[$1, column] }.magnitude < 1e-13) }
    #expect((squaredNorm(data.points.elements) / 4 - 16).magnitude < 1e-12)
  }

  @Test func `a pool is the mean of its square of pixels`() throws {
    // Two images that differ by 1 in the four pixels of the first pool: after centring +-1/2 there, 0 elsewhere.
    var pixels = [Double](repeating: 0.25, count: 32)
    for pixel in [0, 1, 4, 5] { pixels[pixel] += 1 }
    let data = try pair(Matrix(rows: 2, columns: 16, elements: pixels), [0, 1], of: (0, 1), count: 2, norm: 0.5)
      .training
    let first = data.targets[0] < 0 ? 0 : 1
    #expect(largestDifference(Array(data.points[row: first]), [0.5, 0, 0, 0]) < 1e-15)
    #expect(largestDifference(Array(data.points[row: 1 - first]), [-0.5, 0, 0, 0]) < 1e-15)
  }

  @Test func `held-out images share the shift and scale of the training images and no image`() throws {
    let pixels = try column([0, 1, 2, 4, 8, 16])
    let pair = try pair(pixels, [0, 1, 0, 1, 0, 1], of: (0, 1), count: 4, heldOut: 2, pool: 1, seed: 2)
    let held = try #require(pair.heldOut)
    let all = pair.training.points.elements + held.points.elements
    // An affine image of the six pixels, each once, so that sorted neighbours keep the ratios of their distances.
    let steps = zip(all.sorted().dropFirst(), all.sorted()).map { $0 - $1 }
    #expect(largestDifference(steps.map { $0 / steps[0] }, [1, 1, 2, 4, 8]) < 1e-12)
    #expect(pair.training.points.elements.reduce(0, +).magnitude < 1e-13)
    #expect((squaredNorm(pair.training.points.elements) / 4 - 1).magnitude < 1e-13)
    #expect((pair.training.targets + held.targets).reduce(0, +) == 0)
  }

  @Test func `what does not fit is refused`() throws {
    let tooMany = NetworkError.outside(what: "the number of images", range: 1...4, value: 5)
    refused(tooMany, try pair(images(), labels, count: 5))
    refused(tooMany, try pair(images(), labels, count: 3, heldOut: 2))
    refused(.mismatch(what: "the pooled side", expected: 4, found: 3), try pair(images(), labels, count: 2, pool: 3))
    let short = NetworkError.mismatch(what: "the labels of the images", expected: 5, found: 1)
    refused(short, try pair(images(), [3], count: 1))
  }
}

@Suite struct GradientKernelTests {
  // Dimensions for every way to cut the inputs: into one or two, then twos, fours and sixes.
  @Test(arguments: [
    (1, 1, 1), (9, 2, 6), (7, 3, 5), (8, 4, 4), (5, 6, 3), (4, 7, 3), (17, 10, 9), (3, 13, 2), (2, 16, 5),
  ])
  func `the gradient is that of central differences of the loss`(width: Int, dimension: Int, count: Int) throws {
    let network = try ShallowNetwork(width: width, dimension: dimension, scale: 1, biasScale: 1, seed: 5)
    let batch = Batch(try Sample.gaussians(count, dimension, seed: 6), (0..<count).map { Double($0 % 2) })
    let kernel = GradientKernel(network, capacity: count)
    #expect(kernel.current == network.parameters)
    _ = kernel.evaluate(batch)
    kernel.differentiate(batch)
    kernel.descend(1)
    let gradient = zip(network.parameters, kernel.current).map { $0 - $1 }
    func loss(_ index: Int, _ move: Double) throws -> Double {
      var parameters = network.parameters
      parameters[index] += move
      return GradientKernel(try network.replacing(parameters: parameters), capacity: count).evaluate(batch)
    }
    for index in 0..<network.parameterCount {
      let slope = (try loss(index, 1e-6) - loss(index, -1e-6)) / 2e-6
      #expect((slope - gradient[index]).magnitude < 1e-8)
    }
  }

  @Test func `a batch smaller than the capacity leaves no trace of an earlier one`() throws {
    let network = try ShallowNetwork(width: 9, dimension: 2, scale: 1, seed: 9)
    let points = try Sample.gaussians(8, 2, seed: 10)
    let (large, small) = (Batch(points, [Double](repeating: 3, count: 8)), Batch(count: 3, dimension: 2))
    for row in 0..<3 { small.setRow(row, to: row, of: large) }
    let (used, fresh) = (GradientKernel(network, capacity: 8), GradientKernel(network, capacity: 3))
    _ = used.evaluate(large)
    used.differentiate(large)
    #expect(used.evaluate(small) == fresh.evaluate(small))
    for kernel in [used, fresh] {
      kernel.differentiate(small)
      kernel.descend(0.5)
    }
    #expect(used.current == fresh.current)
  }

  @Test(arguments: [(1, 1, 4), (4, 3, 4), (5, 4, 8), (9, 10, 12)])
  func `rows hold a point, and padding is zero`(count: Int, dimension: Int, rows: Int) throws {
    let points = try Sample.gaussians(count, dimension, seed: 1)
    let batch = Batch(points, (0..<count).map { Double($0 + 1) })
    #expect(batch.paddedCount == rows && batch.constant == 1)
    for row in 0..<rows {
      let expected = row < count ? Array(points[row: row]) : [Double](repeating: 0, count: dimension)
      #expect((0..<dimension).map { batch.inputs[row * dimension + $0] } == expected)
      #expect(batch.targets[row] == (row < count ? Double(row + 1) : 0))
    }
  }

  @Test(arguments: [(5, 1), (9, 2), (12, 3), (8, 6)])
  func `without biases these have no effect and do not move`(width: Int, dimension: Int) throws {
    let network = try ShallowNetwork(width: width, dimension: dimension, scale: 1, biasScale: 1, seed: 3)
    let points = try Sample.gaussians(6, dimension, seed: 4)
    let kernel = GradientKernel(network, capacity: 6)
    let batch = Batch(points, [1, 2, 3, 4, 5, 6], hasBiases: false)
    var plain = network
    plain.biases = [Double](repeating: 0, count: width)
    for (found, expected) in zip(kernel.values(batch), try plain.values(at: points)) {
      #expect(abs(found - expected) < 1e-13)
    }
    kernel.differentiate(batch)
    kernel.descend(0.1)
    let biases = kernel.current[(width * dimension)..<(width * (dimension + 1))]
    #expect(Array(biases) == network.biases)
  }

  @Test func `a row is copied with its target`() throws {
    let all = Batch(try Sample.gaussians(6, 2, seed: 2), [1, 2, 3, 4, 5, 6])
    let batch = Batch(count: 2, dimension: 2)
    batch.setRow(1, to: 4, of: all)
    #expect((0..<2).map { batch.inputs[2 + $0] } == (0..<2).map { all.inputs[8 + $0] })
    #expect(batch.targets[1] == 5 && batch.targets[0] == 0)
  }
}
