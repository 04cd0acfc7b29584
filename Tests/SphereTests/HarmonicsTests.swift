import Foundation
import Testing

@testable import Sphere

@Suite struct HarmonicsTests {
  @Test func `on the two-sphere there are 2k+1 harmonics`() throws {
    for k in 0...50 { #expect(try Harmonics.count(dimension: 3, degree: k) == 2 * k + 1) }
  }

  @Test func `on the three-sphere there are (k+1)^2 harmonics`() throws {
    for k in 0...50 { #expect(try Harmonics.count(dimension: 4, degree: k) == (k + 1) * (k + 1)) }
  }

  @Test func `harmonics count as homogeneous polynomials of degree k less those of degree k-2`() throws {
    // C(k+d-1, d-1) - C(k+d-3, d-1) at d = 8, k = 10: C(17,7) - C(15,7); at d = 64, k = 4: C(67,63) - C(65,63).
    #expect(try Harmonics.count(dimension: 8, degree: 10) == 19448 - 6435)
    #expect(try Harmonics.count(dimension: 64, degree: 4) == 766_480 - 2080)
  }

  @Test func `the largest count that fits is exact and the next overflows`() throws {
    // N(64, 20) and N(64, 2000) by integer arithmetic in Python.
    #expect(try Harmonics.count(dimension: 64, degree: 20) == 7_723_104_697_767_579_120)
    refused(.countOverflows(dimension: 64, degree: 21), try Harmonics.count(dimension: 64, degree: 21))
  }

  @Test func `the floating-point count agrees with the exact one and goes beyond it`() throws {
    for (d, k) in [(3, 7), (8, 100), (64, 20)] {
      let exact = Double(try Harmonics.count(dimension: d, degree: k))
      #expect(abs(try Harmonics.approximateCount(dimension: d, degree: k) / exact - 1) < 1e-14)
    }
    let large = try Harmonics.approximateCount(dimension: 64, degree: 2000)
    #expect(abs(large / 7.58845460623246e+119 - 1) < 1e-13)
    #expect(try Harmonics.approximateCount(dimension: 64, degree: 0) == 1)
  }

  @Test func `absurd sizes are answered or refused at once`() throws {
    #expect(try Harmonics.count(dimension: 1_000_000_000, degree: 1) == 1_000_000_000)
    #expect(try Harmonics.count(dimension: 3, degree: 1_000_000_000) == 2_000_000_001)
    #expect(try Harmonics.approximateCount(dimension: 1_000_000_000, degree: 1_000_000_000) == .infinity)
    refused(.tooLarge(value: .max, limit: 1_000_000_000), try Harmonics.count(dimension: 3, degree: .max))
  }

  @Test func `dimensions below three and negative degrees are refused`() {
    refused(.dimensionTooSmall(dimension: 2), try Harmonics.count(dimension: 2, degree: 1))
    refused(.negativeDegree(degree: -1), try Harmonics.approximateCount(dimension: 3, degree: -1))
  }
}
