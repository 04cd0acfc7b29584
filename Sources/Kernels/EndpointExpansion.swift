import Foundation

/// One singular term of a kernel's expansions at the ends of [-1, 1]: kappa(1-t) = polynomial + atOne t^exponent + ...,
/// kappa(-1+t) = polynomial + atMinusOne t^exponent + ....
///
/// By Bietti and Bach (ICLR 2021, theorem 1) it contributes (atOne + (-1)^k atMinusOne) C(d, nu) k^{-d-2nu+1} to mu_k.
public struct EndpointTerm: Sendable, Equatable {
  /// nu, not an integer.
  public let exponent: Double
  /// The factor of (1-u)^nu at u = 1.
  public let atOne: Double
  /// The factor of (1+u)^nu at u = -1.
  public let atMinusOne: Double
  /// atOne + (-1)^k atMinusOne: what both ends together make of the term in degree k; 0 where they cancel.
  public func constant(degree: Int) -> Double { degree.isMultiple(of: 2) ? atOne + atMinusOne : atOne - atMinusOne }
}

extension Kernel {
  /// The singular terms that lead the decay of the spectrum: one for most kernels; for step kernels of more than two
  /// layers a second one, the square root at -1; none for a kernel that is smooth at both ends.
  public var endpointTerms: [EndpointTerm] {
    let scale = normalised ? 1 / peak : 1
    return formulaTerms.map {
      EndpointTerm(exponent: $0.exponent, atOne: scale * $0.atOne, atMinusOne: scale * $0.atMinusOne)
    }
  }

  private var formulaTerms: [EndpointTerm] {
    let root = 2.0.squareRoot() / Double.pi
    let cubic = 2 * root / 3
    switch family {
    case .arcCosine(_, bias: true): return [EndpointTerm(exponent: 1.5, atOne: 2 * cubic, atMinusOne: 0)]
    case .arcCosine(let layers, bias: false):
      return [EndpointTerm(exponent: 1.5, atOne: Double(layers - 1) * cubic, atMinusOne: cubic * slope(layers))]
    case .ntk(_, bias: true): return [EndpointTerm(exponent: 0.5, atOne: -root, atMinusOne: 0)]
    case .ntk(let layers, bias: false):
      let sum = Double(layers) * Double(layers - 1) / 2
      return [EndpointTerm(exponent: 0.5, atOne: -root * sum, atMinusOne: -root * slope(layers))]
    case .laplace(let c): return [EndpointTerm(exponent: 0.5, atOne: -c, atMinusOne: 0)]
    case .gammaExponential(let c, let gamma):
      return gamma == 1 ? [] : [EndpointTerm(exponent: gamma, atOne: -c, atMinusOne: 0)]
    case .step(let layers): return stepTerms(layers, root)
    case .gaussian: return []
    }
  }

  /// The derivative at kappa1(-1) = 0 of kappa1 composed layers - 2 times, a product of kappa0 along the way.
  private func slope(_ layers: Int) -> Double {
    var angle = Angle(cosine: -1.0)
    var product = 1.0
    for _ in 2..<layers {
      angle = angle.afterReLU
      product *= angle.kappa0
    }
    return product
  }

  private func stepTerms(_ layers: Int, _ root: Double) -> [EndpointTerm] {
    let exponent = 1.0.scaled(byPowerOfTwo: 1 - layers)
    let atOne = -pow(root, 2 - 1.0.scaled(byPowerOfTwo: 2 - layers))
    guard layers > 2 else { return [EndpointTerm(exponent: exponent, atOne: atOne, atMinusOne: -atOne)] }
    var angle = Angle(cosine: -1.0)
    var slope = root
    for _ in 2..<layers {
      angle = angle.afterStep
      slope /= Double.pi * sin(angle.theta)
    }
    return [
      EndpointTerm(exponent: exponent, atOne: atOne, atMinusOne: 0),
      EndpointTerm(exponent: 0.5, atOne: 0, atMinusOne: slope),
    ]
  }
}

extension Double {
  fileprivate func scaled(byPowerOfTwo exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: self)
  }
}
