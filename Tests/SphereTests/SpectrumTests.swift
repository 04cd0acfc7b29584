import CMPFR
import Foundation
import Testing

@testable import Sphere

extension Real {
  /// The angle in [0, pi] with this cosine.
  fileprivate func arccosine() -> Real { map(mpfr_acos) }
}

/// The kernels of the reference file, written from their definitions as functions of the angle.
enum ReferenceKernel {
  static func make(_ name: String, _ parameters: [String: Double]) -> (power: Int, kernel: @Sendable (Real) -> Real)? {
    let layers = Int(parameters["layers"] ?? 0)
    switch name {
    case "ntk": return (1, { tangent(layers: layers, $0) })
    case "rf": return (1, { theta in (2..<layers).reduce(kappa1(theta)) { value, _ in kappa1(value.arccosine()) } })
    case "step":
      return (
        1 << (layers - 2), { theta in (2..<layers).reduce(kappa0(theta)) { value, _ in kappa0(value.arccosine()) } }
      )
    case "laplace": return (1, { (-chord($0)).exponential() })
    case "gamma_exponential": return (2, { (-chord($0).power(Real(3, over: 2))).exponential() })
    case "gaussian": return (1, { ($0.cosine() - Real(1)).exponential() })
    default: return nil
    }
  }

  /// sqrt(1 - cos theta).
  private static func chord(_ theta: Real) -> Real { Real(2).squareRoot() * (theta / Real(2)).sine() }
  private static func kappa0(_ theta: Real) -> Real { Real(1) - theta / Real.pi }
  private static func kappa1(_ theta: Real) -> Real { (theta.cosine() * (Real.pi - theta) + theta.sine()) / Real.pi }

  private static func tangent(layers: Int, _ theta: Real) -> Real {
    var (angle, sum) = (theta, theta.cosine())
    for _ in 1..<layers {
      let next = kappa1(angle)
      sum = sum * kappa0(angle) + next
      angle = next.arccosine()
    }
    return sum / Real(layers)
  }
}

struct SpectrumTests {
  struct Reference: Decodable, Sendable {
    struct Case: Decodable, Sendable {
      let kernel: String
      let params: [String: Double]
      let d: Int
      let mu: [String]
    }
    let cases: [Case]
  }

