import Foundation
import Testing

@testable import Statistics

struct PowerLawFitTests {
  @Test func `an exact power law is recovered, with and without a shift`() throws {
    let x = [1.0, 2, 5, 11, 30]
    let plain = try PowerLawFit(x, x.map { 3 * pow($0, -1.7) })
    #expect(abs(plain.exponent + 1.7) < 1e-13 && abs(plain.prefactor - 3) < 1e-12)
    let shifted = try PowerLawFit(x, x.map { 3 * pow($0 + 2.5, -1.7) }, shift: 2.5)
    #expect(abs(shifted.exponent + 1.7) < 1e-13)
    #expect(abs(shifted.value(at: 7) / (3 * pow(9.5, -1.7)) - 1) < 1e-13)
  }

  @Test func `the exponent's error is that of the line in logarithms`() throws {
    let data = CertifiedData.norris
    let law = try PowerLawFit(data.map { exp($0.x / 100) }, data.map { exp($0.y / 100) })
    #expect(abs(law.line.model.standardErrors[1] / 0.429796848199937e-3 - 1) < 1e-9)
  }

  @Test func `values without a logarithm are refused`() {
    #expect(throws: RegressionError.notPositive(index: 1, value: 0)) { try PowerLawFit([1, 2, 3], [1, 0, 3]) }
    #expect(throws: RegressionError.notPositive(index: 0, value: -1)) { try PowerLawFit([-1, 2, 3], [1, 2, 3]) }
    #expect(throws: RegressionError.notFinite(index: 2)) { try PowerLawFit([1, 2, 3], [1, 2, .nan]) }
  }
}
