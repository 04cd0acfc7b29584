import CMPFR
import Testing

@testable import Sphere

struct RealBufferTests {
  @Test func `elements are written in place and keep apart`() {
    let buffer = RealBuffer.zeros(count: 3, precision: 200)
    mpfr_set_si(buffer[1], 7, MPFR_RNDN)
    mpfr_sqrt(buffer[1], buffer[1], MPFR_RNDN)
    #expect(buffer.value(0).isZero)
    #expect(buffer.value(1) == Real.withPrecision(200) { Real(7).squareRoot() })
    #expect(buffer.value(2).isZero)
  }

  @Test func `fresh elements are not numbers`() {
    #expect(!RealBuffer(count: 2, precision: 64).value(1).isFinite)
  }

  @Test func `a value can be taken at a lower precision`() {
    let buffer = RealBuffer.zeros(count: 1, precision: 200)
    mpfr_set_d(buffer[0], 0.5, MPFR_RNDN)
    #expect(buffer.value(0, precision: 53).precision == 53)
    #expect(buffer.value(0, precision: 53).double == 0.5)
  }
}
