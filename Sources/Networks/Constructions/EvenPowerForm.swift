import Foundation
import LinearAlgebra

/// The form E(u) = (1/m) sum_i (w_i . u)^{2k} / c_{d,k} - 1 on the unit sphere, k up to 3: what the draw of m directions adds to the
/// error of ``EvenPower`` at u, and |x|^{2k} E(x / |x|) at x.
///
/// In the coordinates v = w^{(x)k} of symmetric tensors, which are made of two parts under rotations, t of trace zero and r, E(u) is
/// a quadratic form in v(u), whose parts have the fixed squared norms 1 - alpha and alpha: for every s, E(u) = z' M z with
/// z = s_t t + s_r r, |z|^2 = s_t^2 (1 - alpha) + s_r^2 alpha,
///
/// M = (1/m) sum_i phi_i phi_i' / c - lambda_t / s_t^2 P_t - lambda_r / s_r^2 P_r, phi = t / s_t + r / s_r,
///
/// lambda the eigenvalues of E[v v'] / c on the parts. So |E| <= |z|^2 |M| everywhere on the sphere, |M| the spectral norm; s =
/// lambda^{1/4} is taken. k = 1 has one part, and the bound is the greatest value itself. For k = 2, alpha = 1/d; for k = 3,
/// 3/(d+2). Finding the greatest value itself is NP-hard for k >= 2. Numbers are rounded as doubles.
package struct EvenPowerForm {
  /// Beyond it symmetric tensors have more than two parts.
  package static let greatestPower = 3

  /// The number of coordinates, C(d+k-1, k).
  package static func order(dimension: Int, power: Int) -> Int {
    (0..<power).reduce(1) { $0 * (dimension + $1) / ($1 + 1) }
  }

  private let directions: Matrix
  private let power: Int
  private let indices: [[Int]]
  private var dimension: Int { directions.columns }

  /// The form of the directions in the rows of `directions`, of unit norm.
  /// - Throws: `NetworkError.outside` for a power out of 1...3.
  init(directions: Matrix, power: Int) throws {
    try NetworkError.require(power, in: 1...EvenPowerForm.greatestPower, "the power k")
    (self.directions, self.power) = (directions, power)
    indices = (0..<power).reduce([[]]) { lists, _ in
      lists.flatMap { list in ((list.last ?? 0)..<directions.columns).map { list + [$0] } }
    }
  }

  /// A number that |E(u)| does not exceed for any unit vector u.
  func bound() throws -> Double {
    let (c, part) = (EvenPower.constant(dimension: dimension, power: power), Part(dimension: dimension, power: power))
    let scaled = try features(part)
    var matrix = try Matrix(rows: indices.count, columns: indices.count)
    try BLAS.addGram(of: scaled, toLowerTriangleOf: &matrix)
    let factor = 1 / (c * Double(directions.rows))
    let projectors = trivial
    for row in 0..<matrix.rows {
      for column in 0...row {
        let trace = projectors.reduce(0) { $0 + $1[row] * $1[column] }
        let identity = row == column ? part.free.squareRoot() : 0
        let mean = identity + (part.traced.squareRoot() - part.free.squareRoot()) * trace
        matrix[row, column] = matrix[row, column] * factor - mean
        matrix[column, row] = matrix[row, column]
      }
    }
    let values = try SymmetricEigen.values(of: matrix)
    let norm = values.reduce(0) { max($0, abs($1)) }
    return norm * ((1 - part.share) * part.free.squareRoot() + part.share * part.traced.squareRoot())
  }

  /// The parts' eigenvalues and the share alpha of r.
  private struct Part {
    /// alpha.
    let share: Double
    /// lambda_t and lambda_r.
    let free, traced: Double

    init(dimension: Int, power: Int) {
      let (d, c) = (Double(dimension), EvenPower.constant(dimension: dimension, power: power))
      let order = Double(EvenPowerForm.order(dimension: dimension, power: power))
      // r has one dimension for k = 2 and d for k = 3; the trace of E[v v'] on a part is its share.
      let traces = power == 2 ? 1.0 : power == 3 ? d : 0
      share = power == 2 ? 1 / d : power == 3 ? 3 / (d + 2) : 0
      free = (1 - share) / (c * (order - traces))
      traced = traces > 0 ? share / (c * traces) : 1
    }
  }

  /// phi of every direction, m x D: sqrt(multiplicity) times the entries with ascending indices.
  private func features(_ part: Part) throws -> Matrix {
    let (plain, more) = (pow(part.free, -0.25), pow(part.traced, -0.25) - pow(part.free, -0.25))
    let weights = indices.map(multiplicity)
    let d = Double(dimension)
    return try Matrix(rows: directions.rows, columns: indices.count) { elements in
      for row in 0..<directions.rows {
        let w = directions[row: row]
        let first = w.startIndex
        for (column, index) in indices.enumerated() {
          let product = index.reduce(1.0) { $0 * w[first + $1] }
          let trace = power == 2 ? (index[0] == index[1] ? 1 / d : 0) : traceOfThree(index) { w[first + $0] } / (d + 2)
          elements[row * indices.count + column] = weights[column] * (plain * product + more * trace)
        }
      }
    }
  }

  /// w_a delta_bc + w_b delta_ac + w_c delta_ab for three indices, 0 otherwise.
  private func traceOfThree(_ index: [Int], _ w: (Int) -> Double) -> Double {
    guard index.count == 3 else { return 0 }
    return (index[1] == index[2] ? w(index[0]) : 0) + (index[0] == index[2] ? w(index[1]) : 0)
      + (index[0] == index[1] ? w(index[2]) : 0)
  }

  /// An orthonormal basis of the part r.
  private var trivial: [[Double]] {
    let (d, weights) = (Double(dimension), indices.map(multiplicity))
    switch power {
    case 2: return [zip(indices, weights).map { $0[0] == $0[1] ? $1 / d.squareRoot() : 0 }]
    case 3:
      return (0..<dimension).map { axis in
        zip(indices, weights).map { index, weight in
          weight * traceOfThree(index) { $0 == axis ? 1 : 0 } / (3 * (d + 2)).squareRoot()
        }
      }
    default: return []
    }
  }

  /// The square root of the number of orders of the indices.
  private func multiplicity(_ index: [Int]) -> Double {
    let different = Set(index).count
    return (power == 3 ? [1.0, 3, 6][different - 1] : Double(different)).squareRoot()
  }
}
