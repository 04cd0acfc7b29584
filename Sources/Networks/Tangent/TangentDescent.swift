import LinearAlgebra

/// Full-batch gradient descent of a ``TangentNetwork`` with one hidden layer, by the fused loops of ``GradientKernel``.
///
/// Such a network is a shallow one without biases, f = sum_i v_i relu(w_i . x) over the neurons of all copies, with
/// v = factor sqrt(gain/m) a. A step of size eta on a is one of size eta factor^2 gain/m on v, since df/da = factor sqrt(gain/m) df/dv.
/// Several times the speed of matrix products, whose inner sizes would be d or 1.
final class TangentDescent {
  private let kernel: GradientKernel
  private let batch, probes: Batch
  private let start: TangentNetwork
  private let points, places: Matrix
  private let step: Double
  /// v over a, for each copy.
  private let scales: [Double]
  private var isMoved = false

  /// Nil for a network of more hidden layers; the sizes and the numbers are the caller's to check.
  init?(_ network: TangentNetwork, points: Matrix, targets: [Double], step: Double, probes: Matrix) throws {
    guard network.layers == 2 else { return nil }
    (start, self.step, self.points, places) = (network, step, points, probes)
    scales = network.copies.map { $0.factor * $0.body.scale }
    batch = Batch(points, targets, hasBiases: false)
    self.probes = Batch(probes, [Double](repeating: 0, count: probes.rows), hasBiases: false)
    let neurons = network.copies.count * network.width
    let shallow = try ShallowNetwork(
      weights: Matrix(
        rows: neurons, columns: network.dimension, elements: network.copies.flatMap { $0.body.hidden[0].elements }),
      biases: [Double](repeating: 0, count: neurons),
      outputWeights: zip(network.copies, scales).flatMap { copy, scale in copy.body.output.elements.map { scale * $0 } }
    )
    kernel = GradientKernel(shallow, capacity: max(points.rows, probes.rows))
  }

  /// Takes `count` steps.
  func advance(_ count: Int) {
    for _ in 0..<count {
      _ = kernel.evaluate(batch)
      kernel.differentiate(batch)
      // The factors of a mirrored start differ in sign alone.
      kernel.descend(step, outputs: step * scales[0] * scales[0])
    }
    isMoved = isMoved || count > 0
  }

  /// f at the training points and at the probes.
  func values() throws -> (training: [Double], probed: [Double]) {
    // At the start by the network itself, since the two copies of a mirrored one are exactly 0 together.
    guard isMoved else { return (try start.values(at: points), try start.values(at: places)) }
    return (kernel.values(batch), kernel.values(probes))
  }

  /// The network as it is now; its numbers may be infinite or none after a step that is too large.
  var network: TangentNetwork {
    get throws {
      guard isMoved else { return start }
      let (parameters, width, dimension) = (kernel.current, start.width, start.dimension)
      let outputs = parameters[(scales.count * width * (dimension + 1))...].prefix(scales.count * width)
      var network = start
      for (copy, scale) in scales.enumerated() {
        let hidden = Array(parameters[copy * width * dimension..<(copy + 1) * width * dimension])
        let output = outputs.dropFirst(copy * width).prefix(width).map { $0 / scale }
        network.copies[copy].body.replaceLayers(
          hidden: try Matrix(rows: width, columns: dimension, elements: hidden),
          output: try Matrix(rows: width, columns: 1, elements: output))
      }
      return network
    }
  }
}
