import LinearAlgebra

@testable import Networks

/// Derivatives of the loss sample by sample, which the fused loops and the n x n matrix of gradients are held against.
/// They are themselves held against differences of the loss, in `CurvatureTests`.
enum LossDerivatives {
  /// grad L, in the order of the parameters.
  static func gradient(_ network: ShallowNetwork, _ data: TrainingSet) throws -> [Double] {
    try Curvature.gradientSum(network, data.points, coefficients: scaledResiduals(network, data))
  }

  /// The exact Hessian, residual terms included, times `vector` (away from the kinks).
  static func hessianProduct(
    _ network: ShallowNetwork, _ data: TrainingSet, _ vector: [Double]
  ) throws -> [Double] {
    let (d, k) = (network.dimension, network.width)
    let inputs = try network.preactivations(at: data.points)
    let residuals = try scaledResiduals(network, data)
    var mixed = [Double](repeating: 0, count: vector.count)
    var slopes = [Double](repeating: vector[k * (d + 2)], count: data.count)
    for row in 0..<data.count {
      for neuron in 0..<k where inputs[row, neuron] > 0 {
        var change = vector[k * d + neuron]
        for input in 0..<d { change += data.points[row, input] * vector[neuron * d + input] }
        let output = vector[k * (d + 1) + neuron]
        slopes[row] += network.outputWeights[neuron] * change + inputs[row, neuron] * output
        mixed[k * (d + 1) + neuron] += residuals[row] * change
        mixed[k * d + neuron] += residuals[row] * output
        for input in 0..<d { mixed[neuron * d + input] += residuals[row] * data.points[row, input] * output }
      }
    }
    let square = try Curvature.gradientSum(
      network, data.points, coefficients: slopes.map { $0 / Double(data.count) })
    return zip(square, mixed).map(+)
  }

  /// (f(x_j) - y_j) / n.
  private static func scaledResiduals(_ network: ShallowNetwork, _ data: TrainingSet) throws -> [Double] {
    zip(try network.values(at: data.points), data.targets).map { ($0 - $1) / Double(data.count) }
  }
}
