import Foundation

/// The search of an ellipse about [0, 1] on which a kernel is likely analytic and its integrand small.
///
/// In double precision on 65 points of the upper half; what it finds is proven or refused by ``EllipseBound``. A cut is
/// crossed where an imaginary part changes sign between neighbours while the real part lies on the cut: a test whether a
/// point lies near the cut would miss a boundary that crosses it steeply.
struct EllipseSearch {
  let kernel: ZonalKernel
  let dimension: Int
  let degree: Int

  /// An ellipse with foci 0 and 1 and semi-axes summing to rho/2, and the logarithm of the integrand's likely maximum.
  struct Ellipse {
    var rho: Double
    var logMaximum: Double
  }

  private static let points = 64

  /// The ellipse for which the fewest nodes make the error of quadrature 2^-bits; nil if none above rho = 1.05 will do.
  func best(bits: Int) -> Ellipse? {
    let need = Double(bits) * M_LN2
    var (fewest, found) = (Double.infinity, Ellipse?.none)
    for step in 0..<60 {
      let logRho = 0.012 * pow(1.1, Double(step))
      guard logRho < 3.2 else { break }
      let rho = exp(logRho)
      guard let maximum = logMaximum(rho) else {
        if found != nil { break }
        continue
      }
      let nodes = (maximum + 1.5 + need - log(1 - 1 / (rho * rho))) / (2 * logRho)
      if nodes < fewest { (fewest, found) = (nodes, Ellipse(rho: rho, logMaximum: maximum)) }
      if nodes > 1.3 * fewest { break }
    }
    return found.map(withMargin)
  }

  /// A smaller ellipse where the next larger one meets a cut: discs need room between boundary and branch points.
  private func withMargin(_ ellipse: Ellipse) -> Ellipse {
    var logRho = log(ellipse.rho)
    while logMaximum(exp(logRho / 0.92)) == nil, logRho > 0.001 { logRho *= 0.97 }
    return shrunk(to: logRho) ?? ellipse
  }

  /// The ellipse of this log rho.
  func shrunk(to logRho: Double) -> Ellipse? {
    logMaximum(exp(logRho)).map { Ellipse(rho: exp(logRho), logMaximum: $0) }
  }

  /// The largest logarithm over the points; nil if a cut is crossed.
  private func logMaximum(_ rho: Double) -> Double? {
    var crossings = Crossings(layers: kernel.layers)
    var largest = -Double.infinity
    for point in 0...Self.points {
      let angle = Double.pi * Double(point) / Double(Self.points)
      let x = ComplexDouble((rho + 1 / rho) / 2 * cos(angle), (rho - 1 / rho) / 2 * sin(angle))
      var s = 0.5 * (ComplexDouble(1) + x)
      // Beside the real axis, on the side from which the half comes.
      if point == 0 { s.imaginary = 1e-9 } else if point == Self.points { s.imaginary = -1e-9 }
      let value = logIntegrand(s, &crossings)
      guard !crossings.isCrossed, !value.isNaN else { return nil }
      largest = max(largest, value)
    }
    return largest
  }

  /// log |kappa sin^{d-2} e^{K |Im theta|} pi p s^{p-1}|.
  private func logIntegrand(_ s: ComplexDouble, _ crossings: inout Crossings) -> Double {
    let power = kernel.endpointPower
    let angle = Double.pi * s.power(power)
    let (sine, cosine) = angle.sineAndCosine
    let value = value(s, angle, cosine, &crossings)
    crossings.next()
    let size: Double = log(value.magnitude / kernel.peak) + Double(dimension - 2) * log(sine.magnitude)
    let jacobian: Double = log(Double.pi * Double(power)) + Double(power - 1) * log(s.magnitude)
    return size + jacobian + Double(degree) * abs(angle.imaginary)
  }

  private func value(
    _ s: ComplexDouble, _ first: ComplexDouble, _ cosine: ComplexDouble, _ crossings: inout Crossings
  ) -> ComplexDouble {
    if case .step(let layers) = kernel { return stepValue(s, first, layers, &crossings) }
    let one = ComplexDouble(1)
    var (angle, value) = (first, cosine)
    for layer in 2...kernel.layers {
      if layer > 2 {
        let u = 2 * ((one - Self.kappa1(angle)) / (angle * angle))
        crossings.root(u, layer)
        let w = 0.5 * (angle * u.squareRoot())
        crossings.arcsine(w, layer)
        angle = 2 * w.arcsine
      }
      guard case .tangent(_, let bias) = kernel else { continue }
      let kappa0 = one - (1 / Double.pi) * angle
      value = (bias ? one + cosine : value) * kappa0 + Self.kappa1(angle)
      if bias { value = 0.5 * value }
    }
    guard case .randomFeatures(_, let bias) = kernel else { return value }
    return bias ? (one + cosine) * Self.kappa1(angle) : Self.kappa1(angle)
  }

  private func stepValue(
    _ s: ComplexDouble, _ first: ComplexDouble, _ layers: Int, _ crossings: inout Crossings
  ) -> ComplexDouble {
    var (angle, power) = (first, kernel.endpointPower)
    for layer in 2..<layers {
      let u = angle / (2 * Double.pi * s.power(power))
      crossings.root(u, layer)
      power /= 2
      let w = s.power(power) * u.squareRoot()
      crossings.arcsine(w, layer)
      angle = 2 * w.arcsine
    }
    return ComplexDouble(1) - (1 / Double.pi) * angle
  }

  private static func kappa1(_ angle: ComplexDouble) -> ComplexDouble {
    let (sine, cosine) = angle.sineAndCosine
    return (1 / Double.pi) * ((ComplexDouble(Double.pi) - angle) * cosine + sine)
  }
}

/// The arguments of roots and arcsines at the point before, by layer, and whether one has crossed a cut since.
private struct Crossings {
  private var roots, arcsines: [ComplexDouble]
  private var isFirst = true
  private(set) var isCrossed = false

  init(layers: Int) {
    roots = Array(repeating: ComplexDouble(0), count: layers + 1)
    arcsines = roots
  }

  mutating func next() { isFirst = false }

  mutating func root(_ value: ComplexDouble, _ layer: Int) {
    if let real = real(from: roots[layer], to: value), real <= 0 { isCrossed = true }
    roots[layer] = value
  }

  mutating func arcsine(_ value: ComplexDouble, _ layer: Int) {
    if let real = real(from: arcsines[layer], to: value), abs(real) >= 1 { isCrossed = true }
    arcsines[layer] = value
  }

  /// Where the segment between the points meets the real axis.
  private func real(from before: ComplexDouble, to value: ComplexDouble) -> Double? {
    let (a, b) = (before.imaginary, value.imaginary)
    guard !isFirst, (a < 0) != (b < 0) || b == 0 else { return nil }
    return before.real + a / (a - b + 1e-300) * (value.real - before.real)
  }
}
