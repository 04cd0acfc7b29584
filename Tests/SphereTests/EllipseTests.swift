import CFlint
import Foundation
import Testing

@testable import Sphere

/// Kernels at points of the complex plane, from their definitions: roots of (1 - cosine)/2 and arcsines layer by layer, the
/// root on the side of what it continues from the real axis: theta, or a power of s.
private enum ComplexKernel {
  static let kernels: [ZonalKernel] = [
    .randomFeatures(layers: 2), .randomFeatures(layers: 2, bias: true), .randomFeatures(layers: 4), .tangent(layers: 2),
    .tangent(layers: 2, bias: true), .tangent(layers: 3), .tangent(layers: 6), .step(layers: 2), .step(layers: 3),
    .step(layers: 4),
  ]

  static func value(_ kernel: ZonalKernel, _ s: ComplexDouble) -> ComplexDouble {
    let (one, scale) = (ComplexDouble(1), 1 / Double.pi)
    let first = Double.pi * s.power(kernel.endpointPower)
    if case .step(let layers) = kernel {
      // kappa0 composed: cos theta_{j+1} = 1 - theta_j/pi, so sin(theta_{j+1}/2) = sqrt(theta_j/(2 pi)).
      var (angle, power) = (first, kernel.endpointPower)
      for _ in 2..<layers {
        power /= 2
        angle = 2 * root(0.5 * scale * angle, beside: s.power(power)).arcsine
      }
      return one - scale * angle
    }
    func kappa1(_ angle: ComplexDouble) -> ComplexDouble {
      let (sine, cosine) = angle.sineAndCosine
      return scale * ((ComplexDouble(Double.pi) - angle) * cosine + sine)
    }
    let cosine = first.sineAndCosine.cosine
    var (angle, tangent) = (first, cosine)
    if case .tangent(_, bias: true) = kernel { tangent = one + cosine }
    for layer in 2...kernel.layers {
      tangent = tangent * (one - scale * angle) + kappa1(angle)
      if layer < kernel.layers { angle = 2 * root(0.5 * (one - kappa1(angle)), beside: angle).arcsine }
    }
    switch kernel {
    case .tangent(_, let bias): return (bias ? 0.5 : 1) / kernel.peak * tangent
    case .randomFeatures(_, let bias):
      return (1 / kernel.peak) * (bias ? (one + cosine) * kappa1(angle) : kappa1(angle))
    default: return one
    }
  }

  private static func root(_ square: ComplexDouble, beside direction: ComplexDouble) -> ComplexDouble {
    let root = square.squareRoot()
    return (root / direction).real < 0 ? -1 * root : root
  }

  /// The point of the ellipse of rho at phase pi phi.
  static func point(_ rho: Double, _ phi: Double) -> ComplexDouble {
    let angle = Double.pi * phi
    return ComplexDouble(0.5 + (rho + 1 / rho) / 4 * cos(angle), (rho - 1 / rho) / 4 * sin(angle))
  }
}

@Suite struct KernelDiscsTests {
  private func bounds(_ kernel: ZonalKernel, _ point: ComplexDouble, radius: Double) -> KernelDiscs.Bounds? {
    let box = AcbVector(count: 1)
    return withExtendedLifetime(box) {
      acb_set_d_d(box[0], point.real, point.imaginary)
      // The square inside the disc.
      mag_set_d(box[0].real.radius, radius / 2.0.squareRoot())
      mag_set_d(box[0].imaginary.radius, radius / 2.0.squareRoot())
      return KernelDiscs(kernel: kernel).bounds(box[0])
    }
  }

  @Test(arguments: ComplexKernel.kernels.indices)
  func `no point of a disc is beyond its bounds`(index: Int) throws {
    let kernel = ComplexKernel.kernels[index]
    func random(_ range: ClosedRange<Double>) -> Double { .random(in: range) }
    var proven = 0
    for _ in 0..<300 {
      let radius = exp2(random(-12 ... -4))
      let centre = ComplexKernel.point(random(1.05...2.2), random(0.01...0.99))
      guard let bounds = bounds(kernel, centre, radius: radius) else { continue }
      proven += 1
      for _ in 0..<5 {
        let (r, phase) = (radius / 1.5 * random(0...1), random(0...6.3))
        let s = ComplexDouble(centre.real + r * cos(phase), centre.imaginary + r * sin(phase))
        let angle = Double.pi * s.power(kernel.endpointPower)
        #expect(ComplexKernel.value(kernel, s).magnitude <= bounds.kernel.value * (1 + 1e-9))
        #expect(angle.sineAndCosine.sine.magnitude <= bounds.sine.value * (1 + 1e-9))
        #expect(abs(angle.imaginary) <= bounds.imaginary.value + 1e-9 && s.magnitude <= bounds.unit.value + 1e-9)
      }
    }
    #expect(proven > 100)
  }

  @Test func `a small disc has bounds close to the value`() throws {
    for kernel in ComplexKernel.kernels {
      let s = ComplexDouble(0.6, 0.2)
      let found = try #require(bounds(kernel, s, radius: 1e-9))
      #expect(abs(found.kernel.value / ComplexKernel.value(kernel, s).magnitude - 1) < 1e-6)
    }
  }

