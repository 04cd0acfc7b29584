import Foundation
import LinearAlgebra

/// An even function on the unit sphere of R^3, h(-u) = h(u), as its spherical harmonics up to an even degree.
///
/// With u = (cos phi sin theta, sin phi sin theta, z), z = cos theta,
///
///     h(u) = sum over even l of sum_{m = 0..l} (2 - [m = 0]) P_lm(z) (a_lm cos m phi + b_lm sin m phi),
///
/// P_lm normalised so that P_lm(z) e^{i m phi} has norm 1 on the sphere, and a_lm, b_lm the integrals of h P_lm cos m phi
/// and h P_lm sin m phi.
struct EvenHarmonics {
  /// The greatest degree, even.
  let degree: Int
  /// One matrix for every order m; its rows are the even degrees from m on, its columns a_lm and b_lm.
  private var coefficients: [Matrix]

  /// The harmonics of a function that is given on the upper half of the sphere, by quadrature: Gauss and Legendre's in z
  /// over (0, 1), 2 `rings` equal steps in phi.
  ///
  /// Exact for even polynomials of degree 2 `rings` - 1 - `degree`. For a function with a kink along a curve that is no
  /// circle of latitude the error of a coefficient falls like rings^(-5/2): the kink's Fourier transform falls like k^-2
  /// along its normal, and the curve's bend takes another root of k.
  /// - Parameter values: the function on the rings of the given heights z, a ring a row, at phi = 2 pi j / (2 rings).
  init(degree: Int, rings: Int, values: (_ heights: ArraySlice<Double>) throws -> Matrix) throws {
    try NetworkError.require(rings, in: max(degree, 1)...max(degree, 100_000), "the number of rings")
    self.degree = degree / 2 * 2
    let (heights, weights) = Self.gaussLegendre(count: rings)
    let trigonometry = try Self.trigonometry(
      orders: self.degree, angles: (0..<2 * rings).map { Double.pi * Double($0) / Double(rings) })
    let orders = self.degree + 1
    var series = [Matrix](repeating: try Matrix(rows: rings, columns: 2), count: orders)
    let block = 16
    for start in stride(from: 0, to: rings, by: block) {
      let range = start..<min(start + block, rings)
      let sums = try BLAS.product(try values(heights[range]), trigonometry, transposingRight: true)
      for (row, ring) in range.enumerated() {
        // Both halves of the sphere, and the step in phi.
        let weight = 2 * weights[ring] * Double.pi / Double(rings)
        for order in 0..<orders {
          series[order][ring, 0] = weight * sums[row, order]
          series[order][ring, 1] = weight * sums[row, orders + order]
        }
      }
    }
    coefficients = []
    try Self.forEachOrder(to: self.degree, heights: heights) { order, functions in
      coefficients.append(try BLAS.product(functions, series[order]))
    }
  }

  /// Multiplies the part of every even degree l by `factors[l / 2]`.
  mutating func scale(by factors: [Double]) {
    for order in coefficients.indices {
      for row in 0..<coefficients[order].rows {
        let factor = factors[(order + 1) / 2 + row]
        coefficients[order][row, 0] *= factor
        coefficients[order][row, 1] *= factor
      }
    }
  }

  /// The function at all pairs of a height z (a row each) and an angle phi (a column each).
  func values(heights: [Double], angles: [Double]) throws -> Matrix {
    let orders = degree + 1
    var series = try Matrix(rows: heights.count, columns: 2 * orders)
    try Self.forEachOrder(to: degree, heights: heights) { order, functions in
      let sums = try BLAS.product(functions, coefficients[order], transposingLeft: true)
      let factor: Double = order == 0 ? 1 : 2
      for row in heights.indices {
        series[row, order] = factor * sums[row, 0]
        series[row, orders + order] = factor * sums[row, 1]
      }
    }
    return try BLAS.product(series, Self.trigonometry(orders: degree, angles: angles))
  }

