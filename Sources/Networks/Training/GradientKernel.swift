import LinearAlgebra

/// The parameters of a shallow network and the fused loops that step them down the gradient of
/// L = (1/2n) sum_j (f(x_j) - y_j)^2.
///
/// Neurons stand eight to a vector. A group of eight holds `stride` vectors of input weights (the bias is the weight of
/// the constant input 1) and one of output weights; a group stays in the first-level cache while all samples pass. The
/// neurons and inputs that only pad have zero parameters and zero gradients for ever.
final class GradientKernel {
  typealias Lanes = SIMD8<Double>

  let shape: (width: Int, dimension: Int)
  private let groups: Int
  private let stride: Int
  private let parameters: UnsafeMutablePointer<Lanes>
  private let gradient: UnsafeMutablePointer<Lanes>
  private let hidden: UnsafeMutablePointer<Lanes>
  private let activations: UnsafeMutablePointer<Lanes>
  private let outputs: UnsafeMutablePointer<Lanes>
  private let residuals: UnsafeMutablePointer<Double>
  private var offset: Double
  private var offsetGradient = 0.0

  /// A kernel for batches of at most `capacity` samples, at the parameters of `network`.
  init(_ network: ShallowNetwork, capacity: Int) {
    let padded = (capacity + 3) / 4 * 4
    let groups = (network.width + 7) / 8
    let stride = (network.dimension + 4) / 4 * 4
    shape = (network.width, network.dimension)
    (self.groups, self.stride) = (groups, stride)
    parameters = filled(.zero, count: groups * (stride + 1))
    gradient = filled(.zero, count: groups * (stride + 1))
    hidden = filled(.zero, count: padded)
    activations = filled(.zero, count: padded * groups)
    outputs = filled(.zero, count: padded)
    residuals = filled(0, count: padded)
    offset = network.offset
    for neuron in 0..<network.width {
      let (group, lane) = (parameters + neuron / 8 * (stride + 1), neuron % 8)
      for input in 0..<network.dimension { group[input][lane] = network.weights[neuron, input] }
      group[network.dimension][lane] = network.biases[neuron]
      group[stride][lane] = network.outputWeights[neuron]
    }
  }

  deinit {
    for lanes in [parameters, gradient, hidden, activations, outputs] { lanes.deallocate() }
    residuals.deallocate()
  }

  /// The loss on `batch`; what `differentiate` needs is kept.
  func evaluate(_ batch: Batch) -> Double {
    outputs.update(repeating: .zero, count: batch.paddedCount)
    for group in 0..<groups {
      forward(batch, parameters + group * (stride + 1), activations + group * batch.paddedCount)
    }
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
      let place = group * (stride + 1)
      backward(batch, activations + group * batch.paddedCount, parameters[place + stride], gradient + place)
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
      let place = group * (stride + 1)
      for index in place..<place + stride { parameters[index].addProduct(gradient[index], -step) }
      parameters[place + stride].addProduct(gradient[place + stride], -outputStep)
    }
  }

  @inline(__always)
  private func forward(_ batch: Batch, _ weights: UnsafeMutablePointer<Lanes>, _ active: UnsafeMutablePointer<Lanes>) {
    let output = weights[stride]
    for sample in Swift.stride(from: 0, to: batch.paddedCount, by: 4) {
      let x = batch.inputs + sample * stride
      var (z0, z1, z2, z3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      for input in 0..<stride {
        let weight = weights[input]
        z0.addProduct(weight, x[input])
        z1.addProduct(weight, x[stride + input])
        z2.addProduct(weight, x[2 * stride + input])
        z3.addProduct(weight, x[3 * stride + input])
      }
      let (h0, h1, h2, h3) = (z0.rectified, z1.rectified, z2.rectified, z3.rectified)
      active[sample] = h0
      active[sample + 1] = h1
      active[sample + 2] = h2
      active[sample + 3] = h3
      outputs[sample].addProduct(h0, output)
      outputs[sample + 1].addProduct(h1, output)
      outputs[sample + 2].addProduct(h2, output)
      outputs[sample + 3].addProduct(h3, output)
    }
  }

  @inline(__always)
  private func backward(
    _ batch: Batch, _ active: UnsafeMutablePointer<Lanes>, _ output: Lanes, _ gradient: UnsafeMutablePointer<Lanes>
  ) {
    var outputGradient = Lanes.zero
    for sample in 0..<batch.paddedCount {
      let (value, residual) = (active[sample], residuals[sample])
      outputGradient.addProduct(value, residual)
      hidden[sample] = Lanes.zero.replacing(with: output * residual, where: value .> 0)
    }
    gradient[stride] = outputGradient
    for input in Swift.stride(from: 0, to: stride, by: 4) {
      var (g0, g1, g2, g3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var x = batch.inputs + input
      for sample in 0..<batch.paddedCount {
        let delta = hidden[sample]
        g0.addProduct(delta, x[0])
        g1.addProduct(delta, x[1])
        g2.addProduct(delta, x[2])
        g3.addProduct(delta, x[3])
        x += stride
      }
      gradient[input] = g0
      gradient[input + 1] = g1
      gradient[input + 2] = g2
      gradient[input + 3] = g3
    }
  }

  /// The parameters in the order of `ShallowNetwork.parameters`.
  var current: [Double] {
    let (width, dimension) = shape
    func row(_ index: Int) -> [Double] { (0..<width).map { parameters[$0 / 8 * (stride + 1) + index][$0 % 8] } }
    let columns = (0..<dimension).map(row)
    let weights = (0..<width).flatMap { neuron in columns.map { $0[neuron] } }
    return weights + row(dimension) + row(stride) + [offset]
  }
}

extension SIMD8<Double> {
  /// max(0, x) in every lane; 0 for NaN.
  @inline(__always)
  fileprivate var rectified: SIMD8<Double> { SIMD8.zero.replacing(with: self, where: self .> 0) }
}

/// Samples laid out for `GradientKernel`: each row is (x, 1, 0, ...) padded to a multiple of 4 numbers, the number of
/// rows padded to a multiple of 4 by rows of zeros, whose residuals count as zero. Where the input that carries the biases is 0
/// in place of 1, these have no effect and stay as they are.
final class Batch {
  let count: Int
  let dimension: Int
  let paddedCount: Int
  let stride: Int
  let inputs: UnsafeMutablePointer<Double>
  let targets: UnsafeMutablePointer<Double>

  /// `count` samples in R^dimension, to be filled.
  init(count: Int, dimension: Int, hasBiases: Bool = true) {
    (self.count, self.dimension) = (count, dimension)
    paddedCount = (count + 3) / 4 * 4
    stride = (dimension + 4) / 4 * 4
    inputs = filled(0, count: paddedCount * stride)
    targets = filled(0, count: paddedCount)
    for row in 0..<count { inputs[row * stride + dimension] = hasBiases ? 1 : 0 }
  }

  convenience init(_ points: Matrix, _ targets: [Double], hasBiases: Bool = true) {
    self.init(count: points.rows, dimension: points.columns, hasBiases: hasBiases)
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

/// Memory for `count` values, all equal; whoever asks for it frees it.
private func filled<Value>(_ value: Value, count: Int) -> UnsafeMutablePointer<Value> {
  let memory = UnsafeMutablePointer<Value>.allocate(capacity: count)
  memory.initialize(repeating: value, count: count)
  return memory
}
