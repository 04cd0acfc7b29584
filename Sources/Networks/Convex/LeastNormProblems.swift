import Foundation
import LinearAlgebra

/// The least norm over the networks of any width that interpolate data in one dimension: a finite linear programme.
///
/// Between neighbouring inputs both relu(x - t) and the mean height in g~ are linear in t and the other factor is
/// constant, so that kinks at the inputs, approached from either side, suffice.
public struct LeastNormOnLine: Sendable {
  /// The distinct inputs, ascending; repeated ones are counted in `counts`.
  private let inputs: [Double]
  private let values: [Double]
  private let counts: [Double]

  /// - Throws: `NetworkError.mismatch` unless the inputs have dimension 1, `noInterpolant` if an input occurs with two
  ///   values.
  public init(_ data: TrainingSet) throws {
    try NetworkError.require(data.dimension, equals: 1, "the dimension of the points")
    var (inputs, values, counts) = ([Double](), [Double](), [Double]())
    for index in (0..<data.count).sorted(by: { data.points[$0, 0] < data.points[$1, 0] }) {
      if inputs.last == data.points[index, 0] {
        guard values.last == data.targets[index] else { throw NetworkError.noInterpolant(points: data.count) }
        counts[counts.count - 1] += 1
      } else {
        inputs.append(data.points[index, 0])
        values.append(data.targets[index])
        counts.append(1)
      }
    }
    (self.inputs, self.values, self.counts) = (inputs, values, counts)
  }

  /// The least |f|_S, affine functions free.
  public func norm() throws -> LeastNormSolution { try solve(bothSides: true) }

  /// The least S~, in which each neuron pays for the side that it is active on and only constants are free: no
  /// interpolant is linearly stable at steps above 2 / (1 + 2 S~).
  public func oneSidedNorm() throws -> LeastNormSolution { try solve(bothSides: false) }

  private func solve(bothSides: Bool) throws -> LeastNormSolution {
    let total = counts.reduce(0, +)
    let constant = [Double](repeating: 1, count: inputs.count)
    let problem = LeastNormProblem(
      targets: values, weights: counts.map { $0 / total }, free: bothSides ? [constant, inputs] : [constant],
      candidates: Kinks(atoms: atoms(bothSides: bothSides)))
    return try problem.solve(ridge: 0)
  }

  private func atoms(bothSides: Bool) -> [Atom] {
    let pairs = inputs.indices.map { index in [1, -1].compactMap { atom(at: index, sign: $0) } }
    return bothSides ? pairs.filter { $0.count == 2 }.compactMap { $0.min { $0.cost < $1.cost } } : pairs.flatMap { $0 }
  }

  /// The neuron relu(sign (x - t)), t at input `index` or next to it, at its least cost; nil if nothing is active.
  private func atom(at index: Int, sign: Double) -> Atom? {
    let total = counts.reduce(0, +)
    let heights = inputs.map { max(0, sign * ($0 - inputs[index])) }
    func cost(including kink: Bool) -> Double {
      var (mass, moment, height) = (0.0, 0.0, 0.0)
      for (place, input) in inputs.enumerated() where heights[place] > 0 || (kink && place == index) {
        mass += counts[place] / total
        moment += counts[place] / total * input
        height += counts[place] / total * heights[place]
      }
      return height * (mass * mass + moment * moment).squareRoot()
    }
    let (without, with) = (cost(including: false), cost(including: true))
    guard without > 0 || with > 0 else { return nil }
    let shift = 1e-7 * ((inputs.last ?? 0) - (inputs.first ?? 0))
    return Atom(
      values: heights, cost: min(without, with),
      plane: Hyperplane(normal: [sign], threshold: sign * inputs[index] + (with < without ? -shift : shift)))
  }
}

/// A dictionary short enough to be listed.
private struct Kinks: AtomSource {
  let atoms: [Atom]

  func seed() -> [Atom] { atoms }

  func violators(of nu: [Double], above limit: Double, count: Int) -> (largest: Double, atoms: [Atom]) { (1, []) }
}
