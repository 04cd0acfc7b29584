import CFlint

/// Bounds of a kernel over discs of the complex s-plane, which fail where the kernel may not be analytic.
///
/// A disc is an exact midpoint and one radius. Midpoints go through the layers in balls of 64 bits, whose rounding is added
/// to the radius; radii go through bounds of the derivatives. Wide balls themselves would lose a constant factor a layer.
///
/// The kernel is analytic on a closed region if on its boundary every argument of a square root keeps off (-inf, 0] and
/// every argument of an arcsine off (-inf, -1] and [1, inf): the winding number of the image of the boundary about a point
/// of such a connected unbounded set is constant on the set and zero far out, so that the image of the region misses it.
/// The arguments are, layer by layer,
///
/// ReLU: u = 2 q(theta)/theta^2 with q = 1 - kappa1 (entire, u(0) = 1), w = theta sqrt(u)/2, next theta = 2 asin w;
/// step: u = theta/(2 pi s^e), e = p, p/2, ..., w = s^{e/2} sqrt(u), next theta = 2 asin w.
final class KernelDiscs {
  /// What holds for every point of a disc.
  struct Bounds {
    /// |kappa|, |sin theta| and |Im theta|, of theta = pi s^p; |s|.
    let kernel, sine, imaginary, unit: Upper
  }

  private let kernel: ZonalKernel
  private let bits = 64
  private let reader = BoundReader()
  private let pi = ArbVector(count: 1)
  private let scratch = AcbVector(count: 9)

  /// Midpoints: the angle of the layer, its sine and cosine, q, kappa0, what has been accumulated of the kernel, the
  /// cosine of the first angle, the disc of s, and a place for intermediate values.
  private var angle: AcbPointer { scratch[0] }
  private var sine: AcbPointer { scratch[1] }
  private var cosine: AcbPointer { scratch[2] }
  private var gap: AcbPointer { scratch[3] }
  private var kappa0: AcbPointer { scratch[4] }
  private var value: AcbPointer { scratch[5] }
  private var first: AcbPointer { scratch[6] }
  private var unit: AcbPointer { scratch[7] }
  private var work: AcbPointer { scratch[8] }

  /// 1/pi and 1/(2 pi), from above and from below.
  private static let inversePi = (upper: Upper(0.318_309_887), lower: Lower(0.318_309_886))
  private static let inverseTwoPi = (upper: Upper(0.159_154_944), lower: Lower(0.159_154_943))

  init(kernel: ZonalKernel) {
    self.kernel = kernel
    arb_const_pi(pi[0], bits)
  }

  /// Bounds for all s in the disc about the midpoint of `box` that holds the box; nil where analyticity is not proven.
  func bounds(_ box: AcbPointer) -> Bounds? {
    acb_set(unit, box)
    let (real, imaginary) = (reader.radius(unit.real), reader.radius(unit.imaginary))
    let radius = (real * real + imaginary * imaginary).squareRoot()
    _ = reader.takeRadius(unit)
    let start = firstAngle(radius)
    let angleImaginary = reader.upper(angle.imaginary) + start
    acb_sin(work, angle, bits)
    let sineBound = reader.upper(work) + start * reader.cosh(angleImaginary)
    let size: Upper?
    switch kernel {
    case .step(let layers): size = stepKernel(layers, start, unitRadius: radius)
    case .randomFeatures, .tangent: size = reluKernel(start)
    case .exponential: size = nil
    }
    guard let size, size.value.isFinite, sineBound.value.isFinite else { return nil }
    return Bounds(
      kernel: size / Lower(kernel.peak), sine: sineBound, imaginary: angleImaginary,
      unit: reader.upper(unit) + radius)
  }

  /// theta_1 = pi s^p: its radius is at most pi p (|s| + r)^{p-1} r.
  private func firstAngle(_ radius: Upper) -> Upper {
    let power = kernel.endpointPower
    acb_pow_ui(angle, unit, UInt(power), bits)
    acb_mul_arb(angle, angle, pi[0], bits)
    let growth = (reader.upper(unit) + radius).power(power - 1)
    return Upper(3.141_592_654 * Double(power)) * growth * radius + reader.takeRadius(angle)
  }

