import Foundation
import LinearAlgebra
import Testing

@testable import Sphere

@Suite struct SpectrumLawsTests {
  /// C(d,nu) by mpmath.
  @Test(arguments: [
    (3, 0.5, -0.353553390593273762200422181052), (8, 1.5, 6222.98637727791715276553680824),
    (4, 0.125, -0.25311747577492187433350617943), (64, 0.25, -1.80339891130362170082253701577e+85),
  ]) func `the constant agrees with reference values`(dimension: Int, exponent: Double, expected: Double) throws {
    let constant = try DecayLaw.constant(dimension: dimension, exponent: exponent)
    #expect(abs(constant / expected - 1) < 2e-14)
  }

  /// mu_k by adaptive quadrature of Gegenbauer polynomials in mpmath.
  static let references: [(d: Int, numerator: Int, denominator: Int, k: Int, value: String)] = [
    (3, 1, 2, 0, "0.9428090415820633658677925"), (3, 1, 2, 5, "-0.002197690073617863323701148"),
    (8, 3, 2, 6, "0.00000313455269408406979166855"), (4, 1, 4, 9, "-0.0001617791399973298106056122"),
  ]

  @Test(arguments: references.indices)
  func `the gamma form agrees with quadrature in both precisions`(index: Int) throws {
    let reference = Self.references[index]
    let nu = Ball(reference.numerator, over: reference.denominator)
    let expected = try Ball(decimal: reference.value)
    let value = try DecayLaw.coefficient(dimension: reference.d, exponent: nu, degree: reference.k)
    #expect(abs((value / expected - Ball(1)).double) < 1e-22)
    let double = try DecayLaw.coefficient(dimension: reference.d, exponent: nu.double, degree: reference.k)
    #expect(abs(double / expected.double - 1) < 1e-13)
  }

  @Test(arguments: [(3, 0.5), (8, 0.75), (5, 0.125), (64, 0.5)])
  func `to first order in c the spectrum of exp(-c (1-t)^nu) is the gamma form`(d: Int, nu: Double) throws {
    let spectrum = try Spectrum(of: .exponential(c: 1e-6, gamma: nu), dimension: d, through: 40, digits: 30)
    for (k, value) in spectrum.values.enumerated().dropFirst() {
      let law = try DecayLaw.coefficient(dimension: d, exponent: Ball(nu), degree: k)
      let ratio = (value.enclosure / (Ball(-1e-6) * law)).double
      // What is left is the second order: c times a ratio of coefficients of (1-t)^{2 nu} and (1-t)^nu.
      #expect(abs(ratio - 1) < 1e-5, "k = \(k)")
    }
  }

  @Test func `the gamma form tends to the bare power`() throws {
    let (d, nu, k) = (8, 0.5, 100_000)
    let power = try DecayLaw.constant(dimension: d, exponent: nu) * pow(Double(k) + 3, -8)
    #expect(abs(try DecayLaw.coefficient(dimension: d, exponent: nu, degree: k) / power - 1) < 1e-8)
  }

  @Test func `levelled coefficients hardly depend on the degree`() throws {
    // In k + (d-2)/2 the Gamma form is a pure power up to 1/k^2: between k = 100 and 200 the change is of that order.
    for (d, nu, rate) in [(3, 0.5, -3.0), (8, 1.5, -10.0), (4, 0.25, -3.5)] {
      #expect(DecayLaw.rate(dimension: d, exponent: nu) == rate)
      let levelled = try [100, 200].map { k in
        try DecayLaw.coefficient(dimension: d, exponent: nu, degree: k)
          * DecayLaw.level(degree: k, dimension: d, power: -rate)
      }
      #expect(abs(levelled[0] / levelled[1] - 1) < 0.005)
      #expect(abs(levelled[1] / (try DecayLaw.constant(dimension: d, exponent: nu)) - 1) < 0.002)
    }
    #expect(DecayLaw.centred(degree: 5, dimension: 3) == 5.5 && DecayLaw.level(degree: 2, dimension: 4, power: 2) == 9)
  }

  @Test func `exponents that give polynomials are refused`() {
    refused(.integerExponent(exponent: 2), try DecayLaw.constant(dimension: 3, exponent: 2))
    refused(.integerExponent(exponent: 0), try DecayLaw.coefficient(dimension: 3, exponent: Ball(0), degree: 1))
    refused(
      .integerExponent(exponent: 2),
      try DecayLaw.coefficient(dimension: 3, exponent: 2.0, atOne: 1, atMinusOne: 0, degree: 4))
    refused(.dimensionTooSmall(dimension: 1), try DecayLaw.constant(dimension: 1, exponent: 0.5))
  }

  @Test func `even degrees add the ends and odd ones subtract them`() throws {
    // On S^2, (1-t)^{1/2} has mu_0 = 2 sqrt 2 / 3 and mu_1 = -mu_0 / 5, by elementary integrals; (1+t)^{1/2} the same with
    // the other sign for odd degrees.
    let mu0 = 2 * 2.0.squareRoot() / 3
    let found = try (0...1).map {
      try DecayLaw.coefficient(dimension: 3, exponent: 0.5, atOne: 2, atMinusOne: 3, degree: $0)
    }
    #expect(abs(found[0] - 5 * mu0) < 1e-14 && abs(found[1] - mu0 / 5) < 1e-14)
  }

  @Test func `ends that cancel give zero exactly`() throws {
    #expect(try DecayLaw.coefficient(dimension: 4, exponent: 1.5, atOne: 2, atMinusOne: 2, degree: 7) == 0)
    #expect(try DecayLaw.coefficient(dimension: 4, exponent: 1.5, atOne: -2, atMinusOne: 2, degree: 8) == 0)
  }

