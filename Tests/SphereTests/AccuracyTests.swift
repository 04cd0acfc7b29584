import Testing

@testable import Sphere

struct AccuracyTests {
  @Test func `precision grows with the dimension and the degree`() throws {
    let small = try Accuracy(dimension: 3, degree: 100, digits: 40)
    // log10 N(3,100) = 2.3 and 6 log10 101 = 12.03.
    #expect(small.absoluteDigits == 40 + 15)
    let large = try Accuracy(dimension: 64, degree: 2000, digits: 40)
    // N(64,2000) = 7.6e+119, 6 log10 2001 = 19.8.
    #expect(large.absoluteDigits == 180)
    #expect(large.precision > small.precision)
  }

  @Test func `vanishing coefficients are resolved to 1e-45 however few digits are asked`() throws {
    #expect(try Accuracy(dimension: 3, degree: 2, digits: 5).absoluteDigits == 45)
  }

  @Test func `a change beyond the digits is reported with its degree`() throws {
    let accuracy = try Accuracy(dimension: 3, degree: 2, digits: 20)
    let coarse = SpectrumSum(values: [Real(1), Real(2), Real(3)], scale: Real(1))
    let fine = SpectrumSum(values: [Real(1), Real(2) + Real(10).power(-15), Real(3)], scale: Real(1))
    #expect(accuracy.compare(coarse: coarse, fine: fine).worstDegree == 1)
    let agreed = accuracy.compare(coarse: fine, fine: fine)
    #expect(agreed.worstDegree == nil)
    #expect(agreed.errors.allSatisfy { $0 > Real(0) })
  }

  @Test func `NaN is never accepted`() throws {
    let accuracy = try Accuracy(dimension: 3, degree: 0, digits: 20)
    let bad = SpectrumSum(values: [Real(-1).squareRoot()], scale: Real(1))
    #expect(accuracy.compare(coarse: bad, fine: bad).worstDegree == 0)
  }
}
