import Testing

@testable import Sphere

struct RealDecimalTests {
  @Test(arguments: [
    ("1", 1.0), ("-2.5", -2.5), ("+.5", 0.5), ("3.", 3), ("1e-3", 1e-3), ("0.1E+2", 10), ("-0", 0),
    ("1e400", .infinity),
  ])
  func `decimal text is read`(text: String, expected: Double) throws {
    #expect(try Real(decimal: text).double == expected)
  }

  @Test(arguments: ["", " 1", "1 ", "0x10", "nan", "inf", "1e", "1.2.3", "--1", ".", "1,5", "1\u{0}2"])
  func `other text is refused`(text: String) {
    #expect(throws: SphereError.notDecimal(text: text)) { try Real(decimal: text) }
  }

  @Test func `printing rounds correctly`() {
    #expect(Real(2, over: 3).decimal(digits: 5) == "6.6667e-1")
    #expect(Real(-1, over: 3).decimal(digits: 5) == "-3.3333e-1")
    #expect(Real(0).decimal(digits: 5) == "0")
    #expect(Real(12345).decimal(digits: 1) == "1e4")
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
}
