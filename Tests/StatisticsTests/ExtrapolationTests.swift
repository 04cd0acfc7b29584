import Foundation
import Testing

@testable import Statistics

@Suite struct ExtrapolationTests {
  @Test func `a polynomial is extrapolated exactly`() throws {
    // f(y) = 3 - 2 y + 5 y^2.
    let y = [0.5, 0.25, 0.125]
    #expect(abs(try Extrapolation.toZero(y, y.map { 3 - 2 * $0 + 5 * $0 * $0 }) - 3) < 1e-14)
    #expect(try Extrapolation.toZero([0.5], [7]) == 7)
    #expect(try Extrapolation.toZero([0, 1], [4, 9]) == 4)
  }

  /// The half perimeters n sin(pi/n) of polygons have an expansion in n^-2; Huygens took the first step.
  @Test func `polygons give the circle's constant`() throws {
    let sides = [6.0, 12, 24, 48]
    let (y, perimeters) = (sides.map { 1 / ($0 * $0) }, sides.map { $0 * sin(Double.pi / $0) })
    let errors = try (1...4).map { abs(try Extrapolation.toZero(Array(y[..<$0]), Array(perimeters[..<$0])) - .pi) }
    #expect(errors[3] < 2e-11 && errors[0] > 0.1)
    for (coarse, fine) in zip(errors, errors.dropFirst()) { #expect(fine < coarse / 50) }
  }

  @Test func `lengths that differ and abscissas that repeat are refused`() {
    refused(.lengthsDiffer(first: 1, second: 2), try Extrapolation.toZero([1], [1, 2]))
    refused(.tooFewPoints(points: 0, needed: 1), try Extrapolation.toZero([], []))
    refused(
      .outside(what: "an abscissa that repeats", value: 2, need: "give every one once"),
      try Extrapolation.toZero([1, 2, 2], [1, 1, 1]))
  }
}
