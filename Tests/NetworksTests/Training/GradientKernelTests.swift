import Testing

@testable import Networks

@Suite struct GradientKernelTests {
  @Test(arguments: [(1, 1, 1), (7, 3, 5), (8, 4, 4), (17, 10, 9)])
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

  @Test(arguments: [(1, 1, 4, 4), (4, 3, 4, 4), (5, 4, 8, 8), (9, 10, 12, 12)])
  func `rows hold a point and a 1, and padding is zero`(count: Int, dimension: Int, rows: Int, stride: Int) throws {
    let points = try Sample.gaussians(count, dimension, seed: 1)
    let batch = Batch(points, (0..<count).map { Double($0 + 1) })
    #expect(batch.paddedCount == rows && batch.stride == stride)
    for row in 0..<rows {
      let expected = row < count ? Array(points[row: row]) + [1] : []
      let padded = expected + [Double](repeating: 0, count: stride - expected.count)
      #expect((0..<stride).map { batch.inputs[row * stride + $0] } == padded)
      #expect(batch.targets[row] == (row < count ? Double(row + 1) : 0))
    }
  }

  @Test func `a row is copied with its target`() throws {
    let all = Batch(try Sample.gaussians(6, 2, seed: 2), [1, 2, 3, 4, 5, 6])
    let batch = Batch(count: 2, dimension: 2)
    batch.setRow(1, to: 4, of: all)
    #expect((0..<4).map { batch.inputs[4 + $0] } == (0..<4).map { all.inputs[16 + $0] })
    #expect(batch.targets[1] == 5 && batch.targets[0] == 0)
  }
}
