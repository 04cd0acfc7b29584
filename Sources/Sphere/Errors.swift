/// What the quadrature and its polynomials refuse.
public enum SphereError: Error, Equatable {
  case notDecimal(text: String)
  case dimensionTooSmall(dimension: Int)
  case negativeDegree(degree: Int)
  case tooLarge(value: Int, limit: Int)
  case countOverflows(dimension: Int, degree: Int)
  case noNodes(count: Int)
  case badEndpointPower(power: Int)
  case badDigits(digits: Int)
  case kernelNotFinite(angle: Double)
  case notConverged(degree: Int, nodes: Int)
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
    case .badEndpointPower(let power):
      "endpoint power \(power) is out of range; theta = pi s^p needs p between 1 and 64"
    case .badDigits(let digits): "\(digits) digits are out of range; ask for 1 to 1000"
    case .kernelNotFinite(let angle):
      "the kernel is not finite at angle \(angle); it must be defined on the whole of [0, pi]"
    case .notConverged(let degree, let nodes):
      "the coefficient of degree \(degree) has not converged with \(nodes) nodes; ask for fewer digits, or for a kernel"
        + " that varies more slowly"
    case .integerExponent(let exponent):
      "exponent \(exponent) has no decay law; (1-t)^nu is a polynomial when nu is a non-negative integer"
    case .eigenvalueNotFinite(let degree):
      "the eigenvalue of degree \(degree) is not finite; leave out what is not known"
    }
  }
}