  static func reference() throws -> [Reference.Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data/spectra.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file)).cases
  }

  @Test(arguments: try reference())
  func `the spectrum agrees with the reference to 25 digits and vanishes where it does`(_ item: Reference.Case) throws {
    let (power, kernel) = try #require(ReferenceKernel.make(item.kernel, item.params))
    let spectrum = try Spectrum(
      dimension: item.d, through: item.mu.count - 1, digits: 40, endpointPower: power, kernel: kernel)
    #expect(item.mu.count == 101)
    try Real.withPrecision(200) {
      for (k, text) in item.mu.enumerated() {
        let (value, expected) = (spectrum.values[k], try Real(decimal: text))
        let difference = (value - expected).magnitude
        // The file's zeros stand for anything below 1e-42, and its own quadrature has an absolute error near 4e-52,
        // seen against the Bessel form of the Gaussian's coefficients.
        let file = Real(10).power(-51)
        let bound = expected.isZero ? Real(10).power(-40) : max(expected.magnitude * Real(10).power(-25), file)
        #expect(difference < bound, "k = \(k)")
      }
    }
  }

  @Test func `a polynomial kernel has its own coefficients and zeros after them`() throws {
    // t^2 = 1/d + (1 - 1/d) P_2(t), N(5,2) = 14.
    let spectrum = try Spectrum(dimension: 5, through: 300, digits: 40) { $0.cosine() * $0.cosine() }
    Real.withPrecision(300) {
      let expected = [0: Real(1, over: 5), 2: Real(4, over: 70)]
      for (k, value) in spectrum.values.enumerated() {
        #expect((value - (expected[k] ?? Real(0))).magnitude <= spectrum.resolution, "k = \(k)")
      }
      #expect(spectrum.resolution < Real(10).power(-45))
    }
  }

  @Test func `forty digits are relative where coefficients fall by twenty orders and more`() throws {
    let spectrum = try Spectrum(dimension: 64, through: 100, digits: 40) { $0.sine() }
    // sin theta = (1-t)^{1/2} (1+t)^{1/2} is even; its coefficients by Rodrigues' formula are beta integrals:
    // mu_k / mu_0 = (-1/2)_m (1/2)_m / (((d-1)/2)_m ((d+1)/2)_m) at k = 2m, up to the sign of (-1/2)_m.
    Real.withPrecision(spectrum.values[0].precision) {
      var ratio = Real(1)
      for m in 0..<50 {
        let relative = (spectrum.values[2 * m] / spectrum.values[0] / ratio - Real(1)).magnitude
        #expect(relative < Real(10).power(-40), "k = \(2 * m)")
        #expect(spectrum.values[2 * m + 1].magnitude < spectrum.resolution)
        ratio = ratio * Real((2 * m - 1) * (2 * m + 1), over: (2 * m + 63) * (2 * m + 65))
      }
      #expect(ratio.magnitude < Real(10).power(-20))
    }
  }

  @Test(arguments: [3, 4, 8, 20])
  func `the Gaussian's coefficients are Bessel functions down to the resolution`(dimension: Int) throws {
    // mu_k = e^-1 Gamma(d/2) 2^{nu} I_{k+nu}(1), nu = d/2 - 1, with I by its power series.
    let spectrum = try Spectrum(dimension: dimension, through: 60, digits: 40) { ($0.cosine() - Real(1)).exponential() }
    Real.withPrecision(400) {
      for (k, value) in spectrum.values.enumerated() {
        let series = (0..<60).reduce(Real(0)) { sum, m in
          let (order, half) = (Real(2 * (k + m) + dimension, over: 2), Real(1, over: 4).power(m))
          return sum + half / (Real(m + 1).gamma() * order.gamma())
        }
        let exact = Real(-1).exponential() * Real(dimension, over: 2).gamma() * Real(2).power(-k) * series
        #expect((value - exact).magnitude <= max(spectrum.resolution, exact * Real(10).power(-40)), "k = \(k)")
      }
    }
  }

  @Test func `the number of threads does not change a bit`() throws {
    let runs = try [1, 2, 5, 64].map { threads in
      try Spectrum(dimension: 3, through: 30, digits: 20, threads: threads) { (-$0).exponential() }
    }
    for run in runs.dropFirst() {
      #expect(run.values.map(\.description) == runs[0].values.map(\.description))
      #expect(run.errors.map(\.description) == runs[0].errors.map(\.description))
    }
  }

  @Test func `errors bound the true error of a known spectrum`() throws {
    let spectrum = try Spectrum(dimension: 3, through: 20, digits: 20) { (-$0.cosine()).exponential() }
    let fine = try Spectrum(dimension: 3, through: 20, digits: 60) { (-$0.cosine()).exponential() }
    for k in 0...20 { #expect((spectrum.values[k] - fine.values[k]).magnitude <= spectrum.errors[k]) }
  }

  @Test func `degree zero is the mean of the kernel`() throws {
    let spectrum = try Spectrum(dimension: 3, through: 0, digits: 30) { $0.sine() }
    // The mean of sin theta on the two-sphere is pi/4.
    #expect(spectrum.values.count == 1 && (spectrum.values[0] - Real.pi / Real(4)).magnitude < Real(10).power(-30))
  }

  @Test func `bad arguments and kernels are refused`() {
    let one: @Sendable (Real) -> Real = { _ in Real(1) }
    refused(.dimensionTooSmall(dimension: 2), try Spectrum(dimension: 2, through: 3, digits: 20, kernel: one))
    refused(.negativeDegree(degree: -1), try Spectrum(dimension: 3, through: -1, digits: 20, kernel: one))
    refused(
      .tooLarge(value: 100_001, limit: 100_000), try Spectrum(dimension: 3, through: 100_001, digits: 20, kernel: one))
    refused(.badDigits(digits: 0), try Spectrum(dimension: 3, through: 3, digits: 0, kernel: one))
    refused(
      .badEndpointPower(power: 0), try Spectrum(dimension: 3, through: 3, digits: 20, endpointPower: 0, kernel: one))
    #expect(throws: SphereError.self) {
      try Spectrum(dimension: 3, through: 3, digits: 20) { _ in Real(-1).squareRoot() }
    }
  }

  @Test func `a kernel with a jump does not converge and says so`() {
    #expect(throws: SphereError.self) {
      try Spectrum(dimension: 3, through: 3, digits: 20) { Real($0 < Real(1) ? 1 : 0) }
    }
  }
}

