import LinearAlgebra

/// Samples laid out for `GradientKernel`: each row is (x, 1, 0, ...) padded to a multiple of 4 numbers, the number of
/// rows padded to a multiple of 4 by rows of zeros, whose residuals count as zero.
final class Batch {
  let count: Int
  let dimension: Int
  let paddedCount: Int
  let stride: Int
  let inputs: UnsafeMutablePointer<Double>
  let targets: UnsafeMutablePointer<Double>

  /// `count` samples in R^dimension, to be filled.
  init(count: Int, dimension: Int) {
    self.count = count
    self.dimension = dimension
    paddedCount = (count + 3) / 4 * 4
    stride = (dimension + 4) / 4 * 4
    inputs = .allocate(capacity: paddedCount * stride)
    inputs.initialize(repeating: 0, count: paddedCount * stride)
    targets = .allocate(capacity: paddedCount)
    targets.initialize(repeating: 0, count: paddedCount)
    for row in 0..<count { inputs[row * stride + dimension] = 1 }
  }

  convenience init(_ points: Matrix, _ targets: [Double]) {
    self.init(count: points.rows, dimension: points.columns)
    for row in 0..<count {
      for column in 0..<dimension { inputs[row * stride + column] = points[row, column] }
      self.targets[row] = targets[row]
    }
  }

  deinit {
    inputs.deallocate()
    targets.deallocate()
  }

  /// Makes row `row` a copy of row `source` of another batch of the same dimension.
  func setRow(_ row: Int, to source: Int, of other: Batch) {
    (inputs + row * stride).update(from: other.inputs + source * stride, count: stride)
    targets[row] = other.targets[source]
  }
}
