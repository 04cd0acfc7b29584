import Foundation
import LinearAlgebra

/// Maximise y . u - ridge |u|^2 / 2 over |a_j . u| <= 1, by Newton's method on the logarithmic barrier
/// t (y . u - ridge |u|^2 / 2) + sum_j log(1 - (a_j . u)^2) for growing t.
///
/// Source: Boyd, Vandenberghe, "Convex Optimization", section 11.3. With m rows the value is within 2m/t of the optimum.
struct BarrierProblem {
  let target: [Double]
  var ridge: Double
  /// What is added to the diagonal of the Hessian, as a share of its trace; more where the factorisation asks for it.
  var damping = 1e-14
  private var rows: Matrix
  private var sharpness = 1.0

  init(target: [Double], ridge: Double, rows: [[Double]]) throws {
    (self.target, self.ridge) = (target, ridge)
    self.rows = try Matrix(rows: rows.count, columns: target.count, elements: rows.flatMap { $0 })
  }

  mutating func append(_ more: [[Double]]) throws {
    rows = try Matrix(
      rows: rows.rows + more.count, columns: rows.columns, elements: rows.elements + more.flatMap { $0 })
  }

  /// The maximiser up to 2m/`end`, from the strictly feasible `start`; t grows tenfold from `sharpness`.
  mutating func maximise(from start: [Double], sharpness first: Double, to end: Double) throws -> [Double] {
    guard !target.isEmpty else { return start }
    var point = start
    sharpness = min(first, end)
    while true {
      try centre(&point)
      guard sharpness < end else { return point }
      sharpness = min(10 * sharpness, end)
    }
  }

  /// Newton's method for one t. Near its end each step squares the decrement, until rounding decides it and further steps
  /// only wander.
  private func centre(_ point: inout [Double]) throws {
    var last = Double.infinity
    for _ in 0..<60 {
      let heights = try BLAS.product(rows, point)
      let slopes = heights.map { 2 * $0 / (1 - $0 * $0) }
      let pull = try BLAS.product(rows, Matrix(rows: rows.rows, columns: 1, elements: slopes), transposingLeft: true)
      let gradient = point.indices.map { sharpness * (target[$0] - ridge * point[$0]) - pull.elements[$0] }
      let direction = try curvature(heights).solve(gradient)
      let decrement = dot(gradient, direction)
      guard decrement > 1e-16, decrement.isFinite, last > 1e-4 || decrement < last / 10 else { return }
      last = decrement
      let rates = try BLAS.product(rows, direction)
      guard let length = step(heights, rates, point, direction, decrement) else { return }
      for index in point.indices { point[index] += length * direction[index] }
    }
  }

  /// The factorised negative Hessian.
  private func curvature(_ heights: [Double]) throws -> Cholesky {
    let columns = rows.columns
    let scaled = try Matrix(rows: rows.rows, columns: columns) { scaled in
      rows.withUnsafeElements { elements in
        for (row, height) in heights.enumerated() {
          let factor = (2 * (1 + height * height)).squareRoot() / (1 - height * height)
          for index in row * columns..<(row + 1) * columns {
            scaled.initializeElement(at: index, to: elements[index] * factor)
          }
        }
      }
    }
    // The factorisation reads the lower triangle alone.
    var hessian = try Matrix(rows: target.count, columns: target.count)
    try BLAS.addGram(of: scaled, toLowerTriangleOf: &hessian)
    let trace = (0..<target.count).reduce(0) { $0 + hessian[$1, $1] }
    var shift = damping
    while true {
      do {
        return try Cholesky(hessian, addingToDiagonal: sharpness * ridge + shift * trace)
      } catch LinearAlgebraError.notPositiveDefinite where shift < 1e-12 {
        shift *= 100
      }
    }
  }

  /// The length of the step by backtracking from the longest one that stays inside; nil if none gains.
  private func step(
    _ heights: [Double], _ rates: [Double], _ point: [Double], _ direction: [Double], _ decrement: Double
  ) -> Double? {
    var length = 1.0
    for (height, rate) in zip(heights, rates) where rate != 0 {
      length = min(length, 0.95 * ((rate > 0 ? 1 : -1) - height) / rate)
    }
    let (slope, cross, square) = (dot(target, direction), dot(point, direction), squaredNorm(direction))
    while length > 1e-10 {
      var gain = sharpness * (length * slope - ridge * (length * cross + length * length * square / 2))
      for (height, rate) in zip(heights, rates) {
        let moved = height + length * rate
        gain += log((1 - moved * moved) / (1 - height * height))
      }
      if gain >= 0.1 * length * decrement { return length }
      length /= 2
    }
    return nil
  }

  /// The coefficients that belong to a centred point, and the norm of what they leave of the target.
  func primal(at point: [Double]) -> (coefficients: [Double], residual: Double) {
    var residual = target
    let coefficients = (0..<rows.rows).map { row in
      let height = dot(rows[row: row], point)
      let coefficient = 2 * height / (1 - height * height) / sharpness
      for column in residual.indices { residual[column] -= coefficient * rows[row, column] }
      return coefficient
    }
    return (coefficients, euclideanNorm(residual))
  }
}

/// Orthonormal coordinates for the functions on weighted samples that are orthogonal to given ones.
///
/// Functions times sqrt(w) are reflected (Householder) so that the given ones fill the first coordinates, which are
/// dropped.
struct Frame {
  private let roots: [Double]
  private let reflectors: [[Double]]

  /// - Parameter free: the functions to be orthogonal to; those that depend on earlier ones are passed over.
  init(weights: [Double], free: [[Double]]) {
    roots = weights.map { $0.squareRoot() }
    var reflectors = [[Double]]()
    for function in free where reflectors.count < weights.count {
      var vector = zip(function, roots).map(*)
      let size = euclideanNorm(vector)
      for reflector in reflectors { Self.reflect(&vector, reflector) }
      let first = reflectors.count
      for index in 0..<first { vector[index] = 0 }
      let norm = euclideanNorm(vector)
      guard norm > 1e-12 * size else { continue }
      vector[first] += vector[first] < 0 ? -norm : norm
      let length = euclideanNorm(vector)
      reflectors.append(vector.map { $0 / length })
    }
    self.reflectors = reflectors
  }

  /// The coordinates of the function's part that is orthogonal to the free ones.
  func coordinates(_ function: [Double]) -> [Double] {
    var vector = zip(function, roots).map(*)
    for reflector in reflectors { Self.reflect(&vector, reflector) }
    return Array(vector.dropFirst(reflectors.count))
  }

  /// The function with the given coordinates.
  func function(_ coordinates: [Double]) -> [Double] {
    var vector = [Double](repeating: 0, count: reflectors.count) + coordinates
    for reflector in reflectors.reversed() { Self.reflect(&vector, reflector) }
    return zip(vector, roots).map(/)
  }

  private static func reflect(_ vector: inout [Double], _ reflector: [Double]) {
    let twice = 2 * dot(vector, reflector)
    for index in vector.indices { vector[index] -= twice * reflector[index] }
  }
}
