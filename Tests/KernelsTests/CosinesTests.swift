import Foundation
import LinearAlgebra
import Testing

@testable import Kernels

@Suite struct CosinesTests {
  /// kappa1(1/2) = 1/3 + sqrt(3)/(2 pi): points of lengths 2 and 3 at an angle of 60 degrees, and a zero.
  @Test func `values are those of the closed form, exact on the diagonal`() throws {
    let kernel = try Kernel(.arcCosine(layers: 2))
    let points = try Matrix(rows: 3, columns: 2, elements: [2, 0, 1.5, 1.5 * 3.0.squareRoot(), 0, 0])
    let matrix = try Cosines(of: points, threads: 1).homogeneousMatrix(kernel, rows: 0..<3, columns: 0..<3)
    let across = 6 * (1.0 / 3 + 3.0.squareRoot() / (2 * Double.pi))
    #expect(abs(matrix[0, 1] - across) < 1e-14 && abs(matrix[1, 0] - across) < 1e-14)
    #expect(matrix[0, 0] == 4 && abs(matrix[1, 1] - 9) < 1e-14)
    #expect((0..<3).allSatisfy { matrix[2, $0] == 0 && matrix[$0, 2] == 0 })
  }

  @Test func `rectangles agree with the matrix of each kernel, for any number of threads`() throws {
    let stream = RandomStream(seed: 5, purpose: "points")
    let points = try Matrix(rows: 300, columns: 7, elements: (0..<2100).map { stream.uniform(at: $0) - 0.3 })
    let others = points.selecting(rows: Array(100..<140))
    for kernel in [try Kernel(.ntk(layers: 3), normalised: true), try Kernel(.arcCosine(layers: 5))] {
      let whole = try Gram.homogeneousMatrix(kernel, rows: points, columns: others)
      let cosines = try [1, 2].map { try Cosines(rows: points, columns: others, threads: $0) }
      let parts = try cosines.map { try $0.homogeneousMatrix(kernel, rows: 250..<290, columns: 5..<40) }
      #expect(parts[0] == parts[1])
      for row in 0..<40 {
        for column in 0..<35 { #expect(abs(parts[0][row, column] - whole[250 + row, 5 + column]) < 1e-13) }
      }
    }
  }

  @Test func `points of different dimensions are refused`() throws {
    let (left, right) = (try Matrix(repeating: 1, rows: 2, columns: 3), try Matrix(repeating: 1, rows: 2, columns: 4))
    #expect(throws: KernelError.dimension(rows: 3, columns: 4)) { try Cosines(rows: left, columns: right, threads: 1) }
  }
}
