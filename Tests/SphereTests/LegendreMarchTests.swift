import CMPFR
import Testing

@testable import Sphere

struct LegendreMarchTests {
  @Test func `the march visits the roots of P_5 in order`() {
    Real.withPrecision(200) {
      let march = LegendreMarch(degree: 5, precision: 200)
      #expect(mpfr_zero_p(march.point) != 0)
      // The positive roots of 63x^5 - 70x^3 + 15x are sqrt((35 -+ 2 sqrt 70) / 63).
      for (guess, sign) in [(0.53, -1), (0.91, 1)] {
        march.advance(toRootNear: guess)
        let root = ((Real(35) + Real(2 * sign) * Real(70).squareRoot()) / Real(63)).squareRoot()
        let found = Real(precision: 200) { mpfr_set($0, march.point, MPFR_RNDN) }
        #expect((found - root).magnitude < Real(2).power(-190))
        let weight = Real(precision: 200) {
          march.weight(into: $0); return 0
        }
        let exact = (Real(322) - Real(13 * sign) * Real(70).squareRoot()) / Real(900)
        #expect((weight - exact).magnitude < Real(2).power(-190))
      }
    }
  }

  @Test func `a guess that is the root itself is accepted`() {
    let march = LegendreMarch(degree: 3, precision: 100)
    march.advance(toRootNear: 0.6.squareRoot())
    march.advance(toRootNear: 0.6.squareRoot())
    let found = Real(precision: 100) { mpfr_set($0, march.point, MPFR_RNDN) }
    #expect((found * found - Real(3, over: 5)).magnitude < Real(2).power(-95))
  }
}
