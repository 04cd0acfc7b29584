import LinearAlgebra

/// Curvature of the loss L = (1/2n) sum_j (f(x_j) - y_j)^2 of a shallow network.
///
/// At zero loss the Hessian is (1/n) Phi Phi', Phi = the gradients of f at the points, column by column, so that its
/// non-zero eigenvalues are those of the n x n matrix (1/n) Phi' Phi.
public enum Curvature {
  /// (1/n) Phi' Phi = (1/n) [(T T') * (X X' + 1) + relu(Z) relu(Z)' + 1], * element by element, Z the n x k
  /// pre-activations, T = 1{Z > 0} diag(a).
  public static func gram(_ network: ShallowNetwork, _ points: Matrix) throws -> Matrix {
    let active = try network.preactivations(at: points)
    var (slopes, outputs) = (active, active)
    for row in 0..<points.rows {
      for neuron in 0..<network.width where !(active[row, neuron] > 0) {
        slopes[row, neuron] = 0
        outputs[row, neuron] = 0
      }
      for neuron in 0..<network.width where active[row, neuron] > 0 {
        slopes[row, neuron] = network.outputWeights[neuron]
      }
    }
    let (inner, hidden, inputs) = try (BLAS.gram(slopes), BLAS.gram(outputs), BLAS.gram(points))
    let scale = 1 / Double(points.rows)
    return try Matrix(
      rows: points.rows, columns: points.rows,
      elements: inner.elements.indices.map {
        scale * (inner.elements[$0] * (inputs.elements[$0] + 1) + hidden.elements[$0] + 1)
      })
  }

  /// The largest eigenvalue of the Hessian at a minimum of loss zero.
  public static func sharpness(_ network: ShallowNetwork, _ points: Matrix) throws -> Double {
    try SymmetricEigen.values(of: gram(network, points)).last ?? 0
  }

  /// The unit eigenvector of the largest eigenvalue at a minimum of loss zero, in the order of the parameters; the
  /// component that is largest in size is positive.
  public static func topDirection(_ network: ShallowNetwork, _ points: Matrix) throws -> [Double] {
    let vectors = try SymmetricEigen.decompose(gram(network, points)).vectors
    let direction = try gradientSum(network, points, coefficients: Array(vectors[row: points.rows - 1]))
    let norm = euclideanNorm(direction)
    let largest = direction.max { $0.magnitude < $1.magnitude } ?? 0
    guard norm > 0 else { throw NetworkError.noDirection }
    return direction.map { $0 / (largest < 0 ? -norm : norm) }
  }

  /// Q = |(1/n) sum_j grad f(x_j)|^2, at most the sharpness.
  public static func gradientMeanBound(_ network: ShallowNetwork, _ points: Matrix) throws -> Double {
    let share = [Double](repeating: 1 / Double(points.rows), count: points.rows)
    return try squaredNorm(gradientSum(network, points, coefficients: share))
  }

  /// sum_j u_j grad f(x_j), in the order of the parameters.
  static func gradientSum(_ network: ShallowNetwork, _ points: Matrix, coefficients: [Double]) throws -> [Double] {
    let inputs = try network.preactivations(at: points)
    let (d, k) = (network.dimension, network.width)
    var sum = [Double](repeating: 0, count: network.parameterCount)
    for (row, coefficient) in coefficients.enumerated() {
      for neuron in 0..<k where inputs[row, neuron] > 0 {
        let slope = coefficient * network.outputWeights[neuron]
        for input in 0..<d { sum[neuron * d + input] += slope * points[row, input] }
        sum[k * d + neuron] += slope
        sum[k * (d + 1) + neuron] += coefficient * inputs[row, neuron]
      }
      sum[k * (d + 2)] += coefficient
    }
    return sum
  }
}
