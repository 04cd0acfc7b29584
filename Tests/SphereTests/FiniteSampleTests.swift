import LinearAlgebra
import Testing

@testable import Sphere

@Suite struct FiniteSampleTests {
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
    #expect(clusters[0].mean - 0.7 > 20 * error)
    #expect(abs(clusters[0].mean + 3 * clusters[1].mean - 1) < 1e-15)
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
    var stream = FixedGenerator(state: 7)
    for _ in 0..<200 {
      let spectrum = (0..<12).map { _ in Double.random(in: 0...1, using: &stream).squareRoot() / 40 }
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
    #expect(try sample([0.7, 0, 0.06], 100).map(\.degree) == [0, 2])
    #expect(try sample([0.7, 0.1], 3).map(\.degree) == [0])
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
    #expect(
      "\(SphereError.eigenvalueNotFinite(degree: 1))"
        == "the eigenvalue of degree 1 is not finite; leave out what is not known")
  }
}

/// Knuth's linear congruential generator (MMIX), so that the spectra are the same in every run.
private struct FixedGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}
