import Testing

@testable import Sphere

struct RealTests {
  @Test func `a constant takes the precision in force`() {
    #expect(Real(1).precision == 128)
    #expect(Real.withPrecision(300) { Real.pi.precision } == 300)
  }

  @Test func `a double is converted without rounding`() {
    let value = 0.1
    #expect(Real(value).double == value)
    #expect(Real(value).decimal(digits: 30) == "1.00000000000000005551115123126e-1")
  }

  @Test func `a ratio of integers is correctly rounded`() {
    #expect(Real.withPrecision(53) { Real(1, over: 3).double } == 1.0 / 3.0)
    #expect(Real(1, over: 0).isFinite == false)
  }

  @Test func `twenty digits need sixty-eight bits`() {
    #expect(Real.bits(digits: 20) == 68)
  }

  @Test func `rounding to fewer bits goes to the nearest`() {
    let value = Real.withPrecision(200) { Real(1) + Real(2).power(-60) }
    #expect(value.double == 1)
    #expect(value != Real(1))
    #expect(value.rounded(toPrecision: 53) == Real(1))
  }

  @Test func `zero and NaN are told apart from numbers`() {
    #expect(Real(0).isZero)
    #expect(!Real(1).isZero)
    #expect(!Real(-1).squareRoot().isFinite)
  }
}
