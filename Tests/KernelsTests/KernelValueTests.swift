import Foundation
import Testing

@testable import Kernels

@Suite struct KernelValueTests {
  @Test(arguments: 0..<KernelReference.values.count)
  func `values agree with sixty-digit ones to a few units in the last place`(index: Int) throws {
    let (family, values) = KernelReference.values[index]
    let kernel = try Kernel(family)
    for (cosine, expected) in zip(KernelReference.cosines, values) {
      let value = kernel(cosine: cosine)
      #expect(abs(value - expected) <= 8 * expected.ulp, "\(family) at \(cosine): \(value), not \(expected)")
    }
  }

  @Test(arguments: 0..<KernelReference.values.count)
  func `normalised kernels are one at one and proportional to the formula`(index: Int) throws {
    let family = KernelReference.values[index].family
    let (kernel, formula) = try (Kernel(family, normalised: true), Kernel(family))
    #expect(kernel(cosine: 1) == 1)
    #expect(abs(kernel(cosine: 0.3) * formula(cosine: 1) - formula(cosine: 0.3)) <= 2e-16 * formula(cosine: 1))
  }

  @Test(arguments: 0..<KernelReference.values.count)
  func `the value at an angle is the value at its cosine`(index: Int) throws {
    let kernel = try Kernel(KernelReference.values[index].family)
    for step in 1...63 {
      let angle = Double(step) * Double.pi / 64
      #expect(abs(kernel.value(atAngle: angle) - kernel(cosine: cos(angle))) < 4e-15)
    }
  }

  @Test func `cosines beyond one by rounding are clamped and NaN stays NaN`() throws {
    let kernel = try Kernel(.ntk(layers: 4))
    #expect(kernel(cosine: 1 + 1e-9) == 4)
    #expect(kernel(cosine: -1 - 1e-9) == kernel(cosine: -1))
    #expect(kernel(cosine: .nan).isNaN)
  }

  @Test func `small angles keep their relative accuracy through the layers`() throws {
    let kernel = try Kernel(.arcCosine(layers: 6))
    for angle in [1e-3, 1e-7] {
      let gap = (0..<5).reduce(Angle(angle, supplement: Double.pi - angle)) { a, _ in a.afterReLU }.gap
      let cubic = 5 * 2 * angle * angle * angle / (6 * Double.pi)
      #expect(abs(gap - (angle * angle / 2 - cubic)) < 2 * angle * angle * angle * angle)
    }
    #expect(1 - kernel.value(atAngle: 1e-3) > 0)
  }
}
