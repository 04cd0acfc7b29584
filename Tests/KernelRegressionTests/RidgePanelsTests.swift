import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RidgePanelsTests {
  @Test(arguments: [1, 7, 8, 9, 30]) func `entries stand on both sides of the diagonal`(order: Int) throws {
    let matrix = try panels(order, tile: 8) { Double(100 * max($0, $1) + min($0, $1)) }
    for row in 0..<order {
      for column in 0..<order { #expect(matrix[row, column] == Double(100 * max(row, column) + min(row, column))) }
    }
  }

  @Test func `50,000 points fit 16 gigabytes with their factor`() {
    let kernel = SymmetricPanels<Double>.bytes(order: 50_000)
    let fit = RidgePath.bytes(points: 50_000, columns: 10)
    #expect(kernel == 98 * 99 / 2 * 512 * 512 * 8)
    #expect(kernel + fit < 16_000_000_000)
  }

  @Test(arguments: [1, 8, 13, 40], [1, 2, 5, 10, 12, 13, 25])
  func `a product is that of the square matrix`(order: Int, columns: Int) throws {
    let x = (0..<columns * order).map { Double(($0 * 5) % 7) - 3 }
    for tile in [6, 8] {
      let matrix = try panels(48, tile: tile) { Double(max($0, $1) + 2 * min($0, $1)) }
      let product = try matrix.product(leading: order, shift: 0.5, x, columns: columns, threads: 2)
      for row in 0..<order {
        for side in 0..<columns {
          let exact = (0..<order).reduce(0.5 * x[columns * row + side]) {
            $0 + Double(max(row, $1) + 2 * min(row, $1)) * x[columns * $1 + side]
          }
          #expect(product[columns * row + side] == exact)
        }
      }
    }
  }

  @Test func `tiles wider than a pass are covered`() throws {
    let matrix = try panels(600, tile: 300) { Double(($0 + $1) % 5) }
    let x = (0..<6_000).map { Double($0 % 11) - 5 }
    let product = try matrix.product(leading: 600, shift: 0, x, columns: 10, threads: 1)
    for row in [0, 299, 300, 599] {
      #expect(product[10 * row + 3] == (0..<600).reduce(0) { $0 + Double((row + $1) % 5) * x[10 * $1 + 3] })
    }
  }

  @Test func `bad sizes, shapes and numbers are refused`() {
    #expect(throws: RidgeError.empty(what: "the kernel matrix")) { try panels(0) { _, _ in 1 } }
    #expect(throws: RidgeError.tooLarge(order: 1_000_001, largest: 1_000_000)) { try panels(1_000_001) { _, _ in 1 } }
    #expect(throws: RidgeError.badSize(what: "the tile", value: 0)) { try panels(4, tile: 0) { _, _ in 1 } }
    #expect(throws: RidgeError.notFinite(what: "the kernel matrix", row: 9, column: 3)) {
      try panels(12, tile: 4) { $0 == 9 && $1 == 3 ? .nan : 1 }
    }
    #expect(throws: RidgeError.mismatch(what: "a rectangle of the kernel matrix", expected: 4, found: 1)) {
      try SymmetricPanels<Double>(order: 2, threads: 1) { _, _ in try Matrix(repeating: 1, rows: 1, columns: 1) }
    }
  }
}