  /// |kappa| of the ReLU kernels on the disc of theta_1 of this radius.
  private func reluKernel(_ start: Upper) -> Upper? {
    var radius = start
    var (gapRadius, valueRadius, firstRadius) = (Upper.zero, Upper.zero, Upper.zero)
    for layer in 2...kernel.layers {
      if layer > 2 {
        guard let next = reluAngle(radius, gapRadius) else { return nil }
        radius = next
      }
      let parts = layerParts(radius)
      gapRadius = parts.kappa1
      if layer == 2 {
        acb_set(value, cosine)
        acb_set(first, cosine)
        (valueRadius, firstRadius) = (parts.cosine, parts.cosine)
      }
      valueRadius = accumulate(parts, valueRadius, firstRadius)
      acb_sub_ui(gap, gap, 1, bits)
      acb_neg(gap, gap)
      gapRadius += reader.takeRadius(gap)
    }
    if case .randomFeatures(_, bias: true) = kernel {
      acb_add_ui(work, first, 1, bits)
      let radius = reader.upper(work) * valueRadius + (reader.upper(value) + valueRadius) * firstRadius
      acb_mul(value, value, work, bits)
      valueRadius = radius
    }
    return reader.upper(value) + valueRadius
  }

  /// The next layer's angle 2 asin(theta sqrt(u)/2), u = 2 q/theta^2, from discs of theta and of q.
  ///
  /// |u - u_m| <= (2 r_q + |u_m| r (2|m| + r))/(|m| - r)^2.
  private func reluAngle(_ radius: Upper, _ gapRadius: Upper) -> Upper? {
    acb_sqr(work, angle, bits)
    acb_div(work, gap, work, bits)
    acb_mul_2exp_si(work, work, 1)
    let rounding = reader.takeRadius(work)
    let spread = radius * (2 * reader.upper(angle) + radius) * reader.upper(work) + 2 * gapRadius
    let near = reader.lower(angle) - radius
    guard near.value > 0, spread / (near * near) + rounding < rootDistance(work) else { return nil }
    acb_sqrt(work, work, bits)
    acb_mul(work, work, angle, bits)
    acb_mul_2exp_si(work, work, -1)
    return nextAngle(halfGap: reader.lower(gap), gapRadius, scale: (Upper(0.5), Lower(0.5)))
  }

  /// |kappa| of the step kernel on the disc of theta_1 of radius `start`, `unitRadius` being that of s.
  private func stepKernel(_ layers: Int, _ start: Upper, unitRadius: Upper) -> Upper? {
    var (radius, power) = (start, kernel.endpointPower)
    let (size, near) = (reader.upper(unit), reader.lower(unit) - unitRadius)
    for _ in 2..<layers {
      acb_pow_ui(work, unit, UInt(power), bits)
      acb_div(work, angle, work, bits)
      acb_div_arb(work, work, pi[0], bits)
      acb_mul_2exp_si(work, work, -1)
      let rounding = reader.takeRadius(work)
      // |u - u_m| <= (r/(2 pi) + |u_m| e r_s (|s| + r_s)^{e-1})/(|s| - r_s)^e.
      let growth = Upper(Double(power)) * unitRadius * (size + unitRadius).power(power - 1)
      let spread = radius * Self.inverseTwoPi.upper + reader.upper(work) * growth
      guard near.value > 0, spread / near.power(power) + rounding < rootDistance(work) else { return nil }
      power /= 2
      acb_sqrt(work, work, bits)
      acb_pow_ui(gap, unit, UInt(power), bits)
      acb_mul(work, work, gap, bits)
      guard let next = nextAngle(halfGap: reader.lower(angle), radius, scale: Self.inverseTwoPi) else { return nil }
      radius = next
    }
    // kappa0 = 1 - theta/pi.
    acb_sub_arb(work, angle, pi[0], bits)
    acb_div_arb(work, work, pi[0], bits)
    return reader.upper(work) + radius * Self.inversePi.upper
  }

