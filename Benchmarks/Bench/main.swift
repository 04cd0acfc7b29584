import Foundation
import Kernels
import LinearAlgebra

/// Prints the seconds of one computation as JSON, for the scripts in this folder to set beside a peer's.
///
///     Bench kernel-matrix POINTS DIMENSION LAYERS [THREADS]
///     Bench eigenvalues ORDER

let arguments = CommandLine.arguments.dropFirst()
let numbers = arguments.dropFirst().compactMap { Int($0) }
let clock = ContinuousClock()

/// The least of three runs, in seconds.
func least(_ work: () throws -> Void) rethrows -> Double {
  let times = try (0..<3).map { _ in try clock.measure(work) }
  return (times.min() ?? .zero) / .seconds(1)
}

func points(_ count: Int, _ dimension: Int) throws -> Matrix {
  try Sampling.sphere(count: count, dimension: dimension, stream: RandomStream(seed: 1, purpose: "benchmark"))
}

switch (arguments.first, numbers.count) {
case ("kernel-matrix", 3...4):
  let kernel = try Kernel(.ntk(layers: numbers[2]))
  let sample = try points(numbers[0], numbers[1])
  var corner = 0.0
  let seconds = try least {
    corner = try Gram.matrix(kernel, sample, threads: numbers.count == 4 ? numbers[3] : 2)[0, numbers[0] - 1]
  }
  print("{\"seconds\": \(seconds), \"corner\": \(corner)}")
case ("eigenvalues", 1):
  let gram = try Gram.matrix(Kernel(.ntk(layers: 3)), points(numbers[0], 4), threads: 2)
  let values = try clock.measure { _ = try SymmetricEigen.values(of: gram) }
  let vectors = try clock.measure { _ = try SymmetricEigen.decompose(gram) }
  print("{\"values\": \(values / .seconds(1)), \"vectors\": \(vectors / .seconds(1))}")
default:
  print("usage: Bench kernel-matrix POINTS DIMENSION LAYERS [THREADS] | eigenvalues ORDER")
  exit(2)
}
