import Foundation

/// A dense real matrix in row-major (C) order: element (i, j) is `elements[i * columns + j]`.
public struct Matrix: Sendable, Equatable {
  /// The number of rows; 0 is allowed.
  public let rows: Int
  /// The number of columns; 0 is allowed.
  public let columns: Int
  /// All `rows` * `columns` elements, row after row.
  public private(set) var elements: [Double]

  /// The `rows` x `columns` matrix of the given elements, row after row.
  /// - Throws: `LinearAlgebraError.shape` unless both sizes are non-negative and their product is `elements.count`.
  public init(rows: Int, columns: Int, elements: [Double]) throws {
    guard let count = Matrix.count(rows, columns), count == elements.count else {
      throw LinearAlgebraError.shape(rows: rows, columns: columns, elements: elements.count)
    }
    self.init(rows, columns, elements)
  }

  /// The `rows` x `columns` matrix that is `value` everywhere.
  /// - Throws: `LinearAlgebraError.tooLarge` if a size is negative or the product overflows.
  public init(repeating value: Double = 0, rows: Int, columns: Int) throws {
    try self.init(rows: rows, columns: columns) { $0.initialize(repeating: value) }
  }

  /// The matrix whose memory `body` fills. It must initialise all `rows * columns` elements.
  public init(rows: Int, columns: Int, filledBy body: (UnsafeMutableBufferPointer<Double>) throws -> Void) throws {
    let count = try Matrix.checkedCount(rows, columns)
    let elements = try [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      LargePages.request(UnsafeMutableRawBufferPointer(buffer))
      try body(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
    self.init(rows, columns, elements)
  }

  private init(_ rows: Int, _ columns: Int, _ elements: [Double]) {
    (self.rows, self.columns, self.elements) = (rows, columns, elements)
  }

  /// Element (row, column), both counted from 0; in range is the caller's duty.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// Row `index`, without a copy.
  public subscript(row index: Int) -> ArraySlice<Double> { elements[index * columns..<(index + 1) * columns] }

  /// The first `count` rows (all of them if there are fewer).
  public func prefix(rows count: Int) -> Matrix {
    let kept = min(max(count, 0), rows)
    return Matrix(kept, columns, Array(elements[..<(kept * columns)]))
  }

  /// The rows of the given indices, in their order; an index may repeat.
  public func selecting(rows indices: [Int]) -> Matrix {
    var selected: [Double] = []
    selected.reserveCapacity(indices.count * columns)
    for index in indices { selected += self[row: index] }
    return Matrix(indices.count, columns, selected)
  }

  public var transposed: Matrix {
    guard !elements.isEmpty else { return Matrix(columns, rows, []) }
    var result = [Double](repeating: 0, count: elements.count)
    let tile = 32
    for top in stride(from: 0, to: rows, by: tile) {
      for column in 0..<columns {
        for row in top..<min(top + tile, rows) { result[column * rows + row] = elements[row * columns + column] }
      }
    }
    return Matrix(columns, rows, result)
  }

  /// Gives `body` the elements, row after row, without a copy.
  public func withUnsafeElements<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    try elements.withUnsafeBufferPointer(body)
  }

  /// Gives `body` the elements to change, row after row.
  public mutating func withUnsafeMutableElements<R>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws -> R
  ) rethrows -> R {
    try elements.withUnsafeMutableBufferPointer { try body(UnsafeMutableBufferPointer(rebasing: $0[...])) }
  }

  /// Refuses a matrix that holds a NaN or an infinity, naming it `what`.
  /// - Throws: `LinearAlgebraError.notFinite` with the place of the first such element.
  public func requireFinite(_ what: String) throws {
    guard !isFinite, let index = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw LinearAlgebraError.notFinite(what: what, row: index / columns, column: index % columns)
  }

  /// Whether no element is a NaN or an infinity, whose products with 0 are NaN; eight at a time.
  private var isFinite: Bool {
    elements.withUnsafeBytes { bytes in
      typealias Lanes = SIMD8<Double>
      let size = MemoryLayout<Lanes>.size
      let whole = bytes.count / size * size
      var sum = Lanes.zero
      for place in stride(from: 0, to: whole, by: size) {
        sum += bytes.loadUnaligned(fromByteOffset: place, as: Lanes.self) * 0
      }
      return sum == .zero && elements[(whole / MemoryLayout<Double>.size)...].allSatisfy(\.isFinite)
    }
  }

  private static func count(_ rows: Int, _ columns: Int) -> Int? {
    guard rows >= 0, columns >= 0 else { return nil }
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    return overflow || count > Int.max / MemoryLayout<Double>.stride ? nil : count
  }

  private static func checkedCount(_ rows: Int, _ columns: Int) throws -> Int {
    guard let count = count(rows, columns) else {
      throw LinearAlgebraError.tooLarge(what: "a matrix", rows: rows, columns: columns)
    }
    return count
  }

  /// The root mean square of the differences of corresponding elements; NaN for matrices without elements.
  /// - Throws: `LinearAlgebraError.mismatch` for matrices of different shapes.
  public func rootMeanSquareDifference(from other: Matrix) throws -> Double {
    try LinearAlgebraError.require(other.rows, equals: rows, "the rows of the other matrix")
    try LinearAlgebraError.require(other.columns, equals: columns, "the columns of the other matrix")
    let sum = zip(elements, other.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (sum / Double(elements.count)).squareRoot()
  }

  /// The matrix less the mean of each of its columns.
  public func centredColumns() -> Matrix {
    var result = self
    for column in 0..<columns {
      let mean = (0..<rows).reduce(0) { $0 + self[$1, column] } / Double(rows)
      for row in 0..<rows { result[row, column] -= mean }
    }
    return result
  }
}

/// Asks for large pages under memory that is about to be filled: a big matrix is otherwise paid for page by page, which
/// costs as much as computing a kernel's values. Without effect on systems that know no such request.
public enum LargePages {
  static let size = 1 << 21

  public static func request(_ memory: UnsafeMutableRawBufferPointer) {
    #if canImport(Glibc)
      guard memory.count >= 2 * size, let start = memory.baseAddress else { return }
      let first = start.alignedUp(toMultipleOf: size)
      let count = (memory.count - (first - start)) / size * size
      madvise(first, count, MADV_HUGEPAGE)
    #endif
  }
}
