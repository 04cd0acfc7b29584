import Testing

@testable import Sphere

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
