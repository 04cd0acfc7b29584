import Testing

@testable import Sphere

@Suite struct BallTests {
  @Test func `whole numbers and doubles are exact, ratios enclose`() {
    #expect(Ball(7).isExact && Ball(0.1).isExact && Ball(0.1).double == 0.1 && Ball(0).isZero)
    let third = Ball(1, over: 3)
    #expect(!third.isExact && third.radius > 0 && third.radius < 1e-37)
    #expect((third * Ball(3)).contains(Ball(1)) && !third.contains(Ball(1.0 / 3)))
    #expect(!Ball(1, over: 0).isFinite && !Ball(Double.nan).isFinite)
  }

  @Test func `results are rounded to the precision in force, and the rounding is in the radius`() {
    let (low, high) = (Ball.withPrecision(40) { Ball(1, over: 3) }, Ball.withPrecision(400) { Ball(1, over: 3) })
    #expect(low.contains(high) && !high.contains(low) && low.overlaps(high))
    #expect(low.radius > 1e-14 && high.radius < 1e-119)
    #expect(Ball.bits(digits: 20) == 68)
  }

  @Test func `a ball that holds zero is not zero`() {
    let difference = Ball(1, over: 3) * Ball(3) - Ball(1)
    #expect(difference.containsZero && !difference.isZero && difference.digits < 0)
    #expect(Ball(2).digits == .infinity && abs(Ball.pi.digits - 38.5) < 1)
  }

  /// 45 digits by mpmath.
  static let references: [(String, @Sendable (Ball) -> Ball, String)] = [
    ("sqrt 2", { _ in Ball(2).squareRoot() }, "1.41421356237309504880168872420969807856967188e0"),
    ("pi", { _ in Ball.pi }, "3.14159265358979323846264338327950288419716940e0"),
    ("cos 1/3", { $0.cosine() }, "9.44956946314737664388284007675880607845852700e-1"),
    ("sin 1/3", { $0.sine() }, "3.27194696796152244173344085267620606064301407e-1"),
    ("exp 1/3", { $0.exponential() }, "1.39561242508608952862812531960258683759790652e0"),
    ("gamma 1/3", { $0.gamma() }, "2.67893853470774763365569294097467764412868938e0"),
    ("gamma -5/2", { _ in Ball(-5, over: 2).gamma() }, "-9.45308720482941881225689324448610764158693043e-1"),
    ("(1/3)^(2/7)", { $0.power(Ball(2, over: 7)) }, "7.30599955643236460639720020453719612011232296e-1"),
  ]

  @Test(arguments: references.indices) func `functions print the digits of reference values`(index: Int) {
    let (name, function, expected) = Self.references[index]
    Ball.withPrecision(200) { #expect(function(Ball(1, over: 3)).decimal(digits: 45) == expected, "\(name)") }
  }

  @Test func `functions outside their domain prove nothing`() {
    #expect(!Ball(-1).squareRoot().isFinite && !Ball(-2).gamma().isFinite && Ball(-2).reciprocalGamma().isZero)
    #expect(!Ball(-2).power(Ball(1, over: 2)).isFinite && Ball(-1).squareRoot().decimal(digits: 5) == nil)
    #expect(Ball(-1).squareRoot().provenDouble == nil)
  }

  @Test(arguments: [("1", 1.0), ("-2.5", -2.5), ("+.5", 0.5), ("3.", 3), ("1e-3", 1e-3), ("0.1E+2", 10), ("-0", 0)])
  func `decimal text is read`(text: String, expected: Double) throws {
    #expect(try Ball(decimal: text).provenDouble == expected)
  }

  @Test(arguments: ["", " 1", "1 ", "0x10", "nan", "inf", "1e", "1.2.3", "--1", ".", "1,5", "1\u{0}2", "1e9999999"])
  func `other text is refused`(text: String) { refused(.notDecimal(text: text), try Ball(decimal: text)) }
}

@Suite struct BallRoundingTests {
  @Test func `text is correctly rounded`() {
    #expect(Ball(2, over: 3).decimal(digits: 5) == "6.6667e-1" && Ball(-1, over: 3).decimal(digits: 5) == "-3.3333e-1")
    #expect(Ball(0).decimal(digits: 5) == "0" && Ball(12345).decimal(digits: 1) == "1e4")
    #expect(Ball(999_999).decimal(digits: 3) == "1.00e6" && Ball(1).decimal(digits: 3) == "1.00e0")
    #expect(Ball(10).power(30).decimal(digits: 2) == "1.0e30" && Ball(10).power(-30).decimal(digits: 2) == "1.0e-30")
    #expect(Ball(1).decimal(digits: 0) == nil)
  }

  @Test func `text far from one needs no more than the exponent`() {
    Ball.withPrecision(3000) {
      #expect(Ball(10).power(-800).decimal(digits: 4) == "1.000e-800")
      #expect((Ball(10).power(700) - Ball(1)).decimal(digits: 4) == "1.000e700")
    }
  }

