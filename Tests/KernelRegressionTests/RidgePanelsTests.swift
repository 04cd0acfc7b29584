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

  @Test func `bad sizes, shapes and numbers are refused`() {
    refused(RidgeError.empty(what: "the kernel matrix"), try panels(0) { _, _ in 1 })
    refused(RidgeError.tooLarge(order: 1_000_001, largest: 1_000_000), try panels(1_000_001) { _, _ in 1 })
    refused(RidgeError.badSize(what: "the tile", value: 0), try panels(4, tile: 0) { _, _ in 1 })
    #expect(throws: RidgeError.notFinite(what: "the kernel matrix", row: 9, column: 3)) {
      try panels(12, tile: 4) { $0 == 9 && $1 == 3 ? .nan : 1 }
    }
    #expect(throws: RidgeError.mismatch(what: "a rectangle of the kernel matrix", expected: 4, found: 1)) {
      try SymmetricPanels<Double>(order: 2, threads: 1) { _, _ in try Matrix(repeating: 1, rows: 1, columns: 1) }
    }
  }
}

/// A kernel matrix from its entries.
func panels(_ order: Int, tile: Int? = nil, _ entry: @Sendable (Int, Int) -> Double) throws -> SymmetricPanels<Double> {
  try SymmetricPanels(order: order, tile: tile, threads: 1) { rows, columns in
    try Matrix(
      rows: rows.count, columns: columns.count,
      elements: rows.flatMap { row in columns.map { column in entry(row, column) } })
  }
}

func column(_ values: [Double]) throws -> Matrix { try Matrix(rows: values.count, columns: 1, elements: values) }
