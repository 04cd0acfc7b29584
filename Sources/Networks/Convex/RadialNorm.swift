import Foundation
import LinearAlgebra

/// The stability norm of a radial function on the plane itself, by its Radon transform: no grid's least norm of interpolation exceeds it.
///
/// f(x) = integral of a(t) relu(v . x - t) over t and the directions v, up to an affine function, with
/// a = |D| d^2/dt^2 R f / (4 pi), since Laplace f is then the integral of a(v . x) over v, which filtered back projection inverts.
/// So f itself, an interpolant of infinite width, costs the integral of |a| g. With H the Hilbert transform |a| is:
/// for exp(-c |x|^2), c |D'''(sqrt c t)| / (2 pi) with Dawson's function D, since H exp(-t^2) = 2 D(t) / sqrt pi;
/// for max(0, 1 - |x|^2)^p, whose transform is c_p max(0, 1 - t^2)^{p + 1/2}, c_p = sqrt pi Gamma(p + 1) / Gamma(p + 3/2),
/// c_p / (4 pi) times the third derivative of P(t) - sgn(t) max(0, t^2 - 1)^{p + 1/2}, P the polynomial part of
/// t^{2p+1} (1 - t^{-2})^{p + 1/2}, which can be integrated for p > 3/2: below, f has no finite norm.
/// Sources: Ongie, Willett, Soudry, Srebro, "A Function Space View of Bounded Norm Infinite Width ReLU Nets", ICLR 2020; Natterer,
/// "The Mathematics of Computerized Tomography", section II.2.
public enum RadialNorm {
  /// The integral over the empirical distribution of a grid in the plane, to about 1e-3 of itself; nil where it is infinite or
  /// where no closed form stands above.
  public static func value(of target: SymmetricTarget, on grid: SquareGrid) throws -> Double? {
    guard grid.dimension == 2, let density = density(of: target) else { return nil }
    let points = try grid.points
    let (angles, cells) = (64, 400)
    let sum = (0..<angles).reduce(0.0) { sum, index in
      let angle = (Double(index) + 0.5) / Double(angles) * Double.pi / 4
      let side = Sides(points, direction: (cos(angle), sin(angle)))
      let reach = grid.halfWidth * (cos(angle) + sin(angle))
      // t in (0, 1), and t = 1 + s^2, which takes away the root at 1.
      let inner = min(1, reach)
      let outer = max(0, reach - 1).squareRoot()
      return sum
        + (0..<cells).reduce(0.0) { part, cell in
          let place = (Double(cell) + 0.5) / Double(cells)
          let (t, s) = (inner * place, outer * place)
          return part + inner * density(t) * side.weight(t) + 2 * s * outer * density(1 + s * s)
            * side.weight(1 + s * s)
        }
    }
    // Eight octants, both signs of t.
    return 16 * sum * Double.pi / 4 / Double(angles * cells)
  }

  /// |a(t)| for t >= 0.
  static func density(of target: SymmetricTarget) -> ((Double) -> Double)? {
    switch target {
    case .gaussian(let rate):
      return { t in rate * Dawson.thirdDerivative(rate.squareRoot() * t).magnitude / (2 * Double.pi) }
    case .power(let exponent) where exponent >= 2 && exponent <= 20 && exponent.rounded() == exponent:
      return power(Int(exponent))
    default: return nil
    }
  }

  private static func power(_ p: Int) -> (Double) -> Double {
    let q = Double(p) + 0.5
    let scale = exp(lgamma(Double(p) + 1) - lgamma(q + 1)) / (4 * Double.pi.squareRoot())
    // The third derivatives of the terms of P, highest first: t^{2p+1-2k} times binomial(q, k) (-1)^k.
    var (binomial, terms) = (1.0, [(factor: Double, degree: Int)]())
    for k in 0...p {
      let degree = 2 * p + 1 - 2 * k
      if degree >= 3 { terms.append((binomial * Double(degree * (degree - 1) * (degree - 2)), degree - 3)) }
      binomial *= -(q - Double(k)) / Double(k + 1)
    }
    return { [terms] t in
      let inner = terms.reduce(0) { $0 + $1.factor * pow(t, Double($1.degree)) }
      guard t > 1 else { return scale * inner.magnitude }
      let u = t * t - 1
      let outer = 12 * q * (q - 1) * t * pow(u, q - 2) + 8 * q * (q - 1) * (q - 2) * t * t * t * pow(u, q - 3)
      return scale * (inner - outer).magnitude
    }
  }
}

/// g along one direction: sums over the points on either side of a line, by their order.
private struct Sides {
  private let heights: [Double]
  /// Sums of the heights and of the coordinates of the points before an index.
  private let sums: [SIMD4<Double>]

  init(_ points: Matrix, direction: (Double, Double)) {
    let rows = (0..<points.rows).map { row in
      let (x, y) = (points[row, 0], points[row, 1])
      return SIMD4(direction.0 * x + direction.1 * y, x, y, 1)
    }.sorted { $0.x < $1.x }
    heights = rows.map(\.x)
    sums = rows.reduce(into: [SIMD4.zero]) { sums, row in sums.append((sums.last ?? .zero) + row) }
  }

  /// g(v, t).
  func weight(_ t: Double) -> Double {
    var (low, high) = (0, heights.count)
    while low < high {
      let middle = (low + high) / 2
      if heights[middle] > t { high = middle } else { low = middle + 1 }
    }
    let count = Double(heights.count)
    return [sums[heights.count] - sums[low], sums[low]].map { side in
      let mean = side / count
      return (mean.x - t * mean.w).magnitude * (mean.w * mean.w + mean.y * mean.y + mean.z * mean.z).squareRoot()
    }.min() ?? 0
  }
}

/// Dawson's function D(x) = exp(-x^2) integral_0^x exp(t^2) dt.
enum Dawson {
  /// By Rybicki's sum over odd n of exp(-(x - n h)^2) / n over sqrt pi, h = 0.2, whose error is below exp(-(pi / 2h)^2) = 2e-27.
  ///
  /// Source: Press et al., "Numerical Recipes", section 6.10.
  static func value(_ x: Double) -> Double {
    let h = 0.2
    let centre = Int((x / h).rounded())
    return (-35...35).reduce(0) { sum, offset in
      let n = centre + offset
      guard n % 2 != 0 else { return sum }
      let distance = x - Double(n) * h
      return sum + exp(-distance * distance) / Double(n)
    } / Double.pi.squareRoot()
  }

  /// D''' by D' = 1 - 2 x D.
  static func thirdDerivative(_ x: Double) -> Double {
    let zeroth = value(x)
    let first = 1 - 2 * x * zeroth
    let second = -2 * zeroth - 2 * x * first
    return -4 * first - 2 * x * second
  }
}
