/// What the quadrature and its polynomials refuse.
public enum SphereError: Error, Equatable {
  case notDecimal(text: String)
  case dimensionTooSmall(dimension: Int)
  case negativeDegree(degree: Int)
  case tooLarge(value: Int, limit: Int)
  case countOverflows(dimension: Int, degree: Int)
  case noNodes(count: Int)
  case badDigits(digits: Int)
  case kernelNotFinite(angle: Double)
  case badLayers(Int, bias: Bool)
  case badStepLayers(Int)
  case badExponential(c: Double, gamma: Double)
  case exponentialTooNarrow(c: Double, gamma: Double)
  case noEllipse
  case tooManyNodes(nodes: Int)
  case notResolved(degree: Int, bits: Int)
  case parityContradicted(degree: Int)
  case integerExponent(exponent: Double)
  case eigenvalueNotFinite(degree: Int)
}

extension SphereError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notDecimal(let text):
      "not a decimal number: \"\(text)\"; write digits with an optional sign, point and exponent"
    case .dimensionTooSmall(let dimension):
      "dimension \(dimension) is too small for spherical harmonics; the sphere needs d >= 3"
    case .negativeDegree(let degree): "degree \(degree) is negative; harmonics are numbered from 0"
    case .tooLarge(let value, let limit):
      "size \(value) is beyond the largest supported, \(limit); choose a smaller dimension or degree"
    case .countOverflows(let dimension, let degree):
      "the number of harmonics for d = \(dimension), k = \(degree) exceeds 64 bits; use its floating-point form"
    case .noNodes(let count): "a quadrature rule of \(count) nodes does not exist; ask for at least 1"
    case .badDigits(let digits): "\(digits) digits are out of range; ask for 1 to 1000"
    case .kernelNotFinite(let angle):
      "the kernel is not finite at angle \(angle); it must be defined on the whole of [0, pi]"
    case .badLayers(let layers, let bias):
      "\(layers) layers\(bias ? " with bias" : "") are out of range; a kernel has 2 to 1000, with bias 2"
    case .badStepLayers(let layers):
      "a step kernel of \(layers) layers is out of reach of quadrature, which takes theta to the power 2^(2-L); take 2 to 8"
    case .badExponential(let c, let gamma):
      "exp(-c (1-u)^gamma) with c = \(c), gamma = \(gamma) is out of range; c is 1e-6 to 1e6, gamma above 0 and at most 1"
    case .exponentialTooNarrow(let c, let gamma):
      "exp(-c (1-u)^gamma) with c = \(c), gamma = \(gamma) is too narrow for its series; c 2^gamma may be 2000 at most"
    case .noEllipse:
      "no ellipse was found on which the kernel is proven analytic; take fewer layers"
    case .tooManyNodes(let nodes):
      "quadrature would take \(nodes) nodes; ask for fewer digits, degrees or layers"
    case .notResolved(let degree, let bits):
      "the eigenvalue of degree \(degree) is not told from zero in \(bits) bits; ask for fewer degrees"
    case .parityContradicted(let degree):
      "the eigenvalue of degree \(degree), zero by parity, came out otherwise: a library is broken; install FLINT anew"
    case .integerExponent(let exponent):
      "exponent \(exponent) has no decay law; (1-t)^nu is a polynomial when nu is a non-negative integer"
    case .eigenvalueNotFinite(let degree):
      "the eigenvalue of degree \(degree) is not finite; leave out what is not known"
    }
  }
}
