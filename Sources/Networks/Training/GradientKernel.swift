import LinearAlgebra

/// The parameters of a shallow network and the fused loops that step them down the gradient of
/// L = (1/2n) sum_j (f(x_j) - y_j)^2.
///
/// Neurons stand eight to a vector. A group of eight holds one vector for each input weight, one of biases and one of output
/// weights; a group, or the outputs of a few samples, stays at hand while all samples, or groups, pass. The neurons that only
/// pad have zero parameters and zero gradients for ever. Every sum runs over inputs, samples or groups in their order and
/// every product is fused into it, so that the bits do not depend on how the loops are cut.
final class GradientKernel {
  typealias Lanes = SIMD8<Double>

  let shape: (width: Int, dimension: Int)
  let groups: Int
  /// Vectors of a group.
  let size: Int
  let parameters: UnsafeMutablePointer<Lanes>
  let gradient: UnsafeMutablePointer<Lanes>
  /// What a sample sends back to the neurons of a group.
  let hidden: UnsafeMutablePointer<Lanes>
  let activations: UnsafeMutablePointer<Lanes>
  let outputs: UnsafeMutablePointer<Lanes>
  let residuals: UnsafeMutablePointer<Double>
  private var offset: Double
  private var offsetGradient = 0.0

  /// A kernel for batches of at most `capacity` samples, at the parameters of `network`.
  init(_ network: ShallowNetwork, capacity: Int) {
    let padded = (capacity + 3) / 4 * 4
    let groups = (network.width + 7) / 8
    let (size, dimension) = (network.dimension + 2, network.dimension)
    shape = (network.width, dimension)
    (self.groups, self.size) = (groups, size)
    parameters = filled(.zero, count: groups * size)
    gradient = filled(.zero, count: groups * size)
    hidden = filled(.zero, count: padded)
    activations = filled(.zero, count: padded * groups)
    outputs = filled(.zero, count: padded)
    residuals = filled(0, count: padded)
    offset = network.offset
    for neuron in 0..<network.width {
      let (group, lane) = (parameters + neuron / 8 * size, neuron % 8)
      for input in 0..<dimension { group[input][lane] = network.weights[neuron, input] }
      group[dimension][lane] = network.biases[neuron]
      group[dimension + 1][lane] = network.outputWeights[neuron]
    }
  }

  deinit {
    for lanes in [parameters, gradient, hidden, activations, outputs] { lanes.deallocate() }
    residuals.deallocate()
  }

  /// The loss on `batch`; what `differentiate` needs is kept.
  func evaluate(_ batch: Batch) -> Double {
    forward(batch)
    var (loss, sum) = (0.0, 0.0)
    let scale = 1 / Double(batch.count)
    for sample in 0..<batch.count {
      let residual = outputs[sample].sum() + offset - batch.targets[sample]
      loss += 0.5 * residual * residual * scale
      residuals[sample] = residual * scale
      sum += residual * scale
    }
    for sample in batch.count..<batch.paddedCount { residuals[sample] = 0 }
    offsetGradient = sum
    return loss
  }

  /// f at the samples of `batch`, in place of what `differentiate` needs.
  func values(_ batch: Batch) -> [Double] {
    _ = evaluate(batch)
    return (0..<batch.count).map { outputs[$0].sum() + offset }
  }

  /// The gradient on the batch that was evaluated last.
  func differentiate(_ batch: Batch) {
    for group in 0..<groups {
      let place = group * size
      backward(batch, activations + group * batch.paddedCount, parameters[place + size - 1], gradient + place)
    }
  }

  /// theta <- theta - step * gradient.
  func descend(_ step: Double) {
    descend(step, outputs: step)
    offset -= step * offsetGradient
  }

  /// The same with a step of their own for the output weights, and a constant that stays as it is.
  func descend(_ step: Double, outputs outputStep: Double) {
    for group in 0..<groups {
      let (place, last) = (group * size, group * size + size - 1)
      for index in place..<last { parameters[index].addProduct(gradient[index], -step) }
      parameters[last].addProduct(gradient[last], -outputStep)
    }
  }

  /// The parameters in the order of `ShallowNetwork.parameters`.
  var current: [Double] {
    let (width, dimension) = shape
    func row(_ index: Int) -> [Double] { (0..<width).map { parameters[$0 / 8 * size + index][$0 % 8] } }
    let columns = (0..<dimension).map(row)
    let weights = (0..<width).flatMap { neuron in columns.map { $0[neuron] } }
    return weights + row(dimension) + row(dimension + 1) + [offset]
  }
}
