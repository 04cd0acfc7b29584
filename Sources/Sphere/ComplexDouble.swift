import Foundation

/// A complex number in double precision, with the principal branches of the functions that kernels need.
///
/// It serves the search of an ellipse, which proves nothing: what is found is checked in balls.
struct ComplexDouble {
  var real, imaginary: Double

  init(_ real: Double, _ imaginary: Double = 0) { (self.real, self.imaginary) = (real, imaginary) }

  var magnitude: Double { hypot(real, imaginary) }
  var phase: Double { atan2(imaginary, real) }

  static func + (left: ComplexDouble, right: ComplexDouble) -> ComplexDouble {
    ComplexDouble(left.real + right.real, left.imaginary + right.imaginary)
  }
  static func - (left: ComplexDouble, right: ComplexDouble) -> ComplexDouble {
    ComplexDouble(left.real - right.real, left.imaginary - right.imaginary)
  }
  static func * (left: ComplexDouble, right: ComplexDouble) -> ComplexDouble {
    ComplexDouble(
      left.real * right.real - left.imaginary * right.imaginary,
      left.real * right.imaginary + left.imaginary * right.real)
  }
  static func * (left: Double, right: ComplexDouble) -> ComplexDouble {
    ComplexDouble(left * right.real, left * right.imaginary)
  }
  static func / (left: ComplexDouble, right: ComplexDouble) -> ComplexDouble {
    let square = right.real * right.real + right.imaginary * right.imaginary
    let product = left * ComplexDouble(right.real, -right.imaginary)
    return ComplexDouble(product.real / square, product.imaginary / square)
  }

  /// The root with non-negative real part.
  func squareRoot() -> ComplexDouble {
    let size = magnitude
    let real = ((size + self.real) / 2).squareRoot()
    return ComplexDouble(max(0, real), copysign(max(0, (size - self.real) / 2).squareRoot(), imaginary))
  }

  var sineAndCosine: (sine: ComplexDouble, cosine: ComplexDouble) {
    let (sine, cosine, growth, decay) = (sin(real), cos(real), exp(imaginary), exp(-imaginary))
    let (even, odd) = ((growth + decay) / 2, (growth - decay) / 2)
    return (ComplexDouble(sine * even, cosine * odd), ComplexDouble(cosine * even, -sine * odd))
  }

  /// -i log(i z + sqrt(1 - z^2)).
  var arcsine: ComplexDouble {
    let root = (ComplexDouble(1) - self * self).squareRoot()
    let sum = ComplexDouble(root.real - imaginary, root.imaginary + real)
    return ComplexDouble(sum.phase, -log(sum.magnitude))
  }

  func power(_ exponent: Int) -> ComplexDouble {
    var (result, base, rest) = (ComplexDouble(1), self, exponent)
    while rest > 0 {
      if rest % 2 == 1 { result = result * base }
      base = base * base
      rest /= 2
    }
    return result
  }
}
