import Foundation
import Kernels
import LinearAlgebra

private func points(_ count: Int, _ dimension: Int) throws -> Matrix {
  try Sampling.sphere(count: count, dimension: dimension, stream: RandomStream(seed: 1, purpose: "benchmark"))
}

/// `Bench kernel-matrix POINTS DIMENSION LAYERS [THREADS]`: the Gram matrix of the NTK; prints the least of three times as JSON.
func kernelMatrixBench(_ arguments: [String]) throws {
  let numbers = arguments.compactMap { Int($0) }
  guard numbers.count >= 3 else { return print("usage: Bench kernel-matrix POINTS DIMENSION LAYERS [THREADS]") }
  let kernel = try Kernel(.ntk(layers: numbers[2]))
  let sample = try points(numbers[0], numbers[1])
  var corner = 0.0
  let times = try (0..<3).map { _ in
    try ContinuousClock().measure {
      corner = try Gram.matrix(kernel, sample, threads: numbers.count == 4 ? numbers[3] : 2)[0, numbers[0] - 1]
    }
  }
  print("{\"seconds\": \((times.min() ?? .zero) / .seconds(1)), \"corner\": \(corner)}")
}

/// `Bench eigenvalues ORDER`: eigenvalues alone and with eigenvectors of a Gram matrix; prints both times as JSON.
func eigenvaluesBench(_ arguments: [String]) throws {
  guard let order = arguments.first.flatMap({ Int($0) }) else { return print("usage: Bench eigenvalues ORDER") }
  let gram = try Gram.matrix(Kernel(.ntk(layers: 3)), points(order, 4), threads: 2)
  let values = try ContinuousClock().measure { _ = try SymmetricEigen.values(of: gram) }
  let vectors = try ContinuousClock().measure { _ = try SymmetricEigen.decompose(gram) }
  print("{\"values\": \(values / .seconds(1)), \"vectors\": \(vectors / .seconds(1))}")
}
