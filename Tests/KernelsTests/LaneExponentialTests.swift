import Foundation
import Testing

@testable import Kernels

@Suite struct LaneExponentialTests {
  @Test func `values are those of the system to two units in the last place, over all exponents`() {
    for step in 0..<20_000 {
      let x = -Double(step) * 708 / 19_999
      let found = LaneExponential(Lanes(repeating: x)).value[step % Lanes.scalarCount]
      #expect(abs(found - exp(x)) <= 2 * exp(x).ulp)
    }
    for power in -60...3 {
      let x = -exp2(Double(power)) * 1.1
      #expect(abs(LaneExponential(Lanes(repeating: x)).value[0] - exp(x)) <= 2 * exp(x).ulp)
    }
  }

  @Test func `0 gives 1, what underflows gives 0, and what is no number stays none`() {
    let x = Lanes(
      [0, -0.0, -708, -708.1, -1e9, -.infinity, .nan, -1] + [Double](repeating: -2, count: Lanes.scalarCount - 8))
    let found = LaneExponential(x).value
    #expect(found[0] == 1 && found[1] == 1 && found[2] > 0)
    #expect(found[3] == 0 && found[4] == 0 && found[5] == 0 && found[6].isNaN)
    // 1/e to twenty digits, from the series of e.
    #expect(abs(found[7] - 0.36787944117144232160) < 1e-16)
  }
}
