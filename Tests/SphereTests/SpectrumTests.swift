import CFlint
import Foundation
import Testing

@testable import Sphere

/// Eigenvalues of two-layer kernels in closed form, where mu_k of f in dimension d is mu_{k-1} of f' in d + 2 over d.
private enum TwoLayers {
  static func kappa0(_ d: Int, _ k: Int) -> Ball {
    if k == 0 { return Ball(1, over: 2) }
    if k < 0 || k % 2 == 0 { return Ball(0) }
    let half = Ball(d, over: 2)
    let scale = half.gamma() * half.gamma() / (Ball.pi * Ball(d - 1))
    let gammas = Ball(d - 1, over: 2).gamma() * Ball(d + 1, over: 2).gamma()
    // (1/2)_m / ((d+1)/2)_m.
    let ratio = (0..<((k - 1) / 2)).reduce(Ball(1)) { $0 * Ball(2 * $1 + 1, over: d + 1 + 2 * $1) }
    return scale / gammas * ratio * ratio
  }

  static func kappa1(_ d: Int, _ k: Int) -> Ball {
    if k > 0 { return kappa0(d + 2, k - 1) / Ball(d) }
    let half = Ball(d, over: 2)
    let sine = half.gamma() * half.gamma() / (Ball(d - 1, over: 2).gamma() * Ball(d + 1, over: 2).gamma())
    return kappa0(d, 1) + sine / Ball.pi
  }

  /// mu_k of t g: ((k+d-2) mu_{k+1} + k mu_{k-1})/(2k+d-2).
  private static func raised(_ d: Int, _ k: Int, _ mu: (Int, Int) -> Ball) -> Ball {
    let below = k == 0 ? Ball(0) : Ball(k) * mu(d, k - 1)
    return (Ball(k + d - 2) * mu(d, k + 1) + below) / Ball(2 * k + d - 2)
  }

  static let kernels: [(kernel: ZonalKernel, mu: @Sendable (Int, Int) -> Ball)] = [
    (.step(layers: 2), { kappa0($0, $1) }), (.randomFeatures(layers: 2), { kappa1($0, $1) }),
    (.tangent(layers: 2), { (raised($0, $1, kappa0) + kappa1($0, $1)) / Ball(2) }),
    (.randomFeatures(layers: 2, bias: true), { (kappa1($0, $1) + raised($0, $1, kappa1)) / Ball(2) }),
    (.tangent(layers: 2, bias: true), { (kappa0($0, $1) + raised($0, $1, kappa0) + kappa1($0, $1)) / Ball(3) }),
  ]
}

@Suite struct SpectrumTests {
  struct Reference: Decodable, Sendable {
    struct Case: Decodable, Sendable {
      let kernel: String
      let params: [String: Double]
      let d: Int
      let mu: [String]

      var zonal: ZonalKernel? {
        let layers = Int(params["layers"] ?? 0)
        switch kernel {
        case "ntk": return .tangent(layers: layers)
        case "rf": return .randomFeatures(layers: layers)
        case "step": return .step(layers: layers)
        case "laplace": return .exponential(c: 1, gamma: 0.5)
        case "gamma_exponential": return .exponential(c: 1, gamma: params["gamma"] ?? 0)
        case "gaussian": return .exponential(c: 1, gamma: 1)
        default: return nil
        }
      }
    }
    let cases: [Case]
  }

