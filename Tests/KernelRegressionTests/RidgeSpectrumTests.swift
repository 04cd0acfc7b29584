import KernelRegression
import LinearAlgebra
import Testing

@Suite struct RidgeSpectrumTests {
  @Test func `a diagonal matrix is inverted entry by entry`() throws {
    let matrix = try Matrix(rows: 3, columns: 3, elements: [1, 0, 0, 0, 3, 0, 0, 0, 0])
    let spectrum = try RidgeSpectrum(matrix, sides: Matrix(rows: 3, columns: 1, elements: [1, 2, 3]))
    let solution = try spectrum.solution(shift: 1).elements
    for (value, exact) in zip(solution, [0.5, 0.5, 3]) { #expect(abs(value - exact) < 1e-15) }
  }

  /// The Hilbert matrix of order 3 plus I/10 against (1, 2, 3): Gauss elimination in exact rationals.
  @Test func `a small dense system has its exact rational solution`() throws {
    let matrix = try Matrix(
      rows: 3, columns: 3, elements: [1, 1.0 / 2, 1.0 / 3, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 3, 1.0 / 4, 1.0 / 5])
    let spectrum = try RidgeSpectrum(matrix, sides: Matrix(rows: 3, columns: 1, elements: [1, 2, 3]))
    let exact: [Double] = [-13410.0 / 3719, 4980.0 / 3719, 47940.0 / 3719]
    for (value, exact) in zip(try spectrum.solution(shift: 0.1).elements, exact) {
      #expect(abs(value - exact) < 1e-12)
    }
  }

  @Test func `it agrees with the factorised path at every lambda`() throws {
    let order = 30
    let entry: @Sendable (Int, Int) -> Double = { 1 / (1 + Double(abs($0 - $1))) }
    let sides = try Matrix(rows: order, columns: 2, elements: (0..<2 * order).map { Double($0 % 7) })
    let square = try Matrix(
      rows: order, columns: order, elements: (0..<order * order).map { entry($0 / order, $0 % order) })
    let spectrum = try RidgeSpectrum(square, sides: sides)
    let fits = try RidgePath(reach: 10, tolerance: 1e-13).fit(
      panels(order, tile: 8, entry), targets: sides, lambdas: [1, 1e-2, 1e-4, 1e-6])
    for fit in fits {
      let other = try spectrum.solution(shift: Double(order) * fit.lambda).elements
      for (a, b) in zip(fit.coefficients.elements, other) { #expect(abs(a - b) < 1e-9 * (1 + abs(b))) }
    }
  }

  @Test func `bad input is refused`() throws {
    let one = try Matrix(rows: 1, columns: 1, elements: [-1])
    #expect(throws: RidgeError.notPositiveDefinite(lambda: 0, order: 1, pivot: 0)) {
      try RidgeSpectrum(one, sides: one)
    }
    #expect(throws: RidgeError.mismatch(what: "the right-hand side", expected: 1, found: 2)) {
      try RidgeSpectrum(one, sides: Matrix(rows: 2, columns: 1))
    }
    let unit = try Matrix(rows: 1, columns: 1, elements: [1])
    #expect(throws: RidgeError.badLambda(index: 0, value: 0)) {
      try RidgeSpectrum(unit, sides: unit).solution(shift: 0)
    }
  }
}
