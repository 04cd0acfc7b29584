/// The way of a batch through all neurons and back, the loops in which training spends its time.
extension GradientKernel {
  func forward(_ batch: Batch) {
    switch shape.dimension {
    case 1: forwardNarrow(batch, inputs: 1)
    case 2: forwardNarrow(batch, inputs: 2)
    default: forwardWide(batch)
    }
  }

  /// Two samples through all groups: their outputs stay in registers.
  @inline(__always)
  func forwardNarrow(_ batch: Batch, inputs: Int) {
    let count = batch.paddedCount
    for sample in Swift.stride(from: 0, to: count, by: 2) {
      let x = batch.inputs + sample * inputs
      var (y0, y1) = (Lanes.zero, Lanes.zero)
      var (weights, active) = (parameters, activations + sample)
      for _ in 0..<groups {
        let (first, bias, output) = (weights[0], weights[inputs] * batch.constant, weights[inputs + 1])
        var (z0, z1) = (first * x[0], first * x[inputs])
        if inputs > 1 {
          let second = weights[1]
          z0.addProduct(second, x[1])
          z1.addProduct(second, x[inputs + 1])
        }
        let (h0, h1) = ((z0 + bias).rectified, (z1 + bias).rectified)
        active[0] = h0
        active[1] = h1
        y0.addProduct(h0, output)
        y1.addProduct(h1, output)
        weights += inputs + 2
        active += count
      }
      outputs[sample] = y0
      outputs[sample + 1] = y1
    }
  }

  func forwardWide(_ batch: Batch) {
    outputs.update(repeating: .zero, count: batch.paddedCount)
    for group in 0..<groups {
      forward(batch, parameters + group * size, activations + group * batch.paddedCount)
    }
  }

  /// A group for all samples.
  @inline(__always)
  func forward(_ batch: Batch, _ weights: UnsafeMutablePointer<Lanes>, _ active: UnsafeMutablePointer<Lanes>) {
    let dimension = shape.dimension
    let (bias, output) = (weights[dimension] * batch.constant, weights[dimension + 1])
    for sample in Swift.stride(from: 0, to: batch.paddedCount, by: 4) {
      let x = batch.inputs + sample * dimension
      let first = weights[0]
      var (z0, z1) = (first * x[0], first * x[dimension])
      var (z2, z3) = (first * x[2 * dimension], first * x[3 * dimension])
      for input in 1..<dimension {
        let weight = weights[input]
        z0.addProduct(weight, x[input])
        z1.addProduct(weight, x[dimension + input])
        z2.addProduct(weight, x[2 * dimension + input])
        z3.addProduct(weight, x[3 * dimension + input])
      }
      let (h0, h1, h2, h3) = (
        (z0 + bias).rectified, (z1 + bias).rectified, (z2 + bias).rectified, (z3 + bias).rectified
      )
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

  /// Inputs go through in parts of at most six, whose sums stay in registers; the first part, of one or two, makes the slopes.
  func backward(
    _ batch: Batch, _ active: UnsafeMutablePointer<Lanes>, _ output: Lanes, _ gradient: UnsafeMutablePointer<Lanes>
  ) {
    let dimension = shape.dimension
    switch dimension {
    case 1: backwardFirst(1, keepsSlopes: false, batch, active, output, gradient)
    case 2: backwardFirst(2, keepsSlopes: false, batch, active, output, gradient)
    case _ where dimension % 2 == 1: backwardFirst(1, keepsSlopes: true, batch, active, output, gradient)
    default: backwardFirst(2, keepsSlopes: true, batch, active, output, gradient)
    }
    var left = (dimension - 1) / 2 * 2
    while left > 0 {
      let input = dimension - left
      if left % 6 == 0 {
        backwardRest(6, batch, input, gradient)
        left -= 6
      } else if left == 2 {
        backwardRest(2, batch, input, gradient)
        left -= 2
      } else {
        backwardRest(4, batch, input, gradient)
        left -= 4
      }
    }
  }

  @inline(__always)
  func backwardFirst(
    _ inputs: Int, keepsSlopes: Bool, _ batch: Batch, _ active: UnsafeMutablePointer<Lanes>, _ output: Lanes,
    _ gradient: UnsafeMutablePointer<Lanes>
  ) {
    let dimension = shape.dimension
    var (outputGradient, biasGradient) = (Lanes.zero, Lanes.zero)
    var (g0, g1) = (Lanes.zero, Lanes.zero)
    var x = batch.inputs
    for sample in 0..<batch.paddedCount {
      let (value, residual) = (active[sample], residuals[sample])
      outputGradient.addProduct(value, residual)
      let delta = Lanes.zero.replacing(with: output * residual, where: value .> 0)
      biasGradient += delta
      g0.addProduct(delta, x[0])
      if inputs > 1 { g1.addProduct(delta, x[1]) }
      if keepsSlopes { hidden[sample] = delta }
      x += dimension
    }
    gradient[0] = g0
    if inputs > 1 { gradient[1] = g1 }
    gradient[dimension] = biasGradient * batch.constant
    gradient[dimension + 1] = outputGradient
  }

  @inline(__always)
  func backwardRest(_ inputs: Int, _ batch: Batch, _ input: Int, _ gradient: UnsafeMutablePointer<Lanes>) {
    let dimension = shape.dimension
    var (g0, g1, g2) = (Lanes.zero, Lanes.zero, Lanes.zero)
    var (g3, g4, g5) = (Lanes.zero, Lanes.zero, Lanes.zero)
    var x = batch.inputs + input
    for sample in 0..<batch.paddedCount {
      let delta = hidden[sample]
      g0.addProduct(delta, x[0])
      g1.addProduct(delta, x[1])
      if inputs > 2 {
        g2.addProduct(delta, x[2])
        g3.addProduct(delta, x[3])
      }
      if inputs > 4 {
        g4.addProduct(delta, x[4])
        g5.addProduct(delta, x[5])
      }
      x += dimension
    }
    gradient[input] = g0
    gradient[input + 1] = g1
    if inputs > 2 {
      gradient[input + 2] = g2
      gradient[input + 3] = g3
    }
    if inputs > 4 {
      gradient[input + 4] = g4
      gradient[input + 5] = g5
    }
  }
}

extension SIMD8<Double> {
  /// max(0, x) in every lane; 0 for NaN.
  @inline(__always)
  fileprivate var rectified: SIMD8<Double> { SIMD8.zero.replacing(with: self, where: self .> 0) }
}
