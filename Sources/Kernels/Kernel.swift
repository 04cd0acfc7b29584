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

  /// The largest number of layers accepted.
  public static let mostLayers = 1000

  /// The formula, before ``normalised``.
  public let family: Family
  /// Whether the family's formula is divided by its value at u = 1, so that kappa(1) = 1.
  public let normalised: Bool

  /// - Throws: `KernelError` for layers outside 2...1000, a bias with other than 2 layers, a `c` that is not positive
  ///   and finite, or a `gamma` outside (0, 1].
  public init(_ family: Family, normalised: Bool = false) throws {
    self.family = family
    self.normalised = normalised
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
