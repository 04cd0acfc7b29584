import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct TangentNetworkTests {
  /// kappa0 and kappa1 of the cosine u, and the two kernels of L layers by their recursion.
  static func kernels(_ u: Double, layers: Int) -> (rf: Double, ntk: Double) {
    var (rf, ntk) = (u, u)
    for _ in 1..<layers {
      let v = min(max(rf, -1), 1)
      let kappa0 = 1 - acos(v) / .pi
      rf = (v * (.pi - acos(v)) + (1 - v * v).squareRoot()) / .pi
      ntk = ntk * kappa0 + rf
    }
    return (rf, ntk)
  }

  static func points(_ count: Int) throws -> Matrix {
    try Sampling.sphere(count: count, dimension: 3, stream: RandomStream(seed: 3, purpose: "points"))
  }

  /// The root mean square of empirical minus exact tangent kernel over pairs of points and `seeds` seeds.
  static func kernelError(width: Int, layers: Int, gain: Double = 2, seeds: Int = 6) throws -> Double {
    let points = try points(8)
    let exact = try BLAS.gram(points).elements.map { kernels($0, layers: layers).ntk }
    var sum = 0.0
    for seed in 0..<seeds {
      let network = try TangentNetwork(
        dimension: 3, width: width, layers: layers, start: .standard, seed: UInt64(seed), gain: gain)
      let found = try network.tangentKernel(rows: points, columns: points)
      for (a, b) in zip(found.elements, exact) { sum += (a - b) * (a - b) }
    }
    return (sum / Double(seeds * exact.count)).squareRoot()
  }

  @Test(arguments: [2, 3])
  func `the tangent kernel tends to the closed form like one over root width`(layers: Int) throws {
    let widths = layers == 2 ? [64, 4096] : [16, 256]
    let errors = try widths.map { try Self.kernelError(width: $0, layers: layers, seeds: 12) }
    let slope = log(errors[1] / errors[0]) / log(Double(widths[1]) / Double(widths[0]))
    #expect(abs(slope + 0.5) < 0.15)
    #expect(errors[1] < 0.3)
  }

  @Test(arguments: [1.0, 4]) func `another scaling does not tend to it`(gain: Double) throws {
    let errors = try [64, 4096].map { try Self.kernelError(width: $0, layers: 2, gain: gain, seeds: 3) }
    #expect(errors[1] > 0.4)
    #expect(log(errors[1] / errors[0]) / log(64) > -0.15)
  }

  @Test(arguments: [2, 3]) func `outputs at the start have the random-feature covariance`(layers: Int) throws {
    let points = try Self.points(2)
    let cosine = try BLAS.gram(points)[0, 1]
    let seeds = 2000
    var sums = [0.0, 0, 0]
    for seed in 0..<seeds {
      let network = try TangentNetwork(dimension: 3, width: 24, layers: layers, seed: UInt64(seed))
      let f = try network.values(at: points)
      sums = [sums[0] + f[0] * f[0], sums[1] + f[1] * f[1], sums[2] + f[0] * f[1]]
    }
    // At any width the covariance is that of the limit for L = 2 and within 1/m of it beyond.
    #expect(abs(sums[0] / Double(seeds) - 1) < 0.15)
    #expect(abs(sums[1] / Double(seeds) - 1) < 0.15)
    #expect(abs(sums[2] / Double(seeds) - Self.kernels(cosine, layers: layers).rf) < 0.15)
  }

  @Test func `a mirrored start is exactly zero and keeps the kernel`() throws {
    let points = try Self.points(5)
    let standard = try TangentNetwork(dimension: 3, width: 16, layers: 3, seed: 5)
    let mirrored = try TangentNetwork(dimension: 3, width: 16, layers: 3, start: .mirrored, seed: 5)
    #expect(try mirrored.values(at: points) == [Double](repeating: 0, count: 5))
    let kernels = try [standard, mirrored].map { try $0.tangentKernel(rows: points, columns: points) }
    for (a, b) in zip(kernels[0].elements, kernels[1].elements) { #expect(abs(a - b) < 1e-12) }
  }

  @Test func `seeds are explicit and doubling an input doubles the output`() throws {
    let points = try Self.points(4)
    let doubled = try Matrix(rows: 4, columns: 3, elements: points.elements.map { 2 * $0 })
    let network = try TangentNetwork(dimension: 3, width: 8, layers: 4, seed: 1)
    #expect(try network == TangentNetwork(dimension: 3, width: 8, layers: 4, seed: 1))
    #expect(try network != TangentNetwork(dimension: 3, width: 8, layers: 4, seed: 2))
    for (one, two) in zip(try network.values(at: points), try network.values(at: doubled)) {
      #expect(abs(two - 2 * one) < 1e-14)
    }
  }

  @Test func `impossible shapes and points are refused`() throws {
    refused(.empty("the input"), try TangentNetwork(dimension: 0, width: 1, seed: 0))
    refused(.empty("a hidden layer"), try TangentNetwork(dimension: 1, width: 0, seed: 0))
    refused(
      .outside(what: "the number of layers", range: 2...100, value: 1),
      try TangentNetwork(dimension: 1, width: 1, layers: 1, seed: 0))
    let network = try TangentNetwork(dimension: 3, width: 2, seed: 0)
    refused(
      .mismatch(what: "the dimension of the points", expected: 3, found: 2),
      try network.values(at: Matrix(rows: 1, columns: 2)))
    refused(.notFinite("the points"), try network.values(at: Matrix(repeating: .nan, rows: 1, columns: 3)))
  }
}

@Suite struct TangentNetworkTrainingTests {
  static func setting(_ count: Int) throws -> (points: Matrix, targets: [Double], probes: Matrix) {
    let points = try Sampling.sphere(count: count, dimension: 3, stream: RandomStream(seed: 1, purpose: "train"))
    let probes = try Sampling.sphere(count: 10, dimension: 3, stream: RandomStream(seed: 1, purpose: "probes"))
    return (points, (0..<count).map { points[$0, 0] * points[$0, 1] + points[$0, 2] }, probes)
  }

  @Test(arguments: [(2, TangentStart.standard), (3, .standard), (2, .mirrored), (4, .mirrored)])
  func `a small step moves the outputs by minus step times kernel times error`(layers: Int, start: TangentStart) throws
  {
    let (points, targets, probes) = try Self.setting(6)
    let network = try TangentNetwork(dimension: 3, width: 12, layers: layers, start: start, seed: 4)
    let step = 1e-6
    let history = try network.trained(
      points: points, targets: targets, step: step, checkpoints: [0, 1], probes: probes)
    let errors = try zip(network.values(at: points), targets).map { $0 - $1 }
    let expected = try BLAS.product(network.tangentKernel(rows: probes, columns: points), errors)
    for probe in 0..<probes.rows {
      let moved = (history.probeValues[1, probe] - history.probeValues[0, probe]) / step
      #expect(abs(moved + expected[probe] / 6) < 1e-3 * (1 + abs(expected[probe])))
    }
  }

  /// Kernel gradient descent from f_0 with the closed-form tangent kernel.
  static func kernelDescent(
    _ network: TangentNetwork, _ points: Matrix, _ targets: [Double], _ probes: Matrix, step: Double, steps: Int
  ) throws -> [Double] {
    func kernel(_ rows: Matrix) throws -> Matrix {
      let cosines = try BLAS.product(rows, points, transposingRight: true)
      return try Matrix(
        rows: rows.rows, columns: points.rows,
        elements: cosines.elements.map { TangentNetworkTests.kernels(min($0, 1), layers: network.layers).ntk })
    }
    let (inner, cross) = (try kernel(points), try kernel(probes))
    var (training, probed) = (try network.values(at: points), try network.values(at: probes))
    for _ in 0..<steps {
      let errors = zip(training, targets).map { ($0 - $1) * step / Double(targets.count) }
      for (index, change) in try BLAS.product(inner, errors).enumerated() { training[index] -= change }
      for (index, change) in try BLAS.product(cross, errors).enumerated() { probed[index] -= change }
    }
    return probed
  }

  @Test func `wide networks follow kernel gradient descent, closer like one over root width`() throws {
    let (points, targets, probes) = try Self.setting(20)
    let deviations = try [128, 2048].map { width in
      try (0..<4).map { seed in
        let network = try TangentNetwork(dimension: 3, width: width, seed: UInt64(seed))
        let history = try network.trained(
          points: points, targets: targets, step: 0.5, checkpoints: [0, 60], probes: probes)
        let reference = try Self.kernelDescent(network, points, targets, probes, step: 0.5, steps: 60)
        let start = try network.values(at: probes)
        return try history.deviations(from: Matrix(rows: 2, columns: probes.rows, elements: start + reference))
      }
    }
    #expect(deviations.allSatisfy { $0.allSatisfy { $0[0] == 0 } })
    let means = deviations.map { $0.reduce(0) { $0 + $1[1] } / 4 }
    let slope = log(means[1] / means[0]) / log(16)
    #expect(slope > -0.75 && slope < -0.3)
    #expect(means[1] < 0.1)
  }

  @Test func `training fits the targets and is the same to the byte`() throws {
    let (points, targets, probes) = try Self.setting(8)
    let network = try TangentNetwork(dimension: 3, width: 64, layers: 3, start: .mirrored, seed: 2)
    func run() throws -> TangentHistory {
      try network.trained(points: points, targets: targets, step: 0.5, checkpoints: [0, 10, 300], probes: probes)
    }
    let history = try run()
    let losses = (0..<3).map { row in
      zip(history.trainingValues[row: row], targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(losses[0] > losses[1] && losses[1] > losses[2] && losses[2] < 0.01 * losses[0])
    #expect(try run() == history)
    #expect(try history.network.values(at: probes) == Array(history.probeValues[row: 2]))
  }

  @Test(arguments: [TangentStart.standard, .mirrored], [(3, 5), (16, 8), (21, 13)])
  func `fused steps are those of matrix products`(start: TangentStart, sizes: (width: Int, count: Int)) throws {
    let (points, targets, probes) = try Self.setting(sizes.count)
    let network = try TangentNetwork(dimension: 3, width: sizes.width, start: start, seed: 6)
    let history = try network.trained(
      points: points, targets: targets, step: 0.4, checkpoints: [0, 1, 60], probes: probes)
    var byProducts = network
    for step in 1...60 {
      try byProducts.descend(points, targets, 0.4)
      guard step == 1 || step == 60 else { continue }
      for (found, expected) in zip(history.probeValues[row: step == 1 ? 1 : 2], try byProducts.values(at: probes)) {
        #expect(abs(found - expected) < 1e-12)
      }
    }
    #expect(Array(history.probeValues[row: 0]) == (try network.values(at: probes)))
    let deep = try TangentNetwork(dimension: 3, width: 4, layers: 3, seed: 6)
    #expect(try TangentDescent(deep, points: points, targets: targets, step: 0.4, probes: probes) == nil)
    let ends = zip(try history.network.values(at: probes), history.probeValues[row: 2])
    for (found, expected) in ends { #expect(abs(found - expected) < 1e-12) }
  }

  /// With one training point x a neuron moves along x alone: w_i(t) = w_i(0) + c_i x, so that descent is a recursion of numbers,
  /// with s = factor sqrt(2/m) and e = f - y: a_i -= eta e s relu(w_i . x), c_i -= eta e s a_i where w_i . x > 0.
  @Test(arguments: [TangentStart.standard, .mirrored], [1, 3, 8, 19])
  func `on one point the neurons follow their scalar recursion`(start: TangentStart, width: Int) throws {
    let (x, target, step) = ([0.6, -0.3, 1.1], 0.7, 0.15)
    let network = try TangentNetwork(dimension: 3, width: width, start: start, seed: 12)
    let probes = try Matrix(rows: 3, columns: 3, elements: x + [-0.2, 0.9, 0.4] + [1, 0.5, -2])
    let history = try network.trained(
      points: Matrix(rows: 1, columns: 3, elements: x), targets: [target], step: step, checkpoints: [0, 1, 7, 40],
      probes: probes)
    func inner(_ a: [Double], _ b: [Double]) -> Double { a[0] * b[0] + a[1] * b[1] + a[2] * b[2] }
    var neurons = network.copies.flatMap { copy in
      (0..<width).map { index in
        (
          scale: copy.factor * (2 / Double(width)).squareRoot(), w: Array(copy.body.hidden[0][row: index]),
          a: copy.body.output[index, 0], c: 0.0
        )
      }
    }
    func value(_ p: [Double]) -> Double {
      neurons.reduce(0) { $0 + $1.scale * $1.a * max(0, inner($1.w, p) + $1.c * inner(x, p)) }
    }
    var done = 0
    for (row, steps) in [0, 1, 7, 40].enumerated() {
      while done < steps {
        let error = value(x) - target
        for index in neurons.indices {
          let height = inner(neurons[index].w, x) + neurons[index].c * inner(x, x)
          guard height > 0 else { continue }
          let move = step * error * neurons[index].scale
          (neurons[index].a, neurons[index].c) = (
            neurons[index].a - move * height, neurons[index].c - move * neurons[index].a
          )
        }
        done += 1
      }
      #expect(abs(history.trainingValues[row, 0] - value(x)) < 1e-12)
      for probe in 0..<3 { #expect(abs(history.probeValues[row, probe] - value(Array(probes[row: probe]))) < 1e-12) }
    }
    #expect(abs(value(x) - target) < 0.1 || width == 1)
  }

  /// Worked by hand: m = 2, so sqrt(2/m) = 1; w_1 = (1, 2), w_2 = (-1, 1), a = (2, -1); x_1 = (1, 0), x_2 = (0, 1), y = (1, 0),
  /// eta = 1/4. Before: w_1 . x = (1, 2), w_2 . x = (-1, 1), f = (2, 3), errors (1, 3), each times eta/n = 1/8.
  @Test func `a step is the one worked by hand`() throws {
    var network = try TangentNetwork(dimension: 2, width: 2, seed: 0)
    network.copies[0].body.replaceLayers(
      hidden: try Matrix(rows: 2, columns: 2, elements: [1, 2, -1, 1]),
      output: try Matrix(rows: 2, columns: 1, elements: [2, -1]))
    let axes = try Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1])
    let history = try network.trained(points: axes, targets: [1, 0], step: 0.25, checkpoints: [0, 1], probes: axes)
    // a_1 = 2 - (1 + 3 2)/8, a_2 = -1 - 3/8; w_1 = (1, 2) - 2 (1, 3)/8; w_2 = (-1, 1) + (0, 3)/8, x_1 being on its other side.
    let body = history.network.copies[0].body
    #expect(body.output.elements == [1.125, -1.375] && body.hidden[0].elements == [0.75, 1.25, -1, 1.375])
    #expect(Array(history.trainingValues[row: 0]) == [2, 3])
    #expect(Array(history.trainingValues[row: 1]) == [1.125 * 0.75, 1.125 * 1.25 - 1.375 * 1.375])
  }

  @Test func `bad settings and divergence are refused`() throws {
    let (points, targets, probes) = try Self.setting(4)
    let network = try TangentNetwork(dimension: 3, width: 4, seed: 2)
    func train(_ targets: [Double], _ step: Double, _ checkpoints: [Int]) throws {
      _ = try network.trained(points: points, targets: targets, step: step, checkpoints: checkpoints, probes: probes)
    }
    refused(.mismatch(what: "the targets", expected: 4, found: 1), try train([1], 1, [1]))
    refused(.notFinite("the targets"), try train([1, 1, 1, .nan], 1, [1]))
    refused(.notPositive(what: "the step size", value: 0), try train(targets, 0, [1]))
    refused(.empty("the list of checkpoints"), try train(targets, 1, []))
    refused(.outside(what: "checkpoint 1", range: 4...1_000_000_000, value: 3), try train(targets, 1, [3, 3]))
    #expect(throws: NetworkError.self) { try train(targets, 1e6, [200]) }
  }

  @Test func `points of the circle stand at equal angles from -pi to pi; none, or one dimension, is refused`() throws {
    let points = try GreatCircle.points(count: 5, dimension: 3)
    let expected: [[Double]] = [[-1, 0, 0], [0, -1, 0], [1, 0, 0], [0, 1, 0], [-1, 0, 0]]
    for (row, point) in expected.enumerated() {
      for (found, wanted) in zip(points[row: row], point) { #expect(abs(found - wanted) < 1e-15) }
    }
    #expect(GreatCircle.angle(4, of: 5) == .pi && GreatCircle.angle(0, of: 1) == 0)
    refused(.empty("the circle"), try GreatCircle.points(count: 0, dimension: 2))
    #expect(throws: NetworkError.self) { try GreatCircle.points(count: 1, dimension: 1) }
  }
}
