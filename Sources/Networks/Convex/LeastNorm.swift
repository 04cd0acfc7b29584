import Foundation
import LinearAlgebra

/// One candidate neuron of a least-norm problem.
struct Atom: Sendable {
  /// Its value at every sample.
  let values: [Double]
  /// What a unit of its coefficient costs; positive.
  let cost: Double
  /// The hyperplane, oriented to the side that gives the cost, and moved off the samples that lie on it.
  let plane: Hyperplane
  /// The coefficient of relu(v . x - t), over all symmetries together, that a coefficient of 1 stands for.
  var factor = 1.0
}

/// A source of all candidate neurons, far too many to list.
protocol AtomSource {
  /// Enough candidates to begin with.
  func seed() -> [Atom]
  /// For the dual function `nu` on the samples: the largest |<nu, atom>| / cost over all candidates, and the candidates
  /// that exceed `limit`, at most `count` of them, the worst first.
  func violators(of nu: [Double], above limit: Double, count: Int) -> (largest: Double, atoms: [Atom])
}

/// The least weighted l1 norm of coefficients with which candidate neurons interpolate, or nearly interpolate, y:
///
///     minimise  sum_j G_j |alpha_j| + |y - sum_j alpha_j phi_j - (free functions)|^2 / (2 ridge)
///
/// with |r|^2 = sum_s w_s r_s^2. Its dual, maximise <nu, y> - ridge |nu|^2 / 2 over |<nu, phi_j>| <= G_j with nu
/// orthogonal to the free functions, is solved by a logarithmic barrier over a growing set of candidates.
struct LeastNormProblem<Candidates: AtomSource> {
  /// y.
  let targets: [Double]
  /// w, positive.
  let weights: [Double]
  /// Functions on the samples that cost nothing.
  let free: [[Double]]
  let candidates: Candidates

  /// Solves for the given ridge; candidates enter until none exceeds its bound by more than `tolerance`.
  func solve(ridge: Double, tolerance: Double = 1e-3, rounds: Int = 40) throws -> LeastNormSolution {
    let frame = Frame(weights: weights, free: free)
    let target = frame.coordinates(targets)
    var atoms = candidates.seed()
    var problem = try BarrierProblem(target: target, ridge: ridge, rows: atoms.map { scaled($0, frame) })
    var (point, sharpness) = ([Double](repeating: 0, count: target.count), 1e2)
    var largest = 1.0
    for _ in 0..<max(rounds, 1) {
      point = try problem.maximise(from: point, sharpness: sharpness, to: 1e8)
      let found = candidates.violators(of: frame.function(point), above: 1 + tolerance / 2, count: 400)
      largest = max(found.largest, 1)
      guard largest > 1 + tolerance, !found.atoms.isEmpty else { break }
      atoms += found.atoms
      try problem.append(found.atoms.map { scaled($0, frame) })
      point = point.map { $0 / (1.01 * largest) }
      sharpness = 1e3
    }
    point = try problem.maximise(from: point, sharpness: sharpness, to: 1e8)
    let last = candidates.violators(of: frame.function(point), above: .infinity, count: 0)
    return solution(problem, point, atoms, largest: max(last.largest, 1))
  }

  /// Dual functions and coefficients near the optimum of exact interpolation, for a proof to start from, the last one nearest
  /// unless rounding got the better of it.
  ///
  /// The barrier grows sharper and the ridge smaller by steps; at each, candidates enter until none exceeds its bound by more
  /// than the tolerance that belongs to it.
  func interpolate() throws -> [Interpolation] {
    let frame = Frame(weights: weights, free: free)
    let target = frame.coordinates(targets)
    var atoms = candidates.seed()
    var point = [Double](repeating: 0, count: target.count)
    var problem = try BarrierProblem(target: target, ridge: 0, rows: atoms.map { scaled($0, frame) })
    problem.damping = 1e-18
    var sharpness = 1e2
    var found = [Interpolation]()
    for end in [1e4, 1e6, 1e8, 1e9, 1e10, 1e11] {
      problem.ridge = 1e-3 / end
      for _ in 0..<60 {
        point = try problem.maximise(from: point, sharpness: sharpness, to: end)
        sharpness = end
        let worst = candidates.violators(of: frame.function(point), above: 1 + 10 / end, count: 400)
        guard !worst.atoms.isEmpty else { break }
        atoms += worst.atoms
        try problem.append(worst.atoms.map { scaled($0, frame) })
        let excess = worst.largest - 1
        point = point.map { $0 / (worst.largest * (1 + excess)) }
        sharpness = max(1e2, min(end, 1 / excess))
      }
      guard end >= 1e9 else { continue }
      let coefficients = zip(problem.primal(at: point).coefficients, atoms).map { $0 / $1.cost }
      found.append(Interpolation(dual: frame.function(point), atoms: atoms, coefficients: coefficients))
    }
    return found
  }

  /// A candidate in the coordinates in which its bound is 1.
  func scaled(_ atom: Atom, _ frame: Frame) -> [Double] {
    frame.coordinates(atom.values).map { $0 / atom.cost }
  }

  private func solution(
    _ problem: BarrierProblem, _ point: [Double], _ atoms: [Atom], largest: Double
  ) -> LeastNormSolution {
    let (coefficients, residual) = problem.primal(at: point)
    let norm = coefficients.reduce(0) { $0 + $1.magnitude }
    // Feasible for all candidates once divided by the largest violation.
    let gain = dot(point, problem.target) - residual * euclideanNorm(point)
    return LeastNormSolution(
      norm: norm, lowerBound: max(0, gain / largest), error: residual, violation: largest,
      terms: zip(atoms, coefficients).compactMap { atom, coefficient in
        let value = coefficient / atom.cost * atom.factor
        return coefficient.magnitude > 1e-7 * norm ? LeastNormSolution.Term(plane: atom.plane, coefficient: value) : nil
      })
  }
}

/// A dual function, given at every sample, and coefficients of candidates near the optimum of exact interpolation.
struct Interpolation {
  let dual: [Double]
  let atoms: [Atom]
  let coefficients: [Double]
}

/// A least-norm function and the evidence that it is one.
public struct LeastNormSolution: Sendable {
  /// A neuron of the solution, relu(v . x - t) times a coefficient.
  public struct Term: Sendable, Equatable {
    /// v . x = t; the neuron is active where v . x > t.
    public let plane: Hyperplane
    /// The factor of relu(v . x - t), of either sign.
    public let coefficient: Double
  }

  /// The norm of the solution; of an exact interpolant on a grid, proven and rounded up.
  public let norm: Double
  /// No function whose error is as small has a smaller norm, whatever its neurons: the dual value divided by the
  /// largest violation; for an exact interpolant on a grid proven in whole numbers.
  public internal(set) var lowerBound: Double
  /// The root mean square of what the solution leaves of y.
  public let error: Double
  /// The largest ratio, at least 1, by which any candidate at all exceeds its bound in the dual.
  public let violation: Double
  /// The neurons whose part in the norm is above 1e-7 of it.
  public let terms: [Term]
  /// The part of the norm that pays for neurons which take away what rounded coefficients leave of the targets.
  public var correction = 0.0

  /// The largest step size at which some interpolant is a linearly stable minimum, 2 / (1 + 2 norm).
  public var largestStep: Double { 2 / (1 + 2 * norm) }
  /// A step size above which no interpolant is a linearly stable minimum, 2 / (1 + 2 lower bound).
  public var stepBound: Double { 2 / (1 + 2 * lowerBound) }
}
