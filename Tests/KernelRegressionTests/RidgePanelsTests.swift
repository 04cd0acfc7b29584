import LinearAlgebra
import Statistics
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
    #expect(kernel == 98 * 99 / 2 * 512 * 512 * 8 && kernel + fit < 16_000_000_000)
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

  @Test func `every refusal says what, where and what to do`() {
    let expected: KeyValuePairs<RidgeError, String> = [
      .empty(what: "the targets"): "the targets is empty; give at least one",
      .tooLarge(order: 9, largest: 8): "a kernel matrix of order 9 is beyond the largest, 8; choose fewer points",
      .mismatch(what: "the pool", expected: 3, found: 2): "the pool has size 2 where 3 is needed; make the sizes agree",
      .notFinite(what: "the targets", row: 1, column: 0):
        "the targets holds a NaN or an infinity at row 1, column 0 (counted from 0); mend what produced it",
      .badLambda(index: 1, value: 0): "lambda 1 (counted from 0) is 0.0; every lambda must be positive and finite",
      .notPositiveDefinite(lambda: 0.1, order: 3, pivot: 2):
        "K + n lambda I of order 3 is not positive definite at lambda = 0.1 (pivot 2); raise lambda or check the kernel",
      .noConvergence(lambda: 0.1, iterations: 5, residual: 0.5):
        "the system at lambda = 0.1 has relative residual 0.5 after 5 iterations; raise lambda",
      .badSize(what: "a width", value: 0): "a width is 0; it must be at least 1",
    ]
    for (error, sentence) in expected { #expect(error.description == sentence) }
  }
}

/// A kernel matrix from its entries.
func panels(_ order: Int, tile: Int? = nil, _ entry: @Sendable (Int, Int) -> Double) throws -> SymmetricPanels<Double> {
  try SymmetricPanels(order: order, tile: tile, threads: 1) { try matrix($0, $1, entry) }
}

/// The rows and columns asked for of the matrix with these entries.
func matrix(_ rows: Range<Int>, _ columns: Range<Int>, _ entry: (Int, Int) -> Double) throws -> Matrix {
  let elements = rows.flatMap { row in columns.map { entry(row, $0) } }
  return try Matrix(rows: rows.count, columns: columns.count, elements: elements)
}

/// Whether two lists are as long as each other and differ nowhere by `tolerance` or more.
func near(_ found: [Double], _ wanted: [Double], _ tolerance: Double) -> Bool {
  found.count == wanted.count && zip(found, wanted).allSatisfy { abs($0 - $1) < tolerance }
}

func column(_ values: [Double]) throws -> Matrix { try Matrix(rows: values.count, columns: 1, elements: values) }

/// Expects that `call` throws `error`.
func refused(
  _ error: RegressionError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }

/// The same for errors of other types.
func refused<Refusal: Error & Equatable>(
  _ error: Refusal, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }

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
