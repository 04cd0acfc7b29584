import LinearAlgebra

/// Networks as matrices, one row a neuron: its input weights, its bias and, in the last hidden layer, its output weight.
/// The constant that the network adds stands beside them in the stage's table.
extension ShallowNetwork {
  /// k x (d + 2): w, b, a.
  package var neurons: Matrix {
    get throws { try weights.appending(columns: [biases, outputWeights]) }
  }
}

extension DeepNetwork {
  /// The first hidden layer, k x (d + 1): w, b.
  package var firstNeurons: Matrix {
    get throws { try first.appending(columns: [firstBiases]) }
  }

  /// The second hidden layer, l x (k + 2): v, c, a.
  package var secondNeurons: Matrix {
    get throws { try second.appending(columns: [secondBiases, outputWeights]) }
  }
}

extension Matrix {
  /// The matrix with further columns on its right.
  fileprivate func appending(columns: [[Double]]) throws -> Matrix {
    try Matrix(
      rows: rows, columns: self.columns + columns.count,
      elements: (0..<rows).flatMap { row in
        elements[row * self.columns..<(row + 1) * self.columns] + columns.map { $0[row] }
      })
  }
}
