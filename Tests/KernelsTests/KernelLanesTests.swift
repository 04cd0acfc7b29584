import Testing

@testable import Kernels

@Suite struct KernelLanesTests {
  /// Cosines over [-1, 1], dense towards both ends.
  static let cosines: [Double] =
    (0...2000).map { Double($0) / 1000 - 1 }
    + (1...1000).flatMap { step in
      let gap = 1 / Double(sign: .plus, exponent: step / 20, significand: 1 + Double(step % 20) / 20)
      return [1 - gap, -1 + gap, gap, -gap]
    }

  @Test(arguments: 0..<KernelReference.values.count, [false, true])
  func `eight at a time agrees with one at a time to a few units in the last place of the peak`(
    index: Int, normalised: Bool
  ) throws {
    let kernel = try Kernel(KernelReference.values[index].key, normalised: normalised)
    let cosines = KernelLanesTests.cosines + KernelReference.cosines
    let values = applied(kernel, cosines)
    for (cosine, value) in zip(cosines, values) {
      #expect(abs(value - kernel(cosine: cosine)) <= 6 * 0x1p-53 * kernel(cosine: 1).rounded(.up), "\(cosine)")
    }
  }

  @Test func `a value does not depend on its place`() throws {
    let kernel = try Kernel(.ntk(layers: 3))
    let all = applied(kernel, KernelLanesTests.cosines)
    for start in [0, 1, 5, 100, 3333] {
      for count in [1, 2, 7, 8, 9, 16, 17] {
        let part = applied(kernel, Array(KernelLanesTests.cosines[start..<start + count]))
        #expect(part == Array(all[start..<start + count]))
      }
    }
    #expect(applied(kernel, []).isEmpty)
  }

  @Test func `cosines beyond one are clamped`() throws {
    let kernel = try Kernel(.ntk(layers: 3))
    let values = applied(kernel, [1 + 1e-12, 1, -1 - 1e-12, -1])
    #expect(values[0] == values[1] && values[2] == values[3])
  }

  private func applied(_ kernel: Kernel, _ cosines: [Double]) -> [Double] {
    var values = cosines
    values.withUnsafeMutableBufferPointer { kernel.apply(to: UnsafeMutableBufferPointer(rebasing: $0[...])) }
    return values
  }
}
