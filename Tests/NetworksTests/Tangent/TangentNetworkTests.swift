import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct TangentNetworkTests {
  /// kappa0 and kappa1 of the cosine u, and the two kernels of L layers by their recursion.
  static func kernels(_ u: Double, layers: Int) -> (rf: Double, ntk: Double) {
    var (rf, ntk) = (u, u)
    for _ in 1..<layers {
      let v = min(max(rf, -1), 1)
      let kappa0 = 1 - acos(v) / .pi
      rf = (v * (.pi - acos(v)) + (1 - v * v).squareRoot()) / .pi
      ntk = ntk * kappa0 + rf
    }
    return (rf, ntk)
  }

  static func points(_ count: Int) throws -> Matrix {
    try Sampling.sphere(count: count, dimension: 3, stream: RandomStream(seed: 3, purpose: "points"))
  }

  /// The root mean square of empirical minus exact tangent kernel over pairs of points and `seeds` seeds.
  static func kernelError(width: Int, layers: Int, gain: Double = 2, seeds: Int = 6) throws -> Double {
    let points = try points(8)
    let exact = try BLAS.gram(points).elements.map { kernels($0, layers: layers).ntk }
    var sum = 0.0
    for seed in 0..<seeds {
      let network = try TangentNetwork(
        dimension: 3, width: width, layers: layers, start: .standard, seed: UInt64(seed), gain: gain)
      let found = try network.tangentKernel(rows: points, columns: points)
      for (a, b) in zip(found.elements, exact) { sum += (a - b) * (a - b) }
    }
    return (sum / Double(seeds * exact.count)).squareRoot()
  }

  @Test(arguments: [2, 3])
  func `the tangent kernel tends to the closed form like one over root width`(layers: Int) throws {
    let widths = layers == 2 ? [64, 4096] : [16, 256]
    let errors = try widths.map { try Self.kernelError(width: $0, layers: layers, seeds: 12) }
    let slope = log(errors[1] / errors[0]) / log(Double(widths[1]) / Double(widths[0]))
    #expect(abs(slope + 0.5) < 0.15)
    #expect(errors[1] < 0.3)
  }

  @Test(arguments: [1.0, 4]) func `another scaling does not tend to it`(gain: Double) throws {
    let errors = try [64, 4096].map { try Self.kernelError(width: $0, layers: 2, gain: gain, seeds: 3) }
    #expect(errors[1] > 0.4)
    #expect(log(errors[1] / errors[0]) / log(64) > -0.15)
  }

  @Test(arguments: [2, 3]) func `outputs at the start have the random-feature covariance`(layers: Int) throws {
    let points = try Self.points(2)
    let cosine = try BLAS.gram(points)[0, 1]
    let seeds = 2000
    var sums = [0.0, 0, 0]
    for seed in 0..<seeds {
      let network = try TangentNetwork(dimension: 3, width: 24, layers: layers, seed: UInt64(seed))
      let f = try network.values(at: points)
      sums = [sums[0] + f[0] * f[0], sums[1] + f[1] * f[1], sums[2] + f[0] * f[1]]
    }
    // At any width the covariance is that of the limit for L = 2 and within 1/m of it beyond.
    #expect(abs(sums[0] / Double(seeds) - 1) < 0.15)
    #expect(abs(sums[1] / Double(seeds) - 1) < 0.15)
    #expect(abs(sums[2] / Double(seeds) - Self.kernels(cosine, layers: layers).rf) < 0.15)
  }

  @Test func `a mirrored start is exactly zero and keeps the kernel`() throws {
    let points = try Self.points(5)
    let standard = try TangentNetwork(dimension: 3, width: 16, layers: 3, seed: 5)
    let mirrored = try TangentNetwork(dimension: 3, width: 16, layers: 3, start: .mirrored, seed: 5)
    #expect(try mirrored.values(at: points) == [Double](repeating: 0, count: 5))
    let kernels = try [standard, mirrored].map { try $0.tangentKernel(rows: points, columns: points) }
    for (a, b) in zip(kernels[0].elements, kernels[1].elements) { #expect(abs(a - b) < 1e-12) }
  }

  @Test func `seeds are explicit and doubling an input doubles the output`() throws {
    let points = try Self.points(4)
    let doubled = try Matrix(rows: 4, columns: 3, elements: points.elements.map { 2 * $0 })
    let network = try TangentNetwork(dimension: 3, width: 8, layers: 4, seed: 1)
    #expect(try network == TangentNetwork(dimension: 3, width: 8, layers: 4, seed: 1))
    #expect(try network != TangentNetwork(dimension: 3, width: 8, layers: 4, seed: 2))
    for (one, two) in zip(try network.values(at: points), try network.values(at: doubled)) {
      #expect(abs(two - 2 * one) < 1e-14)
    }
  }

  @Test func `impossible shapes and points are refused`() throws {
    refused(.empty("the input"), try TangentNetwork(dimension: 0, width: 1, seed: 0))
    refused(.empty("a hidden layer"), try TangentNetwork(dimension: 1, width: 0, seed: 0))
    refused(
      .outside(what: "the number of layers", range: 2...100, value: 1),
      try TangentNetwork(dimension: 1, width: 1, layers: 1, seed: 0))
    let network = try TangentNetwork(dimension: 3, width: 2, seed: 0)
    refused(
      .mismatch(what: "the dimension of the points", expected: 3, found: 2),
      try network.values(at: Matrix(rows: 1, columns: 2)))
    refused(.notFinite("the points"), try network.values(at: Matrix(repeating: .nan, rows: 1, columns: 3)))
  }
}
