import CLAPACK
import Testing

@testable import LinearAlgebra

@Suite struct PackedSymmetricTests {
  @Test(arguments: [1, 2, 3, 6, 7, 20]) func `entries stand where LAPACK's own packing puts them`(order: Int) throws {
    var packed = try PackedSymmetric<Double>(order: order)
    var square = [Double](repeating: -1, count: order * order)
    for column in 0..<order {
      for row in column..<order {
        square[column * order + row] = Double(100 * row + column + 1)
        packed[column, row] = square[column * order + row]
      }
    }
    var expected = [Double](repeating: 0, count: order * (order + 1) / 2)
    var (format, triangle) = (CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "L")))
    var (n, info) = (Int32(order), 0 as Int32)
    dtrttf_(&format, &triangle, &n, square, &n, &expected, &info, 1, 1)
    #expect(packed.storage == expected)
  }

  @Test(arguments: [1, 2, 9, 100, 101])
  func `the minimum matrix is solved in both precisions`(order: Int) throws {
    let sides = try Matrix(rows: order, columns: 2, elements: (0..<2 * order).map { Double($0 % 2 * ($0 / 2) + 1) })
    let unit = (0..<order).flatMap { row in [row == 0 ? 1.0 : 0.0, row == order - 1 ? 1.0 : 0.0] }
    #expect(try PackedCholesky(packedMinimum(order) as PackedSymmetric<Double>).solve(sides).elements == unit)
    #expect(try PackedCholesky(packedMinimum(order) as PackedSymmetric<Float>).solve(sides).elements == unit)
  }

  @Test func `the shift is added to the diagonal and the bad pivot is named`() throws {
    var packed: PackedSymmetric<Double> = try packedMinimum(4)
    packed.addToDiagonal(-2)
    #expect(packed[3, 3] == 2 && packed[0, 0] == -1 && packed[0, 3] == 1)
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 0, order: 4)) { try PackedCholesky(packed) }
    var late: PackedSymmetric<Float> = try packedMinimum(5)
    late[3, 3] = 2
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 3, order: 5)) { try PackedCholesky(late) }
  }

  @Test func `bad sizes and numbers are refused`() throws {
    #expect(throws: LinearAlgebraError.empty(what: "the packed matrix")) { try PackedSymmetric<Double>(order: 0) }
    #expect(throws: LinearAlgebraError.tooLarge(what: "the packed matrix", rows: 65_536, columns: 65_536)) {
      try PackedSymmetric<Float>(order: 65_536)
    }
    var packed: PackedSymmetric<Double> = try packedMinimum(3)
    let cholesky = try PackedCholesky(packed)
    #expect(throws: LinearAlgebraError.mismatch(what: "the right-hand side", expected: 3, found: 2)) {
      try cholesky.solve(Matrix(rows: 2, columns: 1))
    }
    packed[1, 2] = .nan
    #expect(throws: LinearAlgebraError.notFinite(what: "the packed matrix", row: 2, column: 1)) {
      try PackedCholesky(packed)
    }
  }
}

private func packedMinimum<Scalar: PackedScalar>(_ order: Int) throws -> PackedSymmetric<Scalar> {
  var packed = try PackedSymmetric<Scalar>(order: order)
  for row in 0..<order {
    for column in 0...row { packed[row, column] = Scalar(column + 1) }
  }
  return packed
}
