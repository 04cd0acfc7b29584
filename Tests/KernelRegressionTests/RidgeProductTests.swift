import Testing

@testable import KernelRegression

@Suite struct RidgeProductTests {
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
}
