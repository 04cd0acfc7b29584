import Foundation

/// A rotation-invariant kernel as a function of the cosine u of its two inputs.
///
/// With kappa0(u) = 1 - arccos(u)/pi and kappa1(u) = (u (pi - arccos u) + sqrt(1-u^2))/pi. On R^d the kernel is
/// |x||y| kappa(cos(x, y)).
///
/// Sources: Cho, Saul, NIPS 2009 (arc-cosine kernels); Jacot, Gabriel, Hongler, NeurIPS 2018 (NTK); Bietti, Bach,
/// ICLR 2021 (the forms with bias).
public struct Kernel: Sendable, Equatable {
  /// The formulas, each with its parameters.
  public enum Family: Sendable, Equatable {
    /// Random features (NNGP): kappa1 composed layers - 1 times; with bias, for 2 layers, (1+u) kappa1(u).
    case arcCosine(layers: Int, bias: Bool = false)
    /// NTK_1 = k_1 = u, k_l = kappa1(k_{l-1}), NTK_l = NTK_{l-1} kappa0(k_{l-1}) + k_l; with bias, for 2 layers,
    /// ((1+u) kappa0(u) + kappa1(u))/2.
    case ntk(layers: Int, bias: Bool = false)
    /// exp(-c sqrt(1-u)).
    case laplace(c: Double)
    /// exp(-c (1-u)^gamma), 0 < gamma <= 1.
    case gammaExponential(c: Double, gamma: Double)
    /// kappa0 composed layers - 1 times.
    case step(layers: Int)
    /// exp(-c (1-u)).
    case gaussian(c: Double)
  }

  public static let mostLayers = 1000
  /// The formula, before ``normalised``.
  public let family: Family
  /// Whether the family's formula is divided by its value at u = 1, so that kappa(1) = 1.
  public let normalised: Bool

  /// - Throws: `KernelError` for layers outside 2...1000, a bias with other than 2 layers, a `c` that is not positive
  ///   and finite, or a `gamma` outside (0, 1].
  public init(_ family: Family, normalised: Bool = false) throws {
    (self.family, self.normalised) = (family, normalised)
    switch family {
    case .arcCosine(let layers, let bias), .ntk(let layers, let bias):
      try Kernel.check(layers: layers)
      if bias && layers != 2 { throw KernelError.biasLayers(layers) }
    case .step(let layers): try Kernel.check(layers: layers)
    case .laplace(let c), .gaussian(let c): try Kernel.check(c: c)
    case .gammaExponential(let c, let gamma):
      try Kernel.check(c: c)
      guard gamma > 0, gamma <= 1 else {
        throw KernelError.parameter(name: "gamma", value: gamma, allowed: "above 0 and at most 1")
      }
    }
  }

  /// The value at u = 1 of the family's formula: layers for the NTK, 2 and 3/2 for the forms with bias, otherwise 1.
  var peak: Double {
    switch family {
    case .arcCosine(_, bias: true): 2
    case .ntk(_, bias: true): 1.5
    case .ntk(let layers, bias: false): Double(layers)
    default: 1
    }
  }

  private static func check(layers: Int) throws {
    guard (2...mostLayers).contains(layers) else { throw KernelError.layers(layers) }
  }

  private static func check(c: Double) throws {
    guard c > 0, c.isFinite else { throw KernelError.parameter(name: "c", value: c, allowed: "above 0") }
  }
}

extension Kernel {
  /// kappa(u) in double precision, to a few units in the last place; u beyond [-1, 1] is clamped, NaN gives NaN.
  public func callAsFunction(cosine u: Double) -> Double { value(at: Angle(cosine: u)) }

  /// kappa(cos theta) for 0 <= theta <= pi.
  ///
  /// The error is of the order of the rounding of pi - theta, absolute rather than relative close to theta = pi.
  public func value(atAngle theta: Double) -> Double {
    value(at: Angle(theta, supplement: Double.pi - theta))
  }

