import Foundation
import LinearAlgebra
import Testing

@testable import Networks

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