  static func reference() throws -> [Reference.Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data/spectra.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file)).cases
  }

  @Test(arguments: try reference())
  func `the spectrum agrees with the reference to all its digits and vanishes where it does`(
    _ item: Reference.Case
  ) throws {
    let kernel = try #require(item.zonal)
    let spectrum = try Spectrum(of: kernel, dimension: item.d, through: item.mu.count - 1, digits: 40)
    #expect(item.mu.count == 101)
    try Ball.withPrecision(200) {
      for (k, text) in item.mu.enumerated() {
        let (value, expected) = (spectrum.values[k], try Ball(decimal: text))
        #expect(value.vanishes == expected.isZero && value.double > 0 || value.vanishes)
        // 30 digits, of which the last is rounded.
        #expect(value.vanishes || abs((value.enclosure / expected - Ball(1)).double) < 5.01e-30, "k = \(k)")
      }
    }
  }

  @Test(arguments: TwoLayers.kernels.indices, [3, 4, 8, 64])
  func `two layers have the eigenvalues of closed forms`(index: Int, dimension: Int) throws {
    let (kernel, mu) = TwoLayers.kernels[index]
    let spectrum = try Spectrum(of: kernel, dimension: dimension, through: 60, digits: 40)
    Ball.withPrecision(2000) {
      for (k, value) in spectrum.values.enumerated() {
        let exact = mu(dimension, k)
        #expect(value.enclosure.overlaps(exact), "k = \(k)")
        #expect(value.decimal == (exact.decimal(digits: 40) ?? exact.decimalOfTie(digits: 40)), "k = \(k)")
        #expect(value.double == (exact.provenDouble ?? exact.doubleOfTie))
        #expect(value.vanishes == (exact.containsZero && exact.double == 0))
      }
    }
  }

  @Test func `the quadrature itself encloses the zeros, so that parity is not taken on trust`() throws {
    for kernel in [ZonalKernel.randomFeatures(layers: 2), .tangent(layers: 2), .step(layers: 2)] {
      let pass = try Spectrum.enclose(kernel, dimension: 4, degree: 40, bits: 200)
      for (k, ball) in pass.values.enumerated() {
        #expect(ball.containsZero == kernel.vanishes(degree: k) && ball.radius < 1e-55)
      }
    }
  }

  @Test(
    arguments: [
      ZonalKernel.randomFeatures(layers: 3), .tangent(layers: 6), .tangent(layers: 2, bias: true), .step(layers: 3),
      .step(layers: 5), .exponential(c: 2, gamma: 0.3), .exponential(c: 0.5, gamma: 0.5), .exponential(c: 3, gamma: 1),
    ], [3, 8])
  func `balls of few bits hold those of many, and texts agree`(kernel: ZonalKernel, dimension: Int) throws {
    let fine = try Spectrum.enclose(kernel, dimension: dimension, degree: 50, bits: 500).values
    for bits in [60, 130, 250] {
      let coarse = try Spectrum.enclose(kernel, dimension: dimension, degree: 50, bits: bits).values
      for (wide, narrow) in zip(coarse, fine) {
        #expect(wide.contains(narrow) && wide.radius > narrow.radius)
        if let text = wide.decimal(digits: 12) { #expect(text == narrow.decimal(digits: 12)) }
      }
    }
  }

  @Test func `few digits are the rounded digits of many`() throws {
    let many = try Spectrum(of: .tangent(layers: 3), dimension: 3, through: 60, digits: 90).values
    let few = try Spectrum(of: .tangent(layers: 3), dimension: 3, through: 60, digits: 25).values
    for (left, right) in zip(few, many) {
      #expect(left.decimal == right.enclosure.decimal(digits: 25) && left.double == right.double)
    }
  }

  @Test func `an eigenvalue halfway between two texts goes to the even digit`() throws {
    // On the sphere of R^3 mu_2 of the two-layer NTK is 5/128 = 0.0390625.
    let spectrum = try Spectrum(of: .tangent(layers: 2), dimension: 3, through: 4, digits: 6)
    #expect(spectrum.values[2].decimal == "3.90625e-2" && spectrum.values[2].double == 0.0390625)
    #expect(try Spectrum(of: .tangent(layers: 2), dimension: 3, through: 2, digits: 5).values[2].decimal == "3.9062e-2")
    #expect(spectrum.values[3].decimal == "0" && spectrum.values[3].error == 1e-12.nextUp)
  }

  @Test func `the addition theorem holds: the eigenvalues of all harmonics add up to one`() throws {
    let spectrum = try Spectrum(of: .exponential(c: 1, gamma: 1), dimension: 5, through: 40, digits: 30)
    try Ball.withPrecision(200) {
      let sum = try spectrum.values.enumerated().reduce(Ball(0)) {
        $0 + Ball(try Harmonics.count(dimension: 5, degree: $1.offset)) * $1.element.enclosure
      }
      #expect(abs((sum - Ball(1)).double) < 1e-34)
    }
  }

  @Test func `deep networks, high dimensions and many digits are within reach`() throws {
    let deep = try Spectrum(of: .tangent(layers: 60), dimension: 4, through: 20, digits: 20)
    #expect(deep.values.allSatisfy { $0.double > 0 } && deep.nodes > 100)
    let high = try Spectrum(of: .randomFeatures(layers: 3), dimension: 64, through: 100, digits: 200)
    #expect(high.values.allSatisfy { $0.enclosure.digits > 200 && $0.decimal.count > 200 })
    let single = try Spectrum(of: .step(layers: 2), dimension: 3, through: 0, digits: 1)
    #expect(single.values.map(\.decimal) == ["5e-1"])
  }

  @Test func `wrong arguments are refused`() {
    func spectrum(_ kernel: ZonalKernel = .tangent(layers: 2), _ d: Int = 3, _ k: Int = 3, _ digits: Int = 20) throws
      -> Spectrum
    { try Spectrum(of: kernel, dimension: d, through: k, digits: digits) }
    refused(.dimensionTooSmall(dimension: 2), try spectrum(.tangent(layers: 2), 2))
    refused(.tooLarge(value: 10_001, limit: 10_000), try spectrum(.tangent(layers: 2), 10_001))
    refused(.negativeDegree(degree: -1), try spectrum(.tangent(layers: 2), 3, -1))
    refused(.tooLarge(value: 100_001, limit: 100_000), try spectrum(.tangent(layers: 2), 3, 100_001))
    for digits in [0, 1001] { refused(.badDigits(digits: digits), try spectrum(.tangent(layers: 2), 3, 3, digits)) }
    for layers in [-1, 1, 1001] {
      refused(.badLayers(layers, bias: false), try spectrum(.tangent(layers: layers)))
      refused(.badLayers(layers, bias: false), try spectrum(.randomFeatures(layers: layers)))
    }
    refused(.badLayers(3, bias: true), try spectrum(.tangent(layers: 3, bias: true)))
    for layers in [1, 9] { refused(.badStepLayers(layers), try spectrum(.step(layers: layers))) }
    for (c, gamma) in [(0.0, 0.5), (-1, 0.5), (.infinity, 1), (1, 0), (1, 1.5), (1e7, 1)] {
      refused(.badExponential(c: c, gamma: gamma), try spectrum(.exponential(c: c, gamma: gamma)))
    }
    #expect(throws: SphereError.self) { try spectrum(.exponential(c: .nan, gamma: .nan)) }
    refused(.exponentialTooNarrow(c: 5000, gamma: 0.5), try spectrum(.exponential(c: 5000, gamma: 0.5)))
  }
}

