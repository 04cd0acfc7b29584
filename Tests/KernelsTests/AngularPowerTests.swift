import Testing

@testable import Kernels

@Suite struct AngularPowerTests {
  @Test(arguments: [
    (Kernel.Family.arcCosine(layers: 7), 1), (.ntk(layers: 2, bias: true), 1), (.laplace(c: 1), 1),
    (.gaussian(c: 1), 1), (.step(layers: 2), 1), (.step(layers: 3), 2), (.step(layers: 4), 4), (.step(layers: 8), 64),
    (.gammaExponential(c: 1, gamma: 0.25), 2), (.gammaExponential(c: 1, gamma: 0.5), 1),
    (.gammaExponential(c: 1, gamma: 0.75), 2), (.gammaExponential(c: 1, gamma: 1), 1),
    (.gammaExponential(c: 1, gamma: 0.015625), 32), (.gammaExponential(c: 1, gamma: 0.375), 4),
    (.gammaExponential(c: 1, gamma: 0.28), 25),
    (.gammaExponential(c: 1, gamma: 15.0 / 22), 11),
  ])
  func `the power is the least that makes the leading exponent whole`(family: Kernel.Family, power: Int) throws {
    #expect(try Kernel(family).angularPower() == power)
  }

  @Test func `in the new variable the kernel has a slope at the end`() throws {
    // theta = pi s^p: the difference quotient at s = 0 settles, where that in theta runs away.
    for family in [Kernel.Family.step(layers: 4), .gammaExponential(c: 1, gamma: 0.25)] {
      let kernel = try Kernel(family)
      let power = try kernel.angularPower()
      let quotients = [1e-3, 1e-4].map { s -> Double in
        let angle = (0..<power).reduce(Double.pi) { value, _ in value * s }
        return (1 - kernel.value(atAngle: angle)) / s
      }
      #expect(abs(quotients[1] / quotients[0] - 1) < 0.01 && quotients[1] > 0.1)
    }
  }

  @Test func `an exponent that no power up to 64 smooths is refused`() throws {
    #expect(throws: KernelError.angularPower(exponent: 0.0625 + 1.0 / 512)) {
      try Kernel(.gammaExponential(c: 1, gamma: 0.03125 + 1.0 / 1024)).angularPower()
    }
    #expect(throws: KernelError.angularPower(exponent: 1.0 / 128)) { try Kernel(.step(layers: 9)).angularPower() }
    #expect(
      "\(KernelError.angularPower(exponent: 0.6))"
        == "the kernel behaves as theta^0.6 at theta = 0, which quadrature cannot smooth; choose an exponent that is a "
        + "multiple of 1/64, or fewer step layers")
  }
}
