import CFlint

/// A kernel at real angles, as balls.
///
/// The gap q = 1 - kappa1 is taken at the midpoint of the angle, and what the angle's radius makes of it is added through
/// |q'| = |sin theta (pi - theta)/pi| <= min(1, |theta|). Plain balls would lose log2(1/theta) bits in every layer, so many
/// are lost once. The next angle is 2 atan sqrt(q/(2-q)).
final class KernelNode {
  private let kernel: ZonalKernel
  private let bits: Int
  private let pi = ArbVector(count: 1)
  private let peak = ArbVector(count: 1)
  private let scratch = ArbVector(count: 7)
  private let bound: UnsafeMutablePointer<mag_struct>

  init(kernel: ZonalKernel, bits: Int) {
    (self.kernel, self.bits) = (kernel, bits)
    arb_const_pi(pi[0], bits)
    arb_set_d(peak[0], kernel.peak)
    bound = .allocate(capacity: 1)
    mag_init(bound)
  }

  deinit {
    mag_clear(bound)
    bound.deallocate()
  }

  /// Writes kappa at `angle`, divided by its value at 0.
  func evaluate(_ angle: ArbPointer, into value: ArbPointer) {
    arb_set(scratch[0], angle)
    switch kernel {
    case .step(let layers): step(layers, into: value)
    case .randomFeatures(let layers, let bias): randomFeatures(layers, bias, into: value)
    case .tangent(let layers, let bias): tangent(layers, bias, into: value)
    case .exponential: arb_indeterminate(value)
    }
    arb_div(value, value, peak[0], bits)
  }

  /// The layer's angle; its sine and cosine, at the midpoint; q.
  private var angle: ArbPointer { scratch[0] }
  private var sine: ArbPointer { scratch[1] }
  private var cosine: ArbPointer { scratch[2] }
  private var gap: ArbPointer { scratch[3] }
  private var first: ArbPointer { scratch[4] }
  private var kappa0: ArbPointer { scratch[5] }
  private var work: ArbPointer { scratch[6] }

  private func randomFeatures(_ layers: Int, _ bias: Bool, into value: ArbPointer) {
    firstLayer()
    for _ in 2..<layers { nextLayer() }
    arb_sub_ui(value, gap, 1, bits)
    arb_neg(value, value)
    guard bias else { return }
    arb_add_ui(work, first, 1, bits)
    arb_mul(value, value, work, bits)
  }

  private func tangent(_ layers: Int, _ bias: Bool, into value: ArbPointer) {
    firstLayer()
    arb_set(value, first)
    if bias { arb_add_ui(value, value, 1, bits) }
    for layer in 2...layers {
      if layer > 2 { nextLayer() }
      arb_div(kappa0, angle, pi[0], bits)
      arb_sub_ui(kappa0, kappa0, 1, bits)
      arb_neg(kappa0, kappa0)
      arb_mul(value, value, kappa0, bits)
      arb_sub_ui(work, gap, 1, bits)
      arb_sub(value, value, work, bits)
    }
    if bias { arb_mul_2exp_si(value, value, -1) }
  }

  /// kappa0 = 1 - theta/pi of the last angle; a layer maps the angle through the gap theta/pi.
  private func step(_ layers: Int, into value: ArbPointer) {
    for _ in 2..<layers {
      arb_div(gap, angle, pi[0], bits)
      gapToAngle()
    }
    arb_div(value, angle, pi[0], bits)
    arb_sub_ui(value, value, 1, bits)
    arb_neg(value, value)
  }

  /// Sets `gap` of the first angle and `first`, its cosine.
  private func firstLayer() {
    reluGap()
    arb_set(first, cosine)
    mag_add(first.radius, first.radius, angle.radius)
  }

  private func nextLayer() {
    gapToAngle()
    reluGap()
  }

  /// q = 1 - ((pi - theta) cos theta + sin theta)/pi.
  private func reluGap() {
    arb_get_mid_arb(work, angle)
    arb_sin_cos(sine, cosine, work, bits)
    arb_sub(work, pi[0], work, bits)
    arb_mul(work, work, cosine, bits)
    arb_add(work, work, sine, bits)
    arb_div(work, work, pi[0], bits)
    arb_sub_ui(gap, work, 1, bits)
    arb_neg(gap, gap)
    arb_get_mag(bound, angle)
    if mag_cmp_2exp_si(bound, 0) > 0 { mag_one(bound) }
    mag_mul(bound, bound, angle.radius)
    mag_add(gap.radius, gap.radius, bound)
  }

  /// The angle in [0, pi) with cosine 1 - q.
  private func gapToAngle() {
    arb_sub_ui(work, gap, 2, bits)
    arb_neg(work, work)
    arb_div(work, gap, work, bits)
    arb_sqrt(work, work, bits)
    arb_atan(work, work, bits)
    arb_mul_2exp_si(angle, work, 1)
  }
}
