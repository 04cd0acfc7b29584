import CFlint
import Foundation
import Testing

@testable import Sphere

/// Kernels from their definitions, with the arccosine of each layer, in plain balls.
enum BallKernel {
  static func value(_ kernel: ZonalKernel, _ theta: Ball) -> Ball {
    if case .exponential(let c, let gamma) = kernel {
      return (Ball(-c) * (Ball(1) - theta.cosine()).power(Ball(gamma))).exponential()
    }
    let cosine = theta.cosine()
    if case .step(let layers) = kernel {
      return (2..<layers).reduce(kappa0(theta)) { value, _ in kappa0(arccosine(value)) }
    }
    var (angle, tangent) = (theta, cosine)
    if case .tangent(_, bias: true) = kernel { tangent = Ball(1) + cosine }
    for layer in 2...kernel.layers {
      tangent = tangent * kappa0(angle) + kappa1(angle)
      if layer < kernel.layers { angle = arccosine(kappa1(angle)) }
    }
    switch kernel {
    case .tangent(_, let bias): return tangent / Ball(kernel.peak * (bias ? 2 : 1))
    case .randomFeatures(_, let bias):
      return (bias ? (Ball(1) + cosine) * kappa1(angle) : kappa1(angle)) / Ball(kernel.peak)
    default: return tangent
    }
  }

  private static func kappa0(_ theta: Ball) -> Ball { Ball(1) - theta / Ball.pi }
  private static func kappa1(_ theta: Ball) -> Ball {
    (theta.cosine() * (Ball.pi - theta) + theta.sine()) / Ball.pi
  }
  private static func arccosine(_ cosine: Ball) -> Ball {
    withExtendedLifetime(cosine) { Ball { arb_acos($0, cosine.storage.start, Ball.precision) } }
  }
}

@Suite struct KernelNodeTests {
  static let kernels: [ZonalKernel] = [
    .randomFeatures(layers: 2), .randomFeatures(layers: 2, bias: true), .randomFeatures(layers: 5), .tangent(layers: 2),
    .tangent(layers: 2, bias: true), .tangent(layers: 7), .step(layers: 2), .step(layers: 5),
  ]

  private func value(_ kernel: ZonalKernel, _ angle: Ball, bits: Int) -> Ball {
    let node = KernelNode(kernel: kernel, bits: bits)
    return withExtendedLifetime(angle) { Ball { node.evaluate(angle.storage.start, into: $0) } }
  }

  @Test(arguments: kernels.indices, [(1, 3), (3, 2), (1, 100), (22, 7)])
  func `values meet the definition in many more bits`(index: Int, angle: (Int, Int)) {
    let kernel = Self.kernels[index]
    let truth = Ball.withPrecision(600) { BallKernel.value(kernel, Ball(angle.0, over: angle.1)) }
    for bits in [64, 200] {
      let found = Ball.withPrecision(600) { value(kernel, Ball(angle.0, over: angle.1), bits: bits) }
      #expect(found.contains(truth) && found.radius < exp2(Double(25 - bits)))
    }
  }

  @Test(arguments: kernels.indices) func `the value at zero is one, and near it close to one`(index: Int) {
    let near = value(Self.kernels[index], Ball(2).power(-30), bits: 300)
    #expect(near.double <= 1 && near.double > 0.8 && near.radius < 1e-60)
  }

  @Test(arguments: kernels.indices) func `the ball of an angle that is a ball holds both ends`(index: Int) throws {
    let kernel = Self.kernels[index]
    let (angle, half) = (Ball(0.7), Ball(1e-9))
    let wide = Ball { ball in
      withExtendedLifetime((angle, half)) {
        arb_set(ball, angle.storage.start)
        arb_add_error(ball, half.storage.start)
      }
    }
    let found = value(kernel, wide, bits: 200)
    #expect(found.radius < 1e-7)
    for end in [angle - half, angle, angle + half] {
      #expect(found.contains(Ball.withPrecision(400) { BallKernel.value(kernel, end) }))
    }
  }
}