  /// Rows cos 0 phi, ..., cos L phi, sin 0 phi, ..., sin L phi over the given angles.
  private static func trigonometry(orders degree: Int, angles: [Double]) throws -> Matrix {
    var table = try Matrix(rows: 2 * (degree + 1), columns: angles.count)
    for order in 0...degree {
      for (column, angle) in angles.enumerated() {
        table[order, column] = cos(Double(order) * angle)
        table[degree + 1 + order, column] = sin(Double(order) * angle)
      }
    }
    return table
  }

  /// Calls `body` for m = 0, ..., L with the matrix of P_lm, the even l >= m by the heights.
  ///
  /// P_mm = sqrt((2m + 1)!! / (2m)!! / (4 pi)) sin^m theta, and for l > m
  /// P_lm = a_l (z P_{l-1,m} - P_{l-2,m} / a_{l-1}), a_l = sqrt((4 l^2 - 1) / (l^2 - m^2)). Where sin^m theta leaves the
  /// range of doubles, so do the P_lm of all degrees up to about 1900.
  private static func forEachOrder(
    to degree: Int, heights: [Double], _ body: (_ order: Int, _ functions: Matrix) throws -> Void
  ) throws {
    let sines = heights.map { ((1 - $0) * (1 + $0)).squareRoot() }
    var diagonal = heights.map { _ in (0.25 / Double.pi).squareRoot() }
    let count = heights.count
    for order in 0...degree {
      if order > 0 {
        let factor = (Double(2 * order + 1) / Double(2 * order)).squareRoot()
        for index in diagonal.indices { diagonal[index] *= factor * sines[index] }
      }
      let firstRow = (order + 1) / 2
      let functions = try Matrix(rows: degree / 2 + 1 - firstRow, columns: count) { rows in
        var (before, last) = ([Double](repeating: 0, count: count), diagonal)
        var scaleBefore = 0.0
        for l in order...degree {
          if l > order {
            let scale = (Double(4 * l * l - 1) / Double(l * l - order * order)).squareRoot()
            advance(&before, last, heights, scale, scaleBefore)
            swap(&before, &last)
            scaleBefore = 1 / scale
          }
          if l % 2 == 0 {
            let place = (l / 2 - firstRow) * count
            _ = UnsafeMutableBufferPointer(rebasing: rows[place..<place + count]).initialize(fromContentsOf: last)
          }
        }
      }
      try body(order, functions)
    }
  }

  /// before <- scale (z last - scaleBefore before).
  private static func advance(
    _ before: inout [Double], _ last: [Double], _ heights: [Double], _ scale: Double, _ scaleBefore: Double
  ) {
    before.withUnsafeMutableBufferPointer { before in
      last.withUnsafeBufferPointer { last in
        heights.withUnsafeBufferPointer { z in
          for index in before.indices {
            before[index] = scale * (z[index] * last[index] - scaleBefore * before[index])
          }
        }
      }
    }
  }

  /// The nodes, descending, and weights of Gauss and Legendre on (0, 1), by Newton's method from Tricomi's guess.
  static func gaussLegendre(count: Int) -> (nodes: [Double], weights: [Double]) {
    let n = Double(count)
    let pairs = (0..<count).map { index in
      var (x, slope) = (cos(Double.pi * (Double(index) + 0.75) / (n + 0.5)), 1.0)
      for _ in 0..<6 {
        var (before, value) = (1.0, x)
        for degree in stride(from: 2, through: count, by: 1) {
          let l = Double(degree)
          (before, value) = (value, ((2 * l - 1) * x * value - (l - 1) * before) / l)
        }
        slope = n * (before - x * value) / ((1 - x) * (1 + x))
        let step = value / slope
        x -= step
        guard step.magnitude > 1e-16 else { break }
      }
      return ((1 + x) / 2, 1 / ((1 - x) * (1 + x) * slope * slope))
    }
    return (pairs.map(\.0), pairs.map(\.1))
  }
}
