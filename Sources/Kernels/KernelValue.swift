import Foundation

extension Kernel {
  /// kappa(u) in double precision, to a few units in the last place; u beyond [-1, 1] is clamped, NaN gives NaN.
  public func callAsFunction(cosine u: Double) -> Double { value(at: Angle(cosine: u)) }

  /// kappa(cos theta) for 0 <= theta <= pi, to the working precision of `Number`.
  ///
  /// The error is of the order of the rounding of pi - theta, absolute rather than relative close to theta = pi.
  public func value<Number: RealField>(atAngle theta: Number) -> Number {
    value(at: Angle(theta, supplement: Number.pi - theta))
  }

  func value<Number: RealField>(at angle: Angle<Number>) -> Number {
    let value = formula(at: angle)
    return normalised ? value / Number(peak) : value
  }

  private func formula<Number: RealField>(at angle: Angle<Number>) -> Number {
    switch family {
    case .arcCosine(_, bias: true): angle.sum * angle.kappa1.value
    case .arcCosine(let layers, bias: false): (2..<layers).reduce(angle) { angle, _ in angle.afterReLU }.kappa1.value
    case .ntk(_, bias: true): (angle.sum * angle.kappa0 + angle.kappa1.value) / Number(2)
    case .ntk(let layers, bias: false): tangent(at: angle, layers: layers)
    case .laplace(let c): (-(Number(c) * angle.gap.squareRoot())).exponential()
    case .gammaExponential(let c, let gamma): (-(Number(c) * angle.gap.power(Number(gamma)))).exponential()
    case .step(let layers): (2..<layers).reduce(angle) { angle, _ in angle.afterStep }.kappa0
    case .gaussian(let c): (-(Number(c) * angle.gap)).exponential()
    }
  }

  private func tangent<Number: RealField>(at first: Angle<Number>, layers: Int) -> Number {
    var angle = first
    var value = first.theta < first.supplement ? Number(1) - first.gap : first.sum - Number(1)
    for layer in 2...layers {
      let (kappa1, gap) = angle.kappa1
      value = value * angle.kappa0 + kappa1
      if layer < layers { angle = Angle(cosineGap: gap) }
    }
    return value
  }
}

/// The angle theta = arccos u of two inputs together with its supplement pi - theta.
///
/// Every closed form is evaluated in these rather than in u: arccos loses half the digits of u near u = 1 and u = -1,
/// where the kernels have their singularities. A layer maps the angle to the next angle through 1 - kappa, formed
/// without cancellation, so that small angles keep their relative accuracy through any number of layers.
struct Angle<Number: RealField> {
  let theta: Number
  let supplement: Number

  init(_ theta: Number, supplement: Number) {
    self.theta = theta
    self.supplement = supplement
  }

  /// The angle in [0, pi/2] whose cosine is 1 - `gap`.
  init(cosineGap gap: Number) {
    theta = Number(2) * (gap / Number(2)).squareRoot().arcsine()
    supplement = Number.pi - theta
  }

  /// kappa0 = (pi - theta) / pi.
  var kappa0: Number { supplement / Number.pi }

  /// 1 - cos(theta) = 2 sin^2(theta/2).
  var gap: Number { versine(theta) }

  /// 1 + cos(theta) = 2 sin^2((pi - theta)/2).
  var sum: Number { versine(supplement) }

  /// kappa1 = (cos(theta) (pi - theta) + sin(theta)) / pi and 1 - kappa1, the smaller of them to full relative accuracy.
  ///
  /// With v(x) = 1 - cos x and e(x) = x - sin x, and s = pi - theta: pi (1 - kappa1) = s v(theta) + e(theta) for theta up
  /// to pi/2, pi kappa1 = s v(s) - e(s) beyond.
  var kappa1: (value: Number, gap: Number) {
    let one = Number(1)
    if theta < supplement {
      let gap = (supplement * versine(theta) + excess(theta)) / Number.pi
      return (one - gap, gap)
    }
    let value = (supplement * versine(supplement) - excess(supplement)) / Number.pi
    return (value, one - value)
  }

  /// The angle after a layer of ReLU units: its cosine is kappa1.
  var afterReLU: Angle { Angle(cosineGap: kappa1.gap) }

  /// The angle after a layer of step units: its cosine is kappa0 = 1 - theta/pi.
  var afterStep: Angle { Angle(cosineGap: theta / Number.pi) }

  private func versine(_ angle: Number) -> Number {
    let half = (angle / Number(2)).sine()
    return Number(2) * half * half
  }

  /// x - sin x by its Taylor series, for 0 <= x <= pi/2: the difference itself would lose 2 log2(1/x) bits.
  private func excess(_ x: Number) -> Number {
    let square = x * x
    var term = x * square / Number(6)
    var sum = term
    var order = 4.0
    while true {
      term = -(term * square) / Number(order * (order + 1))
      let next = sum + term
      // Neither below nor above also ends the series of a NaN.
      guard next < sum || next > sum else { return next }
      sum = next
      order += 2
    }
  }
}

extension Angle where Number == Double {
  /// The angle of the cosine `u`, clamped to [-1, 1]; NaN stays NaN.
  init(cosine u: Double) {
    let u = u > 1 ? 1 : u < -1 ? -1 : u
    let (below, above) = ((1 - u).squareRoot(), (1 + u).squareRoot())
    self.init(2 * atan2(below, above), supplement: 2 * atan2(above, below))
  }
}

/// Numbers in which a kernel can be evaluated: `Double` here, multiple precision elsewhere.
///
/// A conforming type rounds every operation to its working precision; `pi` is that precision's value. The names are
/// those of instance methods, so that a type of real numbers usually conforms with an empty extension.
public protocol RealField: Comparable {
  /// The exact value of `value`.
  init(_ value: Double)
  /// The circle's constant.
  static var pi: Self { get }
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static prefix func - (value: Self) -> Self
  /// The root of this non-negative number.
  func squareRoot() -> Self
  /// The sine of this angle.
  func sine() -> Self
  /// The cosine of this angle.
  func cosine() -> Self
  /// The angle in [-pi/2, pi/2] whose sine this is.
  func arcsine() -> Self
  /// e to this power.
  func exponential() -> Self
  /// This non-negative number to a positive power.
  func power(_ exponent: Self) -> Self
}

extension Double: RealField {
  public func sine() -> Double { sin(self) }
  public func cosine() -> Double { cos(self) }
  public func arcsine() -> Double { asin(self) }
  public func exponential() -> Double { exp(self) }
  public func power(_ exponent: Double) -> Double { pow(self, exponent) }
}
