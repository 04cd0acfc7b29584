import LinearAlgebra

/// The inputs that are not 0 at every training point, such as pixels that some image marks.
///
/// The weights of all others have no effect on the loss and gradient 0, so that a network trained without them, and given them back
/// as they were, is the network trained with them, to the last bit.
struct UsedInputs {
  /// Ascending; the first input where all are 0 everywhere.
  let indices: [Int]
  private let dimension: Int

  init(of points: Matrix) {
    dimension = points.columns
    var isUsed = [Bool](repeating: false, count: points.columns)
    for row in 0..<points.rows {
      for (column, value) in points[row: row].enumerated() where value != 0 { isUsed[column] = true }
    }
    let used = isUsed.indices.filter { isUsed[$0] }
    indices = used.isEmpty ? [0] : used
  }

  /// The used columns of a matrix of points or of input weights.
  func columns(of matrix: Matrix) throws -> Matrix {
    guard indices.count < dimension else { return matrix }
    return try Matrix(
      rows: matrix.rows, columns: indices.count,
      elements: (0..<matrix.rows).flatMap { row in indices.map { matrix[row, $0] } })
  }

  /// The network without the weights of unused inputs.
  func narrowed(_ network: ShallowNetwork) throws -> ShallowNetwork {
    try ShallowNetwork(
      weights: columns(of: network.weights), biases: network.biases, outputWeights: network.outputWeights,
      offset: network.offset)
  }

  /// `network` with the parameters that its narrowed form came to.
  func restored(_ parameters: [Double], in network: ShallowNetwork) throws -> ShallowNetwork {
    let narrow = try narrowed(network).replacing(parameters: parameters)
    var weights = network.weights
    for neuron in 0..<network.width {
      for (place, input) in indices.enumerated() { weights[neuron, input] = narrow.weights[neuron, place] }
    }
    return try ShallowNetwork(
      weights: weights, biases: narrow.biases, outputWeights: narrow.outputWeights, offset: narrow.offset)
  }
}
