import Testing

@testable import Sphere

struct SpectrumQuadratureTests {
  private func quadrature(degree: Int, power: Int = 1) -> SpectrumQuadrature {
    SpectrumQuadrature(
      dimension: 4, degree: degree, precision: 191, endpointPower: power, threads: 1,
      kernel: { $0.cosine() - Real(2) })
  }

  @Test func `fewer nodes than blocks are all summed`() throws {
    // t - 2 on the three-sphere: mu_0 = -2, mu_1 = 1/4; six nodes are not exact in the angle but close.
    let sum = try quadrature(degree: 1).sum(nodes: 12)
    #expect(abs(sum.values[0].double + 2) < 1e-9)
    #expect(abs(sum.values[1].double - 0.25) < 1e-9)
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
    #expect {
      try broken.sum(nodes: 100)
    } throws: { error in
      guard case SphereError.kernelNotFinite(let angle)? = error as? SphereError else { return false }
      return angle > 3 && angle < 3.15
    }
  }
}