  /// 2 asin(w) about the w in `work`, where w^2 = `scale` x for an x at least `halfGap` in size with radius `radius`.
  ///
  /// |w - w_m| <= r_x/(2 sqrt(|x_m| - r_x)) in units of the scale, and |asin'| = 1/sqrt|1 - w^2|.
  private func nextAngle(halfGap: Lower, _ radius: Upper, scale: (upper: Upper, lower: Lower)) -> Upper? {
    let near = (halfGap - radius) * scale.lower
    guard near.value > 0 else { return nil }
    let spread = radius * scale.upper / (Lower(2) * near.squareRoot()) + reader.takeRadius(work)
    guard spread < arcsineDistance(work) else { return nil }
    acb_sqr(sine, work, bits)
    acb_sub_ui(sine, sine, 1, bits)
    let steepest = reader.lower(sine) - spread * (2 * reader.upper(work) + spread)
    guard steepest.value > 0 else { return nil }
    acb_asin(angle, work, bits)
    acb_mul_2exp_si(angle, angle, 1)
    guard acb_is_finite(angle) != 0 else { return nil }
    return 2 * (spread / steepest.squareRoot()) + reader.takeRadius(angle)
  }

  /// Sine, cosine, kappa0 and kappa1 (in `gap`) of the angle, and the radii of the last three on its disc:
  /// |kappa1'| = |sin theta (pi - theta)/pi|.
  private func layerParts(_ radius: Upper) -> (cosine: Upper, kappa0: Upper, kappa1: Upper) {
    acb_sin_cos(sine, cosine, angle, bits)
    acb_sub_arb(work, angle, pi[0], bits)
    acb_neg(work, work)
    acb_mul(gap, work, cosine, bits)
    acb_add(gap, gap, sine, bits)
    acb_div_arb(gap, gap, pi[0], bits)
    acb_div_arb(kappa0, work, pi[0], bits)
    let steepest = reader.upper(sine) + reader.cosh(reader.upper(angle.imaginary) + radius) * radius
    let kappa0Radius = Self.inversePi.upper * radius
    let kappa1Radius = steepest * (reader.upper(kappa0) + kappa0Radius) * radius + reader.takeRadius(gap)
    return (steepest * radius + reader.takeRadius(cosine), kappa0Radius + reader.takeRadius(kappa0), kappa1Radius)
  }

  /// One layer of the kernel into `value`: v kappa0 + kappa1 for the NTK, kappa1 for random features. The new radius.
  private func accumulate(
    _ parts: (cosine: Upper, kappa0: Upper, kappa1: Upper), _ valueRadius: Upper, _ firstRadius: Upper
  ) -> Upper {
    guard case .tangent(_, let bias) = kernel else {
      acb_set(value, gap)
      return parts.kappa1
    }
    var rounding = Upper.zero
    if bias {
      acb_add_ui(value, first, 1, bits)
      rounding = reader.takeRadius(value)
    }
    let product =
      reader.upper(value) * parts.kappa0 + (reader.upper(kappa0) + parts.kappa0) * (valueRadius + rounding)
    acb_mul(value, value, kappa0, bits)
    acb_add(value, value, gap, bits)
    if bias { acb_mul_2exp_si(value, value, -1) }
    let radius = product + parts.kappa1
    return (bias ? Upper(0.5) * radius : radius) + reader.takeRadius(value)
  }

  /// The distance of a point from the cut of the square root, (-inf, 0].
  private func rootDistance(_ point: AcbPointer) -> Lower {
    arf_sgn(point.real.mid) > 0 ? reader.lower(point) : reader.lower(point.imaginary)
  }

  /// The distance of a point from the cuts of the arcsine.
  private func arcsineDistance(_ point: AcbPointer) -> Lower {
    guard reader.upper(point.real).value < 1 else { return reader.lower(point.imaginary) }
    acb_sub_ui(sine, point, 1, bits)
    let right = reader.lower(sine)
    acb_add_ui(sine, point, 1, bits)
    return Lower.min(right, reader.lower(sine))
  }
}