  @Test func `no text is given where the ends round differently`() {
    // 0.125 is exact, and 1/8 as a ball with a radius holds numbers on both sides of 0.125.
    let eighth = Ball.withPrecision(60) { Ball(1, over: 24) * Ball(3) }
    #expect(eighth.decimal(digits: 3) == "1.25e-1" && eighth.decimal(digits: 2) == nil)
    #expect(eighth.decimalOfTie(digits: 2) == "1.2e-1")
    let wide = Ball.withPrecision(20) { Ball.pi }
    #expect(wide.decimal(digits: 4) == "3.142e0" && wide.decimal(digits: 12) == nil && wide.provenDouble == nil)
  }

  @Test(arguments: [(0.125, 2, "1.2e-1"), (0.375, 2, "3.8e-1"), (0.995, 2, "1.0e0"), (9.5, 1, "1e1"), (2.5, 1, "2e0")])
  func `half a unit goes to the even digit`(value: Double, digits: Int, expected: String) throws {
    let ball = try Ball(decimal: "\(value)")
    #expect(ball.decimalOfTie(digits: digits) == expected)
  }

  @Test func `a number halfway between two doubles goes to the even one`() {
    // 1 + 2^-53 lies between 1 and 1 + 2^-52, 1 + 3 * 2^-53 between 1 + 2^-52 and 1 + 2^-51.
    for (numerator, expected) in [(1, 1.0), (3, 1 + 0x1p-51)] {
      let ball = Ball(1) + Ball(numerator) * Ball(2).power(-53) + Ball(1, over: 3) * Ball(3) - Ball(1)
      #expect(ball.provenDouble == nil && ball.doubleOfTie == expected)
    }
    #expect(Ball(1, over: 3).provenDouble == 1.0 / 3)
  }

  @Test func `a zero is what quadrature makes of it, within a bound that knows no parity`() throws {
    let spectrum = try Spectrum(of: .randomFeatures(layers: 2), dimension: 4, through: 9, digits: 12)
    for k in [3, 5, 7, 9] {
      let value = spectrum.values[k]
      #expect(value.vanishes && value.decimal == "0" && value.double == 0 && value.error == 1e-18.nextUp)
      #expect(value.enclosure.containsZero && !value.enclosure.isExact && value.enclosure.radius < 1e-18)
    }
    refused(.parityContradicted(degree: 3), try Eigenvalue.attemptZero(Ball.pi, degree: 3, digits: 5, bits: 64))
  }

  @Test func `an eigenvalue's error is half a unit of the last digit, and holds the ball`() throws {
    let spectrum = try Spectrum(of: .tangent(layers: 3), dimension: 4, through: 20, digits: 12)
    for value in spectrum.values {
      let off = (value.enclosure - (try Ball(decimal: value.decimal))).magnitude
      #expect((off - Ball(value.error)).double < 0 && value.error < abs(value.double) * 1e-11)
    }
  }
}

@Suite struct BoundsTests {
  private static let values: [Double] = [0, 1, 0.1, 1.0 / 3, 1e-300, 3e200, 7.7e-9, .ulpOfOne, 12345.678]

  @Test func `upper bounds are above and lower bounds below what they bound`() {
    Ball.withPrecision(2000) {
      for a in Self.values {
        for b in Self.values {
          let (x, y) = (Ball(a), Ball(b))
          #expect(((Upper(a) + Upper(b)).ball - x - y).double >= 0)
          #expect(((Upper(a) * Upper(b)).ball - x * y).double >= 0)
          #expect(((Lower(a) * Lower(b)).ball - x * y).double <= 0)
          #expect(a < b || ((Lower(a) - Upper(b)).ball - x + y).double <= 0)
          if b > 0 { #expect(((Upper(a) / Lower(b)).value * b) >= a * (1 - 1e-15)) }
        }
        let root = Ball(a).squareRoot()
        #expect((Upper(a).squareRoot().ball - root).double >= 0 && (Lower(a).squareRoot().ball - root).double <= 0)
        #expect((Upper(a).power(3).ball - Ball(a).power(3)).double >= 0 || a > 1e100)
      }
    }
  }

  @Test func `what proves nothing compares with nothing`() {
    #expect(!(Upper(.nan) < Lower(1)) && !(Upper(.infinity) < Lower(1)) && (Upper(1) / Lower(0)).value == .infinity)
    #expect((Lower(1) - Upper(2)).value == 0)
  }

  @Test func `functions and ends of balls are rounded outwards`() {
    let reader = BoundReader()
    #expect(reader.log(Upper(2)) >= 0.693147180559945 && reader.log(Upper(2)) < 0.69314718056)
    #expect(reader.log(Upper(.infinity)) == .infinity && reader.cosh(Upper(1)).value >= 1.5430806348152437)
    let ball = Ball.withPrecision(20) { Ball(1, over: 3) }
    withExtendedLifetime(ball) {
      let pointer = ball.storage.start
      #expect(reader.upper(pointer).value >= 1.0 / 3 && reader.lower(pointer).value <= 1.0 / 3)
      #expect(reader.radius(pointer, bits: 20).value > 0.01 && reader.radius(pointer).value < 1e-5)
    }
  }
}

extension Upper { fileprivate var ball: Ball { Ball(value) } }
extension Lower { fileprivate var ball: Ball { Ball(value) } }
