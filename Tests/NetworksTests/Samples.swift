import LinearAlgebra
import Testing

@testable import Networks

/// Random networks and points for properties that must hold for all of them.
struct Sample {
  let network: ShallowNetwork
  let points: Matrix

  /// Shapes, scales and centres vary from case to case.
  static func random(_ index: Int) throws -> Sample {
    let draws = RandomStream(seed: UInt64(index), purpose: "shape")
    let (d, k, n) = (
      1 + draws.integer(below: 11, at: 0), 1 + draws.integer(below: 30, at: 1), 2 + draws.integer(below: 40, at: 2)
    )
    let (size, centre) = (1 + draws.uniform(at: 3), draws.uniform(at: 4))
    let network = try ShallowNetwork(
      width: k, dimension: d, scale: 0.3 + 2 * draws.uniform(at: 5), biasScale: 1, seed: UInt64(index))
    return Sample(
      network: network, points: try gaussians(n, d, seed: UInt64(index), scale: size, shift: centre))
  }

  static func gaussians(_ n: Int, _ d: Int, seed: UInt64, scale: Double = 1, shift: Double = 0) throws -> Matrix {
    let draws = RandomStream(seed: seed, purpose: "points").gaussians(n * d)
    return try Matrix(rows: n, columns: d, elements: draws.map { scale * $0 + shift })
  }

  /// The data that the network interpolates.
  var interpolated: TrainingSet {
    get throws { try TrainingSet(points: points, targets: network.values(at: points)) }
  }
}

/// Expects that `call` throws exactly `error`.
func refused(
  _ error: NetworkError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }

/// At most `steps` steps, fewer if the loss stays below `tolerance` for `hold` evaluations.
func rule(_ steps: Int, tolerance: Double = 1e-30, hold: Int = 1) throws -> StoppingRule {
  try StoppingRule(tolerance: tolerance, hold: hold, maximumSteps: steps)
}

/// Data on the line.
func line(_ points: [Double], _ targets: [Double]) throws -> TrainingSet {
  try TrainingSet(points: column(points), targets: targets)
}

func column(_ values: [Double]) throws -> Matrix { try Matrix(rows: values.count, columns: 1, elements: values) }

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } : .infinity
}

/// Derivatives of the loss sample by sample, which the fused loops and the n x n matrix of gradients are held against.
/// They are themselves held against differences of the loss, in `CurvatureTests`.
enum LossDerivatives {
  /// grad L, in the order of the parameters.
  static func gradient(_ network: ShallowNetwork, _ data: TrainingSet) throws -> [Double] {
    try Curvature.gradientSum(network, data.points, coefficients: scaledResiduals(network, data))
  }

  /// The exact Hessian, residual terms included, times `vector` (away from the kinks).
  static func hessianProduct(_ network: ShallowNetwork, _ data: TrainingSet, _ vector: [Double]) throws -> [Double] {
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
    let square = try Curvature.gradientSum(network, data.points, coefficients: slopes.map { $0 / Double(data.count) })
    return zip(square, mixed).map(+)
  }

  /// (f(x_j) - y_j) / n.
  private static func scaledResiduals(_ network: ShallowNetwork, _ data: TrainingSet) throws -> [Double] {
    zip(try network.values(at: data.points), data.targets).map { ($0 - $1) / Double(data.count) }
  }
}