@Suite struct ExponentialSpectrumTests {
  @Test(arguments: [3, 4, 8, 20])
  func `the Gaussian's coefficients are Bessel functions`(dimension: Int) throws {
    // mu_k = e^-1 Gamma(d/2) 2^{nu} I_{k+nu}(1), nu = d/2 - 1, with I by its power series.
    let spectrum = try Spectrum(of: .exponential(c: 1, gamma: 1), dimension: dimension, through: 60, digits: 80)
    Ball.withPrecision(400) {
      for (k, value) in spectrum.values.enumerated() {
        let series = (0..<80).reduce(Ball(0)) { sum, m in
          let (order, half) = (Ball(2 * (k + m) + dimension, over: 2), Ball(1, over: 4).power(m))
          return sum + half / (Ball(m + 1).gamma() * order.gamma())
        }
        let exact = Ball(-1).exponential() * Ball(dimension, over: 2).gamma() * Ball(2).power(-k) * series
        #expect(abs((value.enclosure / exact - Ball(1)).double) < 1e-80, "k = \(k)")
        #expect(value.decimal == exact.decimal(digits: 80))
      }
    }
  }

  @Test(arguments: [(1.0, 3), (7.5, 4), (60, 8)])
  func `the series for gamma = 1 meets the Bessel functions`(c: Double, dimension: Int) {
    let spectrum = ExponentialSpectrum(c: c, gamma: 1, dimension: dimension, degree: 30)
    for (left, right) in zip(spectrum.series(bits: 300), spectrum.gaussian(bits: 300)) {
      #expect(left.overlaps(right) && left.radius < 1e-85 && right.digits > 85)
    }
  }

  @Test(arguments: [(0.5, 1.0), (0.25, 2), (0.75, 20), (1, 3)])
  func `the addition theorem gives back the kernel`(gamma: Double, c: Double) throws {
    // sum_k N(d,k) mu_k P_k(t) at t = -1 and in the mean: P_k(-1) = (-1)^k; what is left decays as k^{-2 gamma}.
    let spectrum = try Spectrum(of: .exponential(c: c, gamma: gamma), dimension: 3, through: 400, digits: 20)
    let sums = spectrum.values.enumerated().reduce((0.0, 0.0)) { sums, item in
      let term = Double(2 * item.offset + 1) * item.element.double
      return (sums.0 + term, sums.1 + (item.offset % 2 == 0 ? term : -term))
    }
    #expect(sums.0 < 1 + 1e-9 && abs(sums.1 - exp(-c * pow(2, gamma))) < 0.02)
  }

  @Test func `any exponent will do, and wide reach costs bits, not digits`() throws {
    let odd = try Spectrum(of: .exponential(c: 1, gamma: 0.301), dimension: 3, through: 30, digits: 30)
    #expect(odd.values.allSatisfy { $0.double > 0 } && odd.nodes == 0)
    let narrow = try Spectrum(of: .exponential(c: 300, gamma: 0.5), dimension: 4, through: 10, digits: 20)
    #expect(narrow.values.allSatisfy { $0.double > 0 })
    let gaussian = try Spectrum(of: .exponential(c: 1e6, gamma: 1), dimension: 3, through: 10, digits: 20)
    // (1 - e^-2c)/(2c).
    #expect(abs(gaussian.values[0].double / 5e-7 - 1) < 1e-15)
  }
}