  @Test func `the ends are read back from the two parities`() throws {
    let parities = try [40, 39].map {
      try DecayLaw.coefficient(dimension: 5, exponent: 0.5, atOne: -0.9, atMinusOne: 0.25, degree: $0)
        / DecayLaw.coefficient(dimension: 5, exponent: 0.5, degree: $0)
    }
    let ends = DecayLaw.ends(even: parities[0], odd: parities[1])
    #expect(abs(ends.atOne + 0.9) < 1e-14 && abs(ends.atMinusOne - 0.25) < 1e-14)
  }

  private func sample(_ spectrum: [Double], _ count: Int, diagonal: Double = 1) throws -> [FiniteSample.Cluster] {
    try FiniteSample(spectrum: spectrum, dimension: 3, diagonal: diagonal, count: count).clusters
  }

  @Test func `predicted means of a kernel with two eigenvalues agree with Monte Carlo`() throws {
    // kappa(u) = 0.7 + 3 * 0.1 u on S^2 has mu_0 = 0.7 once and mu_1 = 0.1 three times. The eigenvalues of K/n other than
    // 0 are those of the features' second moments, a matrix of order 4.
    let (n, draws) = (60, 3000)
    let weights = [0.7, 0.3, 0.3, 0.3].map { $0.squareRoot() }
    let points = try Sampling.sphere(
      count: n * draws, dimension: 3, stream: RandomStream(seed: 5, purpose: "finite-sample"))
    var (tops, squares) = (0.0, 0.0)
    for draw in 0..<draws {
      var moments = try Matrix(rows: 4, columns: 4)
      for row in draw * n..<(draw + 1) * n {
        let feature = [1, points[row, 0], points[row, 1], points[row, 2]]
        for a in 0..<4 {
          for b in 0..<4 { moments[a, b] += weights[a] * feature[a] * weights[b] * feature[b] / Double(n) }
        }
      }
      let top = try SymmetricEigen.values(of: moments)[3]
      tops += top
      squares += top * top
    }
    let mean = tops / Double(draws)
    let error = ((squares / Double(draws) - mean * mean) / Double(draws)).squareRoot()
    let clusters = try sample([0.7, 0.1], n)
    #expect(abs(mean - clusters[0].mean) < 4 * error + 3 / Double(n * n))
    // The correction is there to be seen, and the trace is exact.
    #expect(clusters[0].mean - 0.7 > 20 * error && abs(clusters[0].mean + 3 * clusters[1].mean - 1) < 1e-15)
  }

  @Test func `weight beyond the degrees given lifts every cluster alike`() throws {
    let (whole, cut) = (try sample([0.7, 0.1], 50), try sample([0.7, 0.1], 50, diagonal: 1.5))
    #expect(zip(whole, cut).allSatisfy { abs($1.mean - $0.mean - 0.01) < 1e-15 })
  }

  @Test func `clusters are resolved once their ranges part, from the top down`() throws {
    #expect(try sample([0.7, 0.1], 5).map(\.isResolved) == [false, false])
    #expect(try sample([0.7, 0.1], 1000).map(\.isResolved) == [true, true])
    // Degrees 1 and 2 lie too close; so nothing from there down counts, however far below it is.
    #expect(try sample([0.5, 0.05, 0.048, 0.0001], 1000).map(\.isResolved) == [true, false, false, false])
    // Half the radius of Wigner's semicircle: 0.7 +- 2 * 0.7 sqrt(1 / 1000).
    let range = try sample([0.7, 0.1], 1000)[0].range
    #expect(abs(range.upperBound - range.lowerBound - 2.8 * 0.001.squareRoot()) < 1e-14)
  }

  @Test func `a resolved cluster meets no cluster below it, whatever the spectrum`() throws {
    let stream = RandomStream(seed: 7, purpose: "spectra")
    for round in 0..<200 {
      let spectrum = (0..<12).map { stream.uniform(at: 12 * round + $0).squareRoot() / 40 }
      let clusters = try sample(spectrum, 200)
      for (place, cluster) in clusters.enumerated() where cluster.isResolved {
        #expect(clusters[(place + 1)...].allSatisfy { $0.range.upperBound < cluster.range.lowerBound })
      }
    }
  }

  @Test func `equal eigenvalues keep the order of degrees and are not resolved`() throws {
    let clusters = try sample([0.1, 0.3, 0.1], 500, diagonal: 1.5)
    #expect(clusters.map(\.degree) == [1, 0, 2] && clusters.map(\.offset) == [0, 3, 4])
    #expect(clusters.allSatisfy { $0.mean.isFinite } && clusters.map(\.isResolved) == [true, false, false])
  }

  @Test func `vanishing eigenvalues make no cluster, nor do those that n points cannot hold`() throws {
    #expect(try sample([0.7, 0, 0.06], 100).map(\.degree) == [0, 2] && sample([0.7, 0.1], 3).map(\.degree) == [0])
    #expect(try sample([0.7, 0.1], 0).isEmpty && sample([], 10).isEmpty)
  }

  @Test func `degrees with more harmonics than an integer counts do no harm`() throws {
    let spectrum = (0...300).map { (k: Int) -> Double in 1 / Double(1 + k * k) }
    let clusters = try FiniteSample(spectrum: spectrum, dimension: 64, diagonal: 1, count: 100).clusters
    #expect(clusters.map(\.multiplicity) == [1, 64])
  }

  @Test func `NaN, infinities and small dimensions are refused`() {
    refused(.eigenvalueNotFinite(degree: 1), try sample([0.7, .nan], 10))
    refused(.eigenvalueNotFinite(degree: 0), try sample([.infinity], 10))
    refused(.dimensionTooSmall(dimension: 2), try FiniteSample(spectrum: [1], dimension: 2, diagonal: 1, count: 10))
  }
}
