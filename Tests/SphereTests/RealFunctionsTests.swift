import Testing

@testable import Sphere

struct RealFunctionsTests {
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
    ("log 1/3", { $0.logarithm() }, "-1.09861228866810969139524523692252570464749056e0"),
    ("gamma 1/3", { $0.gamma() }, "2.67893853470774763365569294097467764412868938e0"),
    ("gamma -5/2", { _ in Real(-5, over: 2).gamma() }, "-9.45308720482941881225689324448610764158693043e-1"),
    ("(1/3)^(2/7)", { $0.power(Real(2, over: 7)) }, "7.30599955643236460639720020453719612011232296e-1"),
  ]

  @Test(arguments: references.indices)
  func `functions agree with reference values to 44 digits`(index: Int) throws {
    let (name, function, expected) = Self.references[index]
    try Real.withPrecision(200) {
      let difference = (function(Real(1, over: 3)) - (try Real(decimal: expected))).magnitude
      #expect(difference < Real(10).power(-43), "\(name)")
    }
  }

  @Test func `functions outside their domain give NaN`() {
    #expect(!Real(2).arcsine().isFinite)
    #expect(!Real(-1).logarithm().isFinite)
    #expect(!Real(-2).gamma().isFinite)
    #expect(!Real(-2).power(Real(1, over: 2)).isFinite)
  }

  @Test func `an integer power is exact while it fits`() {
    #expect(Real(3).power(20) == Real(3_486_784_401))
    #expect(Real(2).power(-3).double == 0.125)
  }
}
