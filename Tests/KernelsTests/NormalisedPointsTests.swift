import Foundation
import LinearAlgebra
import Testing

@testable import Kernels

@Suite struct NormalisedPointsTests {
  /// kappa1(1/2) = 1/3 + sqrt(3)/(2 pi): points of lengths 2 and 3 at an angle of 60 degrees, and a zero.
  @Test func `values are those of the closed form, exact on the diagonal`() throws {
    let kernel = try Kernel(.arcCosine(layers: 2))
    let points = try NormalisedPoints(
      Matrix(rows: 3, columns: 2, elements: [2, 0, 1.5, 1.5 * 3.0.squareRoot(), 0, 0]))
    let matrix = try points.homogeneousMatrix(kernel, rows: 0..<3, columns: 0..<3)
    let across = 6 * (1.0 / 3 + 3.0.squareRoot() / (2 * Double.pi))
    #expect(abs(matrix[0, 1] - across) < 1e-14 && abs(matrix[1, 0] - across) < 1e-14)
    #expect(matrix[0, 0] == 4 && abs(matrix[1, 1] - 9) < 1e-14)
    #expect((0..<3).allSatisfy { matrix[2, $0] == 0 && matrix[$0, 2] == 0 })
    let part = try points.homogeneousMatrix(kernel, rows: 1..<3, columns: 0..<2)
    #expect(part.elements == [matrix[1, 0], matrix[1, 1], 0, 0])
  }

  /// |x||y| kappa of the quotient x.y/(|x||y|), one pair at a time.
  @Test func `rectangles hold the kernel of each pair`() throws {
    let stream = RandomStream(seed: 5, purpose: "points")
    let (rows, columns) = try (
      Matrix(rows: 60, columns: 7, elements: (0..<420).map { 40 * (stream.uniform(at: $0) - 0.3) }),
      Matrix(rows: 50, columns: 7, elements: (500..<850).map { stream.uniform(at: $0) - 0.6 })
    )
    for kernel in [try Kernel(.ntk(layers: 3)), try Kernel(.laplace(c: 1)), try Kernel(.arcCosine(layers: 5))] {
      let rectangle = try NormalisedPoints(rows).homogeneousMatrix(
        kernel, rows: 20..<60, with: NormalisedPoints(columns), columns: 5..<50)
      for row in 20..<60 {
        for column in 5..<50 {
          let (x, y) = (rows[row: row], columns[row: column])
          let lengths =
            zip(x, x).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
            * zip(y, y).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
          let exact = lengths * kernel(cosine: zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / lengths)
          #expect(abs(rectangle[row - 20, column - 5] - exact) < 1e-12 * lengths)
        }
      }
    }
  }

  @Test func `points of different dimensions, none and those that are not finite are refused`() throws {
    let kernel = try Kernel(.laplace(c: 1))
    let (two, three) = try (
      NormalisedPoints(Matrix(repeating: 1, rows: 2, columns: 2)),
      NormalisedPoints(Matrix(repeating: 1, rows: 2, columns: 3))
    )
    #expect(throws: KernelError.dimension(rows: 2, columns: 3)) {
      try two.homogeneousMatrix(kernel, rows: 0..<1, with: three, columns: 0..<1)
    }
    #expect(throws: KernelError.empty(what: "the test points")) {
      try NormalisedPoints(Matrix(rows: 0, columns: 3), "the test points")
    }
    #expect(throws: KernelError.notFinite(row: 1, column: 0)) {
      try NormalisedPoints(Matrix(rows: 2, columns: 1, elements: [1, .nan]))
    }
  }
}
