import Foundation

/// The kernels whose spectra are proven, as functions kappa(cos theta) with kappa(1) = 1.
///
/// With kappa0 = 1 - theta/pi and kappa1 = ((pi - theta) cos theta + sin theta)/pi.
public enum ZonalKernel: Sendable, Equatable {
  /// kappa1 composed layers - 1 times; with bias, for 2 layers, (1 + cos theta) kappa1 / 2.
  case randomFeatures(layers: Int, bias: Bool = false)
  /// NTK_1 = cos theta, NTK_l = NTK_{l-1} kappa0(theta_{l-1}) + kappa1(theta_{l-1}), divided by `layers`; with bias, for 2
  /// layers, ((1 + cos theta) kappa0 + kappa1)/3.
  case tangent(layers: Int, bias: Bool = false)
  /// kappa0 composed layers - 1 times.
  case step(layers: Int)
  /// exp(-c (1 - cos theta)^gamma), 0 < gamma <= 1, where c and gamma are the doubles themselves: 0.1 stands for the
  /// double nearest to a tenth.
  case exponential(c: Double, gamma: Double)

  /// The value at theta = 0 before the division.
  var peak: Double {
    switch self {
    case .randomFeatures(_, bias: true): 2
    case .tangent(_, bias: true): 1.5
    case .tangent(let layers, bias: false): Double(layers)
    default: 1
    }
  }

  /// L; 2 for kernels of no network.
  var layers: Int {
    switch self {
    case .randomFeatures(let layers, _), .tangent(let layers, _), .step(let layers): layers
    case .exponential: 2
    }
  }

  /// p: the kernel is analytic in s where theta = pi s^p.
  ///
  /// ReLU kernels are analytic in theta itself, step kernels in theta^{2^{2-L}}.
  var endpointPower: Int { if case .step(let layers) = self { 1 << (layers - 2) } else { 1 } }

  /// Whether mu_k = 0 by parity: the kernel is a part of one parity and an affine function of cos theta.
  ///
  /// kappa1 - (cos theta)/2 and cos theta kappa0 - (cos theta)/2 are even, kappa0 - 1/2 is odd.
  func vanishes(degree: Int) -> Bool {
    switch self {
    case .randomFeatures(layers: 2, bias: false), .tangent(layers: 2, bias: false): degree >= 3 && degree % 2 == 1
    case .step(layers: 2): degree >= 2 && degree % 2 == 0
    default: false
    }
  }

  /// -log10 of about |mu_K|, from the law of its decay, c C(d,nu) Gamma(K-nu)/Gamma(K+nu+d-1) (``DecayLaw``): a guess,
  /// which only saves passes. By log-gamma, since in high dimension and degree mu_K itself leaves the range of doubles.
  func decayDigits(dimension: Int, degree: Int) -> Double {
    let (nu, constant) =
      switch self {
      case .randomFeatures: (1.5, 0.3)
      case .tangent: (0.5, 0.2)
      case .step(let layers): (exp2(Double(1 - layers)), 0.2)
      case .exponential(let c, let gamma): (gamma, min(c, 0.3))
      }
    let (d, k) = (Double(dimension), Double(max(degree, 2)))
    let power: Double = (nu + d - 2) * log(2) - log(Double.pi) / 2
    let gammas: Double = lgamma(d / 2) + lgamma(nu + (d - 1) / 2) - lgamma(-nu)
    let decay: Double = lgamma(k - nu) - lgamma(k + nu + d - 1)
    return -(power + gammas + decay) / log(10) - log10(constant)
  }

  /// - Throws: ``SphereError`` for layers outside 2...1000 (2...8 of a step kernel, whose p doubles with each), a bias
  ///   with other than 2 layers, c outside 1e-6...1e6, or gamma outside (0, 1].
  func check() throws {
    switch self {
    case .randomFeatures(let layers, let bias), .tangent(let layers, let bias):
      guard (2...1000).contains(layers), !bias || layers == 2 else { throw SphereError.badLayers(layers, bias: bias) }
    case .step(let layers): guard (2...8).contains(layers) else { throw SphereError.badStepLayers(layers) }
    case .exponential(let c, let gamma):
      guard c >= 1e-6, c <= 1e6, gamma > 0, gamma <= 1 else { throw SphereError.badExponential(c: c, gamma: gamma) }
    }
  }
}