  @Test func `a disc that holds a branch point is refused, and so is one that only might`() {
    // kappa1 = -1 at theta = 2.32399 + 1.76555 i.
    let branch = ComplexDouble(2.32399 / Double.pi, 1.76555 / Double.pi)
    #expect(bounds(.tangent(layers: 2), branch, radius: 0.01) != nil)
    for layers in [3, 5] { #expect(bounds(.tangent(layers: layers), branch, radius: 0.01) == nil) }
    #expect(bounds(.tangent(layers: 3), ComplexDouble(branch.real, branch.imaginary - 0.1), radius: 0.01) != nil)
    // The step kernel of three layers has its branch points at s = +-sqrt 2.
    #expect(bounds(.step(layers: 3), ComplexDouble(2.0.squareRoot(), 0), radius: 0.01) == nil)
    #expect(bounds(.step(layers: 3), ComplexDouble(1.3, 0), radius: 0.01) != nil)
    #expect(bounds(.tangent(layers: 3), ComplexDouble(0.5, 0.1), radius: 5) == nil)
    #expect(bounds(.exponential(c: 1, gamma: 0.5), ComplexDouble(0.5, 0.1), radius: 0.1) == nil)
  }
}

@Suite struct EllipseSearchTests {
  @Test(arguments: [(3, 2.7304), (5, 2.7304), (20, 2.631), (50, 1.717)])
  func `deep kernels keep within their branch points`(layers: Int, limit: Double) throws {
    let search = EllipseSearch(kernel: .tangent(layers: layers), dimension: 4, degree: 20)
    let ellipse = try #require(search.best(bits: 400))
    #expect(ellipse.rho < limit && ellipse.rho > 1 + 0.4 * (limit - 1))
    #expect(search.shrunk(to: log(limit * 1.02)) == nil)
  }

  @Test func `two layers are entire: the ellipse grows with the bits`() throws {
    let search = EllipseSearch(kernel: .tangent(layers: 2), dimension: 4, degree: 10)
    let (few, many) = (try #require(search.best(bits: 100)), try #require(search.best(bits: 2000)))
    #expect(few.rho > 4 && many.rho > few.rho)
  }
}

@Suite struct EllipseBoundTests {
  @Test(arguments: ComplexKernel.kernels.indices)
  func `the bound is above every sample and not far above the largest`(index: Int) throws {
    let (kernel, d, k) = (ComplexKernel.kernels[index], 5, 30)
    let bound = try EllipseBound(kernel: kernel, dimension: d, degree: k, bits: 150)
    let power = kernel.endpointPower
    let samples = (0...2000).map { step -> Double in
      let s = ComplexKernel.point(bound.rho, Double(step) / 2000)
      let angle = Double.pi * s.power(power)
      let sine = angle.sineAndCosine.sine.magnitude
      let size: Double = log(ComplexKernel.value(kernel, s).magnitude) + Double(d - 2) * log(sine)
      let jacobian: Double = log(Double.pi * Double(power)) + Double(power - 1) * log(s.magnitude)
      return size + jacobian + Double(k) * abs(angle.imaginary)
    }
    let largest = try #require(samples.max())
    #expect(bound.logMaximum >= largest - 1e-9 && bound.logMaximum < largest + 2.5 && bound.discs >= 16)
  }

  @Test func `an ellipse around a branch point is not covered`() {
    for (rho, isProven) in [(2.5, true), (2.7, true), (2.76, false), (3.5, false)] {
      let cover = EllipseCover(
        kernel: .randomFeatures(layers: 3), dimension: 4, degree: 10,
        ellipse: EllipseSearch.Ellipse(rho: rho, logMaximum: 40))
      #expect((cover.logMaximum() != nil) == isProven, "rho = \(rho)")
    }
  }

  @Test func `an error that the integrand's growth forbids is not promised`() throws {
    let bound = try EllipseBound(kernel: .tangent(layers: 3), dimension: 4, degree: 20, bits: 100)
    let nodes = bound.nodes(bits: 100)
    #expect(bound.error(nodes: nodes, bits: 100).value <= 1 && bound.error(nodes: nodes - 16, bits: 100).value > 1)
    #expect(bound.nodes(bits: 300) > nodes && bound.nodes(bits: 1) >= 2)
  }

  /// The rule of few nodes against the eigenvalue: within the bound, and beyond the bound that a larger ellipse would give.
  @Test func `the error of few nodes is within the bound, not within that of an ellipse beyond the branch points`()
    throws
  {
    let (kernel, d) = (ZonalKernel.randomFeatures(layers: 3), 4)
    let truth = try Spectrum(of: kernel, dimension: d, through: 0, digits: 60).values[0].enclosure
    let bound = try EllipseBound(kernel: kernel, dimension: d, degree: 0, bits: 100)
    try Ball.withPrecision(250) {
      let measure = Harmonics.measure(dimension: d)
      for nodes in [8, 12, 16, 24, 32] {
        let rule = try GaussLegendre.rule(count: nodes, bits: 250)
        let node = KernelNode(kernel: kernel, bits: 250)
        var sum = Ball(0)
        for index in 0..<nodes {
          var weight = Ball(0)
          let place = Ball { x in
            let pointer = rule.read(index, into: x)
            weight = Ball { arb_set($0, pointer) }
          }
          let angle = Ball.pi * (Ball(1) + place) / Ball(2)
          let value = withExtendedLifetime(angle) { Ball { node.evaluate(angle.storage.start, into: $0) } }
          sum = sum + weight * value * angle.sine().power(d - 2) * Ball.pi / Ball(2)
        }
        let error = abs((sum - truth / measure).double)
        let promised = bound.error(nodes: nodes, bits: 0).value
        #expect(error <= promised && error > promised * 1e-10, "\(nodes) nodes")
        // With rho = 4, beyond the branch points at 2.73, and the same maximum the bound is false.
        if nodes >= 16 { #expect(error > promised * pow(bound.rho / 4, Double(2 * nodes))) }
      }
    }
  }
}