@Suite struct FixedRecurrenceTests {
  /// Sums of one node, so the polynomials themselves, times the term 1/2.
  private func polynomials(_ t: Ball, sine: Ball, dimension: Int, degree: Int, limbs: Int) throws -> (
    values: [Ball], error: Double
  ) {
    let scale = FixedRecurrence.Scale(bits: 64 * limbs - 2, power: 1)
    #expect(scale.limbs == limbs && scale.bits == 64 * limbs - 2)
    let recurrence = FixedRecurrence(dimension: dimension, degree: degree, count: 1, scale: scale, folds: false)
    return try withExtendedLifetime((t, sine)) {
      let half = Ball(0.5)
      let cosine = try #require(recurrence.setCosine(t.storage.start, node: 0))
      _ = try #require(withExtendedLifetime(half) { recurrence.setTerm(half.storage.start, node: 0) })
      let sums = recurrence.sums()
      let values = (0...degree).map { k in
        Ball { arb_mul_2exp_si($0, sums[k], 3 - scale.termBits) }
      }
      let bound = recurrence.recurrenceError(sine: BoundReader().lower(sine.storage.start), error: cosine)
      return (values, bound.value * exp2(Double(-scale.bits)))
    }
  }

  @Test(arguments: [3, 4, 8, 20], [1e-4, 0.01, 0.7, 1.5, 3.0, 3.14])
  func `the error of one limb is within the energy bound, which is not idle`(dimension: Int, angle: Double) throws {
    try Ball.withPrecision(1000) {
      // The cosine is exact, so that only the recurrence errs.
      let t = Ball(cos(angle))
      let sine = ((Ball(1) - t) * (Ball(1) + t)).squareRoot()
      let coarse = try polynomials(t, sine: sine, dimension: dimension, degree: 300, limbs: 1)
      let fine = try polynomials(t, sine: sine, dimension: dimension, degree: 300, limbs: 8)
      let errors = zip(coarse.values, fine.values).map { abs(($0 - $1).double) }
      let largest = try #require(errors.max())
      // A cut off product of the sum adds a unit of 2^-(termBits - 3).
      #expect(largest <= coarse.error + exp2(-55) && coarse.error < 1e-12 && fine.error < 1e-140)
      #expect(largest > coarse.error * 1e-4)
    }
  }

  @Test func `the polynomials are those of Legendre and of Chebyshev's second kind`() throws {
    try Ball.withPrecision(400) {
      let (t, angle) = (Ball(3, over: 5), 0.927295218001612)
      let legendre = try polynomials(t, sine: Ball(4, over: 5), dimension: 3, degree: 4, limbs: 4).values
      // P_4(3/5) = (35 t^4 - 30 t^2 + 3)/8.
      #expect(abs((legendre[4] - (Ball(35 * 81 - 30 * 9 * 25 + 3 * 625) / Ball(8 * 625))).double) < 1e-70)
      let second = try polynomials(t, sine: Ball(4, over: 5), dimension: 4, degree: 50, limbs: 4).values
      // sin((k+1) theta) / ((k+1) sin theta).
      for k in 0...50 { #expect(abs(second[k].double - sin(Double(k + 1) * angle) / (Double(k + 1) * 0.8)) < 1e-12) }
    }
  }

  @Test func `a cosine that is one is stored as the largest fraction`() throws {
    let recurrence = FixedRecurrence(
      dimension: 3, degree: 2, count: 1, scale: FixedRecurrence.Scale(bits: 60, power: 1), folds: false)
    let (one, two, twenty, nothing) = (Ball(1), Ball(2), Ball(20), Ball(Double.nan))
    try withExtendedLifetime((one, two, twenty, nothing)) {
      let error = try #require(recurrence.setCosine(one.storage.start, node: 0))
      #expect(error.value >= 0.25 && recurrence.setCosine(two.storage.start, node: 0) == nil)
      #expect(recurrence.setTerm(twenty.storage.start, node: 0) == nil)
      #expect(recurrence.setTerm(nothing.storage.start, node: 0) == nil)
    }
  }

  @Test func `near the ends the bound is that of the sum of squares`() {
    let recurrence = FixedRecurrence(
      dimension: 3, degree: 10, count: 1, scale: FixedRecurrence.Scale(bits: 100, power: 1), folds: false)
    #expect(abs(recurrence.recurrenceError(sine: Lower(1), error: .zero).value - 40) < 1e-9)
    #expect(abs(recurrence.recurrenceError(sine: Lower(1e-3), error: .zero).value - 220) < 1e-9)
    #expect(abs(recurrence.recurrenceError(sine: Lower(0), error: .zero).value - 220) < 1e-9)
  }
}