@Suite struct SpectrumQuadratureTests {
  private func quadrature(degree: Int, power: Int = 1) -> SpectrumQuadrature {
    SpectrumQuadrature(
      dimension: 4, degree: degree, precision: 191, endpointPower: power, threads: 1, kernel: { $0.cosine() - Real(2) })
  }

  @Test func `fewer nodes than blocks are all summed`() throws {
    // t - 2 on the three-sphere: mu_0 = -2, mu_1 = 1/4; six nodes are not exact in the angle but close.
    let sum = try quadrature(degree: 1).sum(nodes: 12)
    #expect(abs(sum.values[0].double + 2) < 1e-9 && abs(sum.values[1].double - 0.25) < 1e-9)
    #expect(abs(sum.scale.double - 2) < 1e-9)
  }

  @Test(arguments: [1, 2, 4]) func `the endpoint power changes the nodes, not the integral`(power: Int) throws {
    let sum = try quadrature(degree: 5, power: power).sum(nodes: 120)
    let expected = [-2, 0.25, 0, 0, 0, 0]
    for (value, exact) in zip(sum.values, expected) { #expect((value - Real(exact)).magnitude < Real(10).power(-45)) }
  }

  @Test func `a kernel that is not finite names the angle`() {
    let broken = SpectrumQuadrature(
      dimension: 3, degree: 1, precision: 100, endpointPower: 1, threads: 2,
      kernel: { $0 < Real(3) ? Real(1) : Real(-1).squareRoot() })
    #expect { try broken.sum(nodes: 100) } throws: { error in
      guard case SphereError.kernelNotFinite(let angle)? = error as? SphereError else { return false }
      return angle > 3 && angle < 3.15
    }
  }

  @Test func `precision grows with the dimension and the degree`() throws {
    let small = try Accuracy(dimension: 3, degree: 100, digits: 40)
    // log10 N(3,100) = 2.3 and 6 log10 101 = 12.03.
    #expect(small.absoluteDigits == 40 + 15)
    let large = try Accuracy(dimension: 64, degree: 2000, digits: 40)
    // N(64,2000) = 7.6e+119, 6 log10 2001 = 19.8.
    #expect(large.absoluteDigits == 180 && large.precision > small.precision)
  }

  @Test func `vanishing coefficients are resolved to 1e-45 however few digits are asked`() throws {
    #expect(try Accuracy(dimension: 3, degree: 2, digits: 5).absoluteDigits == 45)
  }

  @Test func `a change beyond the digits is reported with its degree`() throws {
    let accuracy = try Accuracy(dimension: 3, degree: 2, digits: 20)
    let coarse = SpectrumSum(values: [Real(1), Real(2), Real(3)], scale: Real(1))
    let fine = SpectrumSum(values: [Real(1), Real(2) + Real(10).power(-15), Real(3)], scale: Real(1))
    #expect(accuracy.compare(coarse: coarse, fine: fine).worstDegree == 1)
    let agreed = accuracy.compare(coarse: fine, fine: fine)
    #expect(agreed.worstDegree == nil && agreed.errors.allSatisfy { $0 > Real(0) })
  }

  @Test func `NaN is never accepted`() throws {
    let accuracy = try Accuracy(dimension: 3, degree: 0, digits: 20)
    let bad = SpectrumSum(values: [Real(-1).squareRoot()], scale: Real(1))
    #expect(accuracy.compare(coarse: bad, fine: bad).worstDegree == 0)
  }
}
