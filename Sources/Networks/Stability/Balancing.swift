import LinearAlgebra

/// Rescaling of neurons, w -> rho w, b -> rho b, a -> a / rho, which leaves the function as it is.
extension ShallowNetwork {
  /// The rescaling that minimises Q: rho^2 = |a| sqrt(P(A)^2 + |E[X 1_A]|^2) / E[relu(w . X + b)], after which
  /// Q = 1 + 2 S~. Neurons that no point activates, or whose output weight is 0, stay as they are.
  public func balanced(on points: Matrix) throws -> ShallowNetwork {
    var result = self
    for (neuron, side) in try StabilityNorm.sides(self, points).enumerated() {
      let factor = (outputWeights[neuron].magnitude * side.spread / side.meanHeight).squareRoot()
      guard factor > 0, factor.isFinite else { continue }
      for input in 0..<dimension { result.weights[neuron, input] *= factor }
      result.biases[neuron] *= factor
      result.outputWeights[neuron] /= factor
    }
    return result
  }
}
