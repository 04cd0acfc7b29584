import CMPFR
import Testing

@testable import Sphere

@Suite struct RealTests {
  @Test func `a constant takes the precision in force`() {
    #expect(Real(1).precision == 128 && Real.withPrecision(300) { Real.pi.precision } == 300)
  }

  @Test func `a double is converted without rounding`() {
    let value = 0.1
    #expect(Real(value).double == value && Real(value).decimal(digits: 30) == "1.00000000000000005551115123126e-1")
  }

  @Test func `a ratio of integers is correctly rounded`() {
    #expect(Real.withPrecision(53) { Real(1, over: 3).double } == 1.0 / 3.0 && Real(1, over: 0).isFinite == false)
  }

  @Test func `twenty digits need sixty-eight bits`() { #expect(Real.bits(digits: 20) == 68) }

  @Test func `rounding to fewer bits goes to the nearest`() {
    let value = Real.withPrecision(200) { Real(1) + Real(2).power(-60) }
    #expect(value.double == 1 && value != Real(1))
    #expect(value.rounded(toPrecision: 53) == Real(1))
  }

  @Test func `zero and NaN are told apart from numbers`() {
    #expect(Real(0).isZero && !Real(1).isZero)
    #expect(!Real(-1).squareRoot().isFinite)
  }

  @Test func `the four operations agree with exact rationals`() {
    let (third, fifth) = (Real(1, over: 3), Real(1, over: 5))
    let ulp = Real(2).power(-126)
    #expect((third + fifth - Real(8, over: 15)).magnitude < ulp && (third - fifth - Real(2, over: 15)).magnitude < ulp)
    #expect((third * fifth - Real(1, over: 15)).magnitude < ulp && (third / fifth - Real(5, over: 3)).magnitude < ulp)
    #expect(-third + third == Real(0))
  }

  @Test func `a result has the larger precision of its operands`() {
    let wide = Real.withPrecision(300) { Real(1, over: 3) }
    #expect((wide * Real(2)).precision == 300 && (Real(2) * wide).precision == 300)
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

  /// 45 digits by mpmath.
  static let references: [(String, @Sendable (Real) -> Real, String)] = [
    ("sqrt 2", { _ in Real(2).squareRoot() }, "1.41421356237309504880168872420969807856967188e0"),
    ("pi", { _ in Real.pi }, "3.14159265358979323846264338327950288419716940e0"),
    ("asin 1/3", { $0.arcsine() }, "3.39836909454121937096392513391764066388244690e-1"),
    ("cos 1/3", { $0.cosine() }, "9.44956946314737664388284007675880607845852700e-1"),
    ("sin 1/3", { $0.sine() }, "3.27194696796152244173344085267620606064301407e-1"),
    ("cos 1/3 with sin", { $0.sineAndCosine().cosine }, "9.44956946314737664388284007675880607845852700e-1"),
    ("sin 1/3 with cos", { $0.sineAndCosine().sine }, "3.27194696796152244173344085267620606064301407e-1"),
    ("exp 1/3", { $0.exponential() }, "1.39561242508608952862812531960258683759790652e0"),
    ("gamma 1/3", { $0.gamma() }, "2.67893853470774763365569294097467764412868938e0"),
    ("gamma -5/2", { _ in Real(-5, over: 2).gamma() }, "-9.45308720482941881225689324448610764158693043e-1"),
    ("(1/3)^(2/7)", { $0.power(Real(2, over: 7)) }, "7.30599955643236460639720020453719612011232296e-1"),
  ]

  @Test(arguments: references.indices) func `functions agree with reference values to 44 digits`(index: Int) throws {
    let (name, function, expected) = Self.references[index]
    try Real.withPrecision(200) {
      let difference = (function(Real(1, over: 3)) - (try Real(decimal: expected))).magnitude
      #expect(difference < Real(10).power(-43), "\(name)")
    }
  }

  @Test func `functions outside their domain give NaN`() {
    #expect(!Real(2).arcsine().isFinite)
    #expect(!Real(-2).gamma().isFinite && !Real(-2).power(Real(1, over: 2)).isFinite)
  }

  @Test func `an integer power is exact while it fits`() {
    #expect(Real(3).power(20) == Real(3_486_784_401) && Real(2).power(-3).double == 0.125)
  }

  @Test(arguments: [
    ("1", 1.0), ("-2.5", -2.5), ("+.5", 0.5), ("3.", 3), ("1e-3", 1e-3), ("0.1E+2", 10), ("-0", 0),
    ("1e400", .infinity),
  ]) func `decimal text is read`(text: String, expected: Double) throws {
    #expect(try Real(decimal: text).double == expected)
  }

  @Test(arguments: ["", " 1", "1 ", "0x10", "nan", "inf", "1e", "1.2.3", "--1", ".", "1,5", "1\u{0}2"])
  func `other text is refused`(text: String) { refused(.notDecimal(text: text), try Real(decimal: text)) }

  @Test func `printing rounds correctly`() {
    #expect(Real(2, over: 3).decimal(digits: 5) == "6.6667e-1" && Real(-1, over: 3).decimal(digits: 5) == "-3.3333e-1")
    #expect(Real(0).decimal(digits: 5) == "0" && Real(12345).decimal(digits: 1) == "1e4")
    #expect(Real(-1).squareRoot().decimal(digits: 5) == "nan")
  }

  @Test func `printing without a number of digits reads back to the same number`() throws {
    for precision in [53, 128, 333] {
      try Real.withPrecision(precision) {
        let value = Real.pi.power(-37)
        let read = try Real(decimal: value.description)
        #expect(read == value)
      }
    }
  }

  @Test func `elements are written in place and keep apart`() {
    let buffer = RealBuffer.zeros(count: 3, precision: 200)
    mpfr_set_si(buffer[1], 7, MPFR_RNDN)
    mpfr_sqrt(buffer[1], buffer[1], MPFR_RNDN)
    #expect(buffer.value(0).isZero && buffer.value(1) == Real.withPrecision(200) { Real(7).squareRoot() })
    #expect(buffer.value(2).isZero)
  }

  @Test func `fresh elements are not numbers`() { #expect(!RealBuffer(count: 2, precision: 64).value(1).isFinite) }

  @Test func `a value can be taken at a lower precision`() {
    let buffer = RealBuffer.zeros(count: 1, precision: 200)
    mpfr_set_d(buffer[0], 0.5, MPFR_RNDN)
    #expect(buffer.value(0, precision: 53).precision == 53 && buffer.value(0, precision: 53).double == 0.5)
  }
}
