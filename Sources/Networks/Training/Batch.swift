import LinearAlgebra

/// Samples laid out for `GradientKernel`: each row is x, the number of rows padded to a multiple of 4 by rows of zeros, whose
/// residuals count as zero. Without biases these have no effect and stay as they are.
final class Batch {
  let count: Int
  let dimension: Int
  let paddedCount: Int
  /// The input that carries the biases, 1 or 0.
  let constant: Double
  let inputs: UnsafeMutablePointer<Double>
  let targets: UnsafeMutablePointer<Double>

  /// `count` samples in R^dimension, to be filled.
  init(count: Int, dimension: Int, hasBiases: Bool = true) {
    (self.count, self.dimension) = (count, dimension)
    paddedCount = (count + 3) / 4 * 4
    constant = hasBiases ? 1 : 0
    inputs = filled(0, count: paddedCount * dimension)
    targets = filled(0, count: paddedCount)
  }

  convenience init(_ points: Matrix, _ targets: [Double], hasBiases: Bool = true) {
    self.init(count: points.rows, dimension: points.columns, hasBiases: hasBiases)
    for row in 0..<count {
      for column in 0..<dimension { inputs[row * dimension + column] = points[row, column] }
      self.targets[row] = targets[row]
    }
  }

  deinit {
    inputs.deallocate()
    targets.deallocate()
  }

  /// Makes row `row` a copy of row `source` of another batch of the same dimension.
  func setRow(_ row: Int, to source: Int, of other: Batch) {
    (inputs + row * dimension).update(from: other.inputs + source * dimension, count: dimension)
    targets[row] = other.targets[source]
  }
}

/// Memory for `count` values, all equal; whoever asks for it frees it.
func filled<Value>(_ value: Value, count: Int) -> UnsafeMutablePointer<Value> {
  let memory = UnsafeMutablePointer<Value>.allocate(capacity: count)
  memory.initialize(repeating: value, count: count)
  return memory
}