  func value(at angle: Angle) -> Double {
    let value = formula(at: angle)
    return normalised ? value / peak : value
  }

  private func formula(at angle: Angle) -> Double {
    switch family {
    case .arcCosine(_, bias: true): angle.sum * angle.kappa1.value
    case .arcCosine(let layers, bias: false): (2..<layers).reduce(angle) { angle, _ in angle.afterReLU }.kappa1.value
    case .ntk(_, bias: true): (angle.sum * angle.kappa0 + angle.kappa1.value) / 2
    case .ntk(let layers, bias: false): tangent(at: angle, layers: layers)
    case .laplace(let c): exp(-(c * angle.gap.squareRoot()))
    case .gammaExponential(let c, let gamma): exp(-(c * pow(angle.gap, gamma)))
    case .step(let layers): (2..<layers).reduce(angle) { angle, _ in angle.afterStep }.kappa0
    case .gaussian(let c): exp(-(c * angle.gap))
    }
  }

  private func tangent(at first: Angle, layers: Int) -> Double {
    var angle = first
    var value = first.theta < first.supplement ? 1 - first.gap : first.sum - 1
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
struct Angle {
  let theta: Double
  let supplement: Double

  init(_ theta: Double, supplement: Double) { (self.theta, self.supplement) = (theta, supplement) }

  /// The angle in [0, pi/2] whose cosine is 1 - `gap`.
  init(cosineGap gap: Double) {
    theta = 2 * asin((gap / 2).squareRoot())
    supplement = Double.pi - theta
  }

  /// kappa0 = (pi - theta) / pi.
  var kappa0: Double { supplement / Double.pi }
  /// 1 - cos(theta) = 2 sin^2(theta/2).
  var gap: Double { versine(theta) }
  /// 1 + cos(theta) = 2 sin^2((pi - theta)/2).
  var sum: Double { versine(supplement) }

  /// kappa1 = (cos(theta) (pi - theta) + sin(theta)) / pi and 1 - kappa1, the smaller of them to full relative accuracy.
  ///
  /// With v(x) = 1 - cos x and e(x) = x - sin x, and s = pi - theta: pi (1 - kappa1) = s v(theta) + e(theta) for theta up
  /// to pi/2, pi kappa1 = s v(s) - e(s) beyond.
  var kappa1: (value: Double, gap: Double) {
    let one = 1.0
    if theta < supplement {
      let gap = (supplement * versine(theta) + excess(theta)) / Double.pi
      return (one - gap, gap)
    }
    let value = (supplement * versine(supplement) - excess(supplement)) / Double.pi
    return (value, one - value)
  }

  /// The angle after a layer of ReLU units: its cosine is kappa1.
  var afterReLU: Angle { Angle(cosineGap: kappa1.gap) }
  /// The angle after a layer of step units: its cosine is kappa0 = 1 - theta/pi.
  var afterStep: Angle { Angle(cosineGap: theta / Double.pi) }

  private func versine(_ angle: Double) -> Double {
    let half = sin(angle / 2)
    return 2 * half * half
  }

  /// x - sin x by its Taylor series, for 0 <= x <= pi/2: the difference itself would lose 2 log2(1/x) bits.
  private func excess(_ x: Double) -> Double {
    let square = x * x
    var term = x * square / 6
    var sum = term
    var order = 4.0
    while true {
      term = -(term * square) / (order * (order + 1))
      let next = sum + term
      // Neither below nor above also ends the series of a NaN.
      guard next < sum || next > sum else { return next }
      sum = next
      order += 2
    }
  }
}

extension Angle {
  /// The angle of the cosine `u`, clamped to [-1, 1]; NaN stays NaN.
  init(cosine u: Double) {
    let u = u > 1 ? 1 : u < -1 ? -1 : u
    let (below, above) = ((1 - u).squareRoot(), (1 + u).squareRoot())
    self.init(2 * atan2(below, above), supplement: 2 * atan2(above, below))
  }
}
