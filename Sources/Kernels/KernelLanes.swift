extension Kernel {
  /// Replaces `cosines` by the kernel's values; cosines beyond [-1, 1] by rounding are clamped.
  ///
  /// Sixteen at a time, with absolute errors of a few 2^-53 for each layer; the gamma-exponential alone uses the scalar function.
  /// A value depends on its cosine alone, not on its place.
  func apply(to cosines: UnsafeMutableBufferPointer<Double>) {
    let divisor = normalised ? peak : 1
    switch (family, normalised) {
    case (.arcCosine(let layers, bias: false), _): cosines.mapLanes { Kernel.arcCosine($0, layers) }
    case (.arcCosine(_, bias: true), _): cosines.mapLanes { Kernel.arcCosineWithBias($0) / divisor }
    case (.ntk(let layers, bias: false), false): cosines.mapLanes { Kernel.tangent($0, layers) }
    case (.ntk(let layers, bias: false), true): cosines.mapLanes { Kernel.tangent($0, layers) / divisor }
    case (.ntk(_, bias: true), _): cosines.mapLanes { Kernel.tangentWithBias($0) / divisor }
    case (.step(let layers), _): cosines.mapLanes { Kernel.step($0, layers) }
    case (.laplace(let c), _): cosines.mapLanes { LaneExponential((1 - $0).squareRoot() * -c).value }
    case (.gaussian(let c), _): cosines.mapLanes { LaneExponential((1 - $0) * -c).value }
    case (.gammaExponential, _):
      for index in cosines.indices { cosines[index] = self(cosine: cosines[index]) }
    }
  }

  @inline(__always) fileprivate static func clamped(_ u: Lanes) -> Lanes {
    // Masks compile to blends, where the library's clamped(lowerBound:upperBound:) is a call for each vector.
    let below = u.replacing(with: 1, where: u .> 1)
    return below.replacing(with: -1, where: below .< -1)
  }

  @inline(__always) private static func arcCosine(_ u: Lanes, _ layers: Int) -> Lanes {
    var gap = LaneAngle(cosine: u).kappa1Gap
    for _ in 2..<layers { gap = LaneAngle(gap: gap, cosine: 1 - gap).kappa1Gap }
    return 1 - gap
  }

  @inline(__always) private static func arcCosineWithBias(_ u: Lanes) -> Lanes {
    (1 + u) * (1 - LaneAngle(cosine: u).kappa1Gap)
  }

  @inline(__always) private static func tangent(_ u: Lanes, _ layers: Int) -> Lanes {
    var angle = LaneAngle(cosine: u)
    var gap = angle.kappa1Gap
    var value = (1 - gap).addingProduct(u, angle.kappa0)
    for _ in 2..<layers {
      angle = LaneAngle(gap: gap, cosine: 1 - gap)
      gap = angle.kappa1Gap
      value = (1 - gap).addingProduct(value, angle.kappa0)
    }
    return value
  }

  @inline(__always) private static func tangentWithBias(_ u: Lanes) -> Lanes {
    let angle = LaneAngle(cosine: u)
    return (1 - angle.kappa1Gap).addingProduct(1 + u, angle.kappa0) * 0.5
  }

  @inline(__always) private static func step(_ u: Lanes, _ layers: Int) -> Lanes {
    var gap = LaneAngle(cosine: u).theta * (1 / Double.pi)
    for _ in 2..<layers { gap = LaneAngle(gap: gap, cosine: 1 - gap).theta * (1 / Double.pi) }
    return 1 - gap
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Replaces the elements by `transform` of themselves, clamped to [-1, 1], sixteen at a time; the last few in one
  /// padded step, so that an element's value does not depend on where it stands.
  @inline(__always) fileprivate func mapLanes(_ transform: (Lanes) -> Lanes) {
    let whole = count / Lanes.scalarCount * Lanes.scalarCount
    let raw = UnsafeMutableRawBufferPointer(self)
    for index in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let place = index * MemoryLayout<Double>.stride
      let cosines = Kernel.clamped(raw.loadUnaligned(fromByteOffset: place, as: Lanes.self))
      raw.storeBytes(of: transform(cosines), toByteOffset: place, as: Lanes.self)
    }
    guard whole < count else { return }
    var rest = Lanes(repeating: 0)
    for index in whole..<count { rest[index - whole] = self[index] }
    let values = transform(Kernel.clamped(rest))
    for index in whole..<count { self[index] = values[index - whole] }
  }
}

/// Four registers' worth: the square roots and long polynomials of one wait for those of the others to fill the time.
typealias Lanes = SIMD16<Double>

/// Sixteen angles with what a layer of units needs of them, in the form that vectorises.
///
/// As in `Angle`, layers hand on the gap 1 - cosine instead of the cosine: its rounding moves the angle by a few units
/// in the last place of 1 even near zero, so kernel values have absolute errors of a few such units everywhere.
struct LaneAngle {
  var theta: Lanes
  var sine: Lanes
  var gap: Lanes

  /// The angles of cosines in [-1, 1].
  @inline(__always) init(cosine u: Lanes) {
    let positive = u .>= 0
    let magnitude = u.replacing(with: -u, where: .!positive)
    self.init(gap: 1 - magnitude, cosine: magnitude)
    theta = theta.replacing(with: Double.pi - theta, where: .!positive)
    gap = 1 - u
  }

  /// The angles in [0, pi/2] whose cosines are `cosine` = 1 - `gap`.
  ///
  /// theta = 2 arcsin sqrt(gap/2) up to gap 1/2 and pi/2 - arcsin(cosine) beyond, with one polynomial for both.
  @inline(__always) init(gap: Lanes, cosine: Lanes) {
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
  @inline(__always) var kappa0: Lanes { Lanes(repeating: 1).addingProduct(theta, Lanes(repeating: -1 / Double.pi)) }

  /// 1 - kappa1 = ((pi - theta) gap + theta - sine)/pi.
  @inline(__always) var kappa1Gap: Lanes { ((theta - sine) * (1 / Double.pi)).addingProduct(kappa0, gap) }

  /// (arcsin(x)/x - 1)/z for z = x^2 in [0, 1/4], interpolated at Chebyshev nodes: relative error of arcsin below 2^-57.
  @inline(__always) private static func arcsineTail(_ z: Lanes) -> Lanes {
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
