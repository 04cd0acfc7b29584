typealias Lanes = SIMD8<Double>

/// Eight angles with what a layer of units needs of them, in the form that vectorises.
///
/// As in `Angle`, layers hand on the gap 1 - cosine instead of the cosine: its rounding moves the angle by a few units
/// in the last place of 1 even near zero, so kernel values have absolute errors of a few such units everywhere.
struct LaneAngle {
  var theta: Lanes
  var sine: Lanes
  var gap: Lanes

  /// The angles of cosines in [-1, 1].
  @inline(__always)
  init(cosine u: Lanes) {
    let positive = u .>= 0
    let magnitude = u.replacing(with: -u, where: .!positive)
    self.init(gap: 1 - magnitude, cosine: magnitude)
    theta = theta.replacing(with: Double.pi - theta, where: .!positive)
    gap = 1 - u
  }

  /// The angles in [0, pi/2] whose cosines are `cosine` = 1 - `gap`.
  ///
  /// theta = 2 arcsin sqrt(gap/2) up to gap 1/2 and pi/2 - arcsin(cosine) beyond, with one polynomial for both.
  @inline(__always)
  init(gap: Lanes, cosine: Lanes) {
    let near = gap .<= 0.5
    let root = (gap * 0.5).squareRoot()
    let x = cosine.replacing(with: root, where: near)
    let z = (cosine * cosine).replacing(with: gap * 0.5, where: near)
    let arcsine = x.addingProduct(x * z, LaneAngle.arcsineTail(z))
    theta = (Double.pi / 2 - arcsine).replacing(with: arcsine + arcsine, where: near)
    sine = (gap * (2 - gap)).squareRoot()
    self.gap = gap
  }

  /// kappa0 = 1 - theta/pi.
  @inline(__always)
  var kappa0: Lanes { Lanes(repeating: 1).addingProduct(theta, Lanes(repeating: -1 / Double.pi)) }

  /// 1 - kappa1 = ((pi - theta) gap + theta - sine)/pi.
  @inline(__always)
  var kappa1Gap: Lanes {
    ((theta - sine) * (1 / Double.pi)).addingProduct(kappa0, gap)
  }

  /// (arcsin(x)/x - 1)/z for z = x^2 in [0, 1/4], interpolated at Chebyshev nodes: relative error of arcsin below 2^-57.
  @inline(__always)
  private static func arcsineTail(_ z: Lanes) -> Lanes {
    var q = Lanes(repeating: 0.028757851367421566)
    q = Lanes(repeating: -0.014851887071247204).addingProduct(q, z)
    q = Lanes(repeating: 0.01740087944269402).addingProduct(q, z)
    q = Lanes(repeating: 0.005457506718640358).addingProduct(q, z)
    q = Lanes(repeating: 0.01032281435018578).addingProduct(q, z)
    q = Lanes(repeating: 0.011479177415184906).addingProduct(q, z)
    q = Lanes(repeating: 0.013971212973552933).addingProduct(q, z)
    q = Lanes(repeating: 0.017352392720869973).addingProduct(q, z)
    q = Lanes(repeating: 0.02237217294214989).addingProduct(q, z)
    q = Lanes(repeating: 0.030381944138531247).addingProduct(q, z)
    q = Lanes(repeating: 0.04464285714635543).addingProduct(q, z)
    q = Lanes(repeating: 0.07499999999998433).addingProduct(q, z)
    q = Lanes(repeating: 0.16666666666666669).addingProduct(q, z)
    return q
  }
}
