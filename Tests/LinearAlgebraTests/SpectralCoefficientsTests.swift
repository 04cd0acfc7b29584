import Foundation
import Testing

@testable import LinearAlgebra

@Suite struct SpectralCoefficientsTests {
  /// The unit vector in the direction (1, 2, ..., n).
  static func ramp(_ order: Int) -> [Double] {
    let norm = (1...order).reduce(0) { $0 + Double($1 * $1) }.squareRoot()
    return (1...order).map { Double($0) / norm }
  }

  /// H x with the reflection H = I - 2 v v'.
  static func reflected(_ x: [Double], _ v: [Double]) -> [Double] {
    let twice = 2 * zip(x, v).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(x, v).map { $0 - twice * $1 }
  }

  /// H T H, dense, with the second difference T: its eigenvalues, and H times its eigenvectors.
  static func turnedDifference(_ order: Int) throws -> Matrix {
    let (plain, v) = (try FactorisationsTests.secondDifference(order), ramp(order))
    let half = try Matrix(
      rows: order, columns: order, elements: (0..<order).flatMap { reflected(Array(plain[row: $0]), v) }
    ).transposed
    return try Matrix(
      rows: order, columns: order, elements: (0..<order).flatMap { reflected(Array(half[row: $0]), v) })
  }

  static func value(_ k: Int, _ order: Int) -> Double { 2 - 2 * cos(Double(k) * .pi / Double(order + 1)) }

  /// Entry `index` of the unit eigenvector of that value.
  static func entry(_ index: Int, _ k: Int, _ order: Int) -> Double {
    (2 / Double(order + 1)).squareRoot() * sin(Double((index + 1) * k) * .pi / Double(order + 1))
  }

  @Test(arguments: [1, 2, 3, 50, 201])
  func `coefficients of unit vectors are the sines of the second difference`(order: Int) throws {
    let v = Self.ramp(order)
    // H e_i has the coefficients of e_i in the eigenbasis of T.
    let units = [0, order / 3, order - 1].map { place in
      Self.reflected((0..<order).map { $0 == place ? 1 : 0 }, v)
    }
    let vectors = try Matrix(rows: 3, columns: order, elements: units.flatMap { $0 }).transposed
    let found = try SpectralCoefficients(of: vectors, in: Self.turnedDifference(order))
    for k in 1...order {
      #expect(abs(found.values[k - 1] - Self.value(k, order)) < 1e-13)
      let exact = [0, order / 3, order - 1].map { Self.entry($0, k, order) }
      let row = Array(found.coefficients[row: k - 1])
      // Up to one sign for the row.
      for (a, b) in [(0, 0), (0, 1), (1, 1), (0, 2), (2, 2)] {
        #expect(abs(row[a] * row[b] - exact[a] * exact[b]) < 1e-12)
      }
    }
  }

  @Test func `a kernel matrix whose eigenvalues fall over all digits has those of the eigenvectors`() throws {
    let count = 120
    let points = RandomStream(seed: 1, purpose: "points").gaussians(count)
    let kernel = try Matrix(
      rows: count, columns: count,
      elements: (0..<count * count).map { index in
        let distance = points[index / count] - points[index % count]
        return exp(-distance * distance / 2)
      })
    let targets = try Matrix(
      rows: count, columns: 2, elements: RandomStream(seed: 2, purpose: "targets").gaussians(2 * count))
    let eigen = try SymmetricEigen.decompose(kernel)
    let projected = try BLAS.product(eigen.vectors, targets)
    let found = try SpectralCoefficients(of: targets, in: kernel)
    for row in 0..<count {
      #expect(abs(found.values[row] - eigen.values[row]) < 1e-13 * eigen.values[count - 1])
      // Eigenvectors are determined where their eigenvalues are apart.
      guard eigen.values[row] > 1e-9 * eigen.values[count - 1] else { continue }
      for column in 0..<2 {
        #expect(abs(abs(found.coefficients[row, column]) - abs(projected[row, column])) < 1e-5)
      }
    }
    for column in 0..<2 {
      let (before, after) = (0..<count).reduce(into: (0.0, 0.0)) {
        $0.0 += targets[$1, column] * targets[$1, column]
        $0.1 += found.coefficients[$1, column] * found.coefficients[$1, column]
      }
      #expect(abs(after / before - 1) < 1e-13)
    }
  }

  @Test func `repeated eigenvalues, blocks and zeros keep the sums of squares`() throws {
    let targets = try Matrix(rows: 4, columns: 1, elements: [1, 2, 3, 4])
    var blocks = try Matrix(rows: 4, columns: 4)
    #expect(try SpectralCoefficients(of: targets, in: blocks).values == [0, 0, 0, 0])
    for index in 0..<4 { blocks[index, index] = 1 }
    #expect(try SpectralCoefficients(of: targets, in: blocks).values == [1, 1, 1, 1])
    (blocks[0, 1], blocks[1, 0]) = (1, 1)
    let found = try SpectralCoefficients(of: targets, in: blocks)
    for (value, exact) in zip(found.values, [0.0, 1, 1, 2]) { #expect(abs(value - exact) < 1e-15) }
    let squares = found.coefficients.elements.map { $0 * $0 }
    // (1, 2) has (1 - 2)^2 / 2 and (1 + 2)^2 / 2.
    #expect(abs(squares[0] - 0.5) < 1e-14 && abs(squares[3] - 4.5) < 1e-14)
    #expect(abs(squares[1] + squares[2] - 25) < 1e-13)
  }

  @Test func `no vectors leave the values; vectors that do not fit are refused`() throws {
    let matrix = try FactorisationsTests.secondDifference(5)
    let none = try SpectralCoefficients(of: Matrix(rows: 5, columns: 0), in: matrix)
    for k in 1...5 { #expect(abs(none.values[k - 1] - Self.value(k, 5)) < 1e-14) }
    refused(
      .mismatch(what: "the vectors", expected: 5, found: 4),
      try SpectralCoefficients(of: Matrix(rows: 4, columns: 1), in: matrix))
    refused(
      .notFinite(what: "the vectors", row: 1, column: 0),
      try SpectralCoefficients(of: Matrix(rows: 5, columns: 1, elements: [0, .nan, 0, 0, 0]), in: matrix))
    refused(
      .empty(what: "the matrix of the eigenproblem"),
      try SpectralCoefficients(of: Matrix(rows: 0, columns: 0), in: Matrix(rows: 0, columns: 0)))
  }

  @Test(arguments: [SymmetricEigen.leastOrderForBands - 1, SymmetricEigen.leastOrderForBands])
  func `eigenvalues are right on both sides of the change of routine`(order: Int) throws {
    let values = try SymmetricEigen.values(of: Self.turnedDifference(order))
    for k in 1...order { #expect(abs(values[k - 1] - Self.value(k, order)) < 1e-13) }
  }
}
