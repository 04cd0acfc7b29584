import Testing

@testable import Sphere

struct RealArithmeticTests {
  @Test func `the four operations agree with exact rationals`() {
    let (third, fifth) = (Real(1, over: 3), Real(1, over: 5))
    let ulp = Real(2).power(-126)
    #expect((third + fifth - Real(8, over: 15)).magnitude < ulp)
    #expect((third - fifth - Real(2, over: 15)).magnitude < ulp)
    #expect((third * fifth - Real(1, over: 15)).magnitude < ulp)
    #expect((third / fifth - Real(5, over: 3)).magnitude < ulp)
    #expect(-third + third == Real(0))
  }

  @Test func `a result has the larger precision of its operands`() {
    let wide = Real.withPrecision(300) { Real(1, over: 3) }
    #expect((wide * Real(2)).precision == 300)
    #expect((Real(2) * wide).precision == 300)
  }

  @Test func `an operand may be used twice`() {
    let x = Real(3)
    #expect(x * x - x / x == Real(8))
  }

  @Test func `numbers are ordered and NaN is unordered`() {
    let nan = Real(-1).squareRoot()
    #expect(Real(1) < Real(2) && Real(2) > Real(1) && Real(2) >= Real(2) && Real(2) <= Real(2))
    #expect(!(nan < nan) && !(nan == nan) && !(nan >= nan) && !(nan <= Real(1)) && !(nan > Real(1)))
    #expect(Real(-3).magnitude == Real(3))
  }
}
